package document

import (
	"fmt"
	"slices"
	"strings"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/suggest"
	"github.com/remit-authz/remit/loader/source"
)

// decoder makes records of a document.
type decoder struct {
	records source.Records
	part    *source.Part
	// places are where the rows stand that a Position counts.
	places []rowPlace
}

type rowPlace struct {
	place
	fields []fieldPlace
}

type fieldPlace struct {
	name string
	place
}

// at is a new position.
func (d *decoder) at(p rowPlace) source.Position {
	d.places = append(d.places, p)
	return source.Position{Part: d.part, Row: len(d.places)}
}

// place writes "firm.yaml:12:5".
func (d *decoder) place(name string, row int, field string) (whole string, inside fmt.Stringer) {
	p := d.places[row-1]
	at := p.place
	for _, f := range p.fields {
		if f.name == field {
			at = f.place
		}
	}
	return fmt.Sprintf("%s:%d:%d", name, at.line, at.column), phrase.Of("on line %d", at.line)
}

func (d *decoder) problem(k source.Kind, at place, format string, args ...any) {
	if k != "" {
		d.records.Partial(k)
	}
	d.records.Problem(k, d.at(rowPlace{place: at}), format, args...)
}

// partial says that rows of every kind may be missing.
func (d *decoder) partial() {
	for _, k := range source.Kinds() {
		d.records.Partial(k)
	}
}

func kindNames() []string {
	var names []string
	for _, k := range source.Kinds() {
		names = append(names, string(k))
	}
	return names
}

func (d *decoder) decode(root *node) {
	if root.shape != anEntry {
		d.partial()
		d.problem("", root.at, "is %s: a document names tenants, users and the others, each with a list", root.shape)
		return
	}
	for _, m := range root.members {
		if m.name != "$schema" && !slices.Contains(kindNames(), m.name) {
			d.problem("", m.at, "%q is not a part of a document: the parts are %s%s", m.name, strings.Join(kindNames(), ", "), suggest.DidYouMean(m.name, kindNames()))
		}
	}
	if s := root.member("$schema"); s != nil && s.shape != aText {
		d.problem("", s.at, "$schema is %s and must be a text", s.shape)
	}
	for _, k := range source.Kinds() {
		list := root.member(string(k))
		switch {
		case list == nil && (k == source.Tenants || k == source.Users):
			d.problem(k, root.at, "%q is missing: a document has at least tenants and users", k)
		case list == nil:
		case list.shape != aList:
			d.problem(k, list.at, "%q is %s and must be a list; an empty one is []", k, list.shape)
		default:
			d.decodeRows(k, list)
		}
	}
}

func (d *decoder) decodeRows(k source.Kind, list *node) {
	for _, row := range list.items {
		if row.shape != anEntry {
			d.problem(k, row.at, "is %s and must be an entry with the fields %s", row.shape, strings.Join(source.Fields(k), ", "))
			continue
		}
		d.decodeRow(k, row)
	}
}

// optional are the fields that may be left out, and are blank then.
func optional(field string) bool {
	return slices.Contains([]string{"name", "email", "roles", "lead", "account", "until", "from"}, field)
}

func (d *decoder) decodeRow(k source.Kind, row *node) {
	ok := true
	bad := func(at place, format string, args ...any) {
		d.problem(k, at, format, args...)
		ok = false
	}
	here := rowPlace{place: row.at}
	var roles []string
	for _, m := range row.members {
		here.fields = append(here.fields, fieldPlace{m.name, m.value.at})
		switch {
		case !slices.Contains(source.Fields(k), m.name):
			bad(m.at, "field %q does not exist here: the fields are %s%s", m.name, strings.Join(source.Fields(k), ", "), suggest.DidYouMean(m.name, source.Fields(k)))
		case m.name == "roles" && m.value.shape != aList:
			bad(m.value.at, `field "roles" is %s and must be a list, such as [practitioner]`, m.value.shape)
		case m.name == "roles":
			for _, role := range m.value.items {
				if role.shape != aText {
					bad(role.at, "a role is %s and must be a text", role.shape)
				}
				roles = append(roles, role.text)
			}
		case m.value.shape == aNumber, m.value.shape == aTruth, m.value.shape == nothing:
			bad(m.value.at, "field %q is %s and must be a text: put it in quotes", m.name, m.value.shape)
		case m.value.shape != aText:
			bad(m.value.at, "field %q is %s and must be a text", m.name, m.value.shape)
		}
	}
	for _, name := range source.Fields(k) {
		if row.member(name) == nil && !optional(name) {
			bad(row.at, "field %q is missing", name)
		}
	}
	if !ok {
		return
	}
	d.records.Add(k, d.at(here), func(name string) string {
		if value := row.member(name); value != nil {
			return value.text
		}
		return ""
	}, roles)
}
