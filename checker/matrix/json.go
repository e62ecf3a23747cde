package matrix

import "github.com/remit-authz/remit/schema"

// ResultJSON is a table for machines: codes, with labels beside them in every language.
type ResultJSON struct {
	Table   string       `json:"table"`   // its code
	Label   LabelJSON    `json:"label"`   // what people call it
	Columns []ColumnJSON `json:"columns"` // roles
	Rows    []RowJSON    `json:"rows"`    // actions
}

// ColumnJSON is the head of a column for machines.
type ColumnJSON struct {
	Key   string    `json:"key"`   // its code
	Label LabelJSON `json:"label"` // what people call it
}

// RowJSON is a row for machines.
type RowJSON struct {
	Key         string     `json:"key"`         // its code
	Label       LabelJSON  `json:"label"`       // what people call it
	Permissions []string   `json:"permissions"` // that the action is
	Cells       []CellJSON `json:"cells"`       // one for each column
}

// CellJSON is a cell for machines: Allowed where it holds anywhere at all, In
// the situations that it holds in.
type CellJSON struct {
	Allowed     bool        `json:"allowed"`                 // in each situation that there is, or in those of in
	In          []Situation `json:"in,omitempty"`            // the only situations in which it is allowed
	NotAppAdmin bool        `json:"not_app_admin,omitempty"` // but not about an app admin
	Label       LabelJSON   `json:"label"`                   // what people call it
}

// LabelJSON is what people read, in each language.
type LabelJSON struct {
	English string `json:"en"`
	Dutch   string `json:"nl"`
	French  string `json:"fr"`
}

func labelJSON(in func(schema.Language) string) LabelJSON {
	return LabelJSON{in(schema.English), in(schema.Dutch), in(schema.French)}
}

// JSON is the table for machines.
func (r Result) JSON() ResultJSON {
	table := ResultJSON{r.Key, labelJSON(r.Title.In), []ColumnJSON{}, []RowJSON{}}
	for _, c := range r.Columns {
		table.Columns = append(table.Columns, ColumnJSON{c.Key, labelJSON(c.Head.In)})
	}
	for _, row := range r.Rows {
		table.Rows = append(table.Rows, row.json())
	}
	return table
}

func (r Row) json() RowJSON {
	row := RowJSON{r.Action.Key, labelJSON(r.Action.Label.In), []string{}, []CellJSON{}}
	for _, p := range r.Action.Permissions {
		row.Permissions = append(row.Permissions, string(p))
	}
	for _, c := range r.Cells {
		row.Cells = append(row.Cells, CellJSON{len(c.In) > 0, c.In, c.NotAppAdmin, labelJSON(c.Text)})
	}
	return row
}
