package matrix

import "github.com/remit-authz/remit/schema"

// ResultJSON is a table for machines.
type ResultJSON struct {
	Title   string    `json:"title"`
	Columns []string  `json:"columns"`
	Rows    []RowJSON `json:"rows"`
}

// RowJSON is a row for machines.
type RowJSON struct {
	Key         string     `json:"key"`
	Action      string     `json:"action"`
	Permissions []string   `json:"permissions"`
	Cells       []CellJSON `json:"cells"`
}

// CellJSON is a cell for machines: Allowed where it holds anywhere at all, In
// the situations that it holds in.
type CellJSON struct {
	Text        string      `json:"text"`
	Allowed     bool        `json:"allowed"`
	In          []Situation `json:"in,omitempty"`
	NotAppAdmin bool        `json:"not_app_admin,omitempty"`
}

// JSON is the table for machines, its texts in one language.
func (r Result) JSON(language schema.Language) ResultJSON {
	table := ResultJSON{Title: r.Title.In(language)}
	for _, label := range r.Columns {
		table.Columns = append(table.Columns, label.In(language))
	}
	for _, row := range r.Rows {
		table.Rows = append(table.Rows, row.json(language))
	}
	return table
}

func (r Row) json(language schema.Language) RowJSON {
	row := RowJSON{Key: r.Action.Key, Action: r.Action.Label.In(language)}
	for _, p := range r.Action.Permissions {
		row.Permissions = append(row.Permissions, string(p))
	}
	for _, c := range r.Cells {
		row.Cells = append(row.Cells, CellJSON{
			Text: c.Text(language), Allowed: len(c.In) > 0, In: c.In, NotAppAdmin: c.NotAppAdmin,
		})
	}
	return row
}
