package loader

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/phrase/catalogue"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
)

const (
	// summaryLines is how many lines of tenants a summary spells out; a line each for
	// some tenants more, and then how many there are.
	summaryLines = 36
	// shortTenants is how many tenants have one line.
	shortTenants = 6
	// findingsShown is how many findings of a kind a tenant's summary has.
	findingsShown = 2
	// spelledOut is up to how many changes of a tenant are listed after all.
	spelledOut = 10
	// detailsShown is how many relations a line of a kind names.
	detailsShown = 4
	// namesShown is how many refusals, notices or tenants are listed at once.
	namesShown = 5
)

// WriteSummary prints for people, in a language, what a plan comes to, in some 60 lines at most
// however large it is: by tenant and kind, what to look at and what is largest
// first, and where a tenant has few changes, those. WriteText prints every change.
func (p Plan) WriteSummary(w io.Writer, l schema.Language) error {
	var b strings.Builder
	in := catalogue.In(l)
	p.writeHead(&b, in, namesShown)
	tenants := slices.Clone(p.Tenants)
	slices.SortStableFunc(tenants, func(a, b TenantChanges) int {
		return cmp.Or(cmp.Compare(len(b.Findings), len(a.Findings)), cmp.Compare(b.Changes.Len(), a.Changes.Len()))
	})
	used, short := 0, 0
	for i, t := range tenants {
		lines := t.summary(in)
		switch {
		case i == 0 || used+len(lines) <= summaryLines:
			used += len(lines)
			b.WriteString(strings.Join(lines, "\n") + "\n")
		case short < shortTenants:
			short++
			b.WriteString(t.inShort(in) + "\n")
		default:
			b.WriteString(phrase.Of("and %d {tenant|tenants} more", len(tenants)-i).Say(in) + "\n")
			p.writeEnd(&b, in, namesShown)
			_, err := io.WriteString(w, b.String())
			return err
		}
	}
	p.writeEnd(&b, in, namesShown)
	_, err := io.WriteString(w, b.String())
	return err
}

// summary is a tenant in lines.
func (t TenantChanges) summary(in phrase.Printer) []string {
	if t.Changes.Len() == 0 {
		return []string{in.Say("tenant %s: no changes (%d {relationship|relationships})", t.Tenant, t.Before)}
	}
	lines := []string{in.Say("tenant %s: %s (%d {relationship|relationships} now)", t.Tenant, t.counts(in), t.Before)}
	lines = append(lines, t.lookAt(in)...)
	var kept []kindRow
	for _, k := range kinds() {
		if row, ok := t.ofKind(in, k); ok {
			kept = append(kept, row)
		}
	}
	lines = append(lines, kindTable(in, kept)...)
	if said := t.sentences(in); len(said) <= spelledOut {
		lines = append(lines, said...)
	}
	if given, taken := t.access(); given+taken > 0 {
		lines = append(lines, "  "+in.Say("permissions, each user on each resource: %d taken away, %d given", taken, given))
	}
	return lines
}

// sentences are all changes that do not go without saying, what takes away first.
func (t TenantChanges) sentences(in phrase.Printer) []string {
	var lines []string
	for _, s := range sections() {
		for c := range t.Changes.All() {
			if c.Action == s.action && !t.follows(c) {
				lines = append(lines, "    "+s.sign+" "+c.sentence(in))
			}
		}
	}
	return lines
}

// inShort is a tenant in one line.
func (t TenantChanges) inShort(in phrase.Printer) string {
	line := in.Say("tenant %s: %s", t.Tenant, t.counts(in))
	if len(t.Findings) > 0 {
		line += "; " + phrase.Of("%d {thing|things} to look at", len(t.Findings)).Say(in)
	}
	return line
}

// lost are the kinds of row that the source has none of any more: a file that is empty, or
// not there, reads like one that is meant.
func (t TenantChanges) lost(in phrase.Printer) []string {
	var lines []string
	for _, kind := range t.Emptied {
		lines = append(lines, in.Say("loses all %s that a source named: the source has none any more", rowsOf(kind)))
	}
	return lines
}

// rowsOf is what people call the rows of a kind.
func rowsOf(kind source.Kind) phrase.Phrase {
	switch kind {
	case source.Tenants:
		return phrase.Of("tenants")
	case source.Users:
		return phrase.Of("users")
	case source.Organizations:
		return phrase.Of("organizations")
	case source.Engagements:
		return phrase.Of("engagements")
	case source.Analyses:
		return phrase.Of("analyses")
	case source.Connections:
		return phrase.Of("connections")
	case source.Libraries:
		return phrase.Of("libraries")
	case source.Clients:
		return phrase.Of("clients")
	case source.Links:
		return phrase.Of("links")
	}
	return phrase.Literal(string(kind))
}

// lookAt are the kinds of row that the source lost, and the findings, some of each kind.
func (t TenantChanges) lookAt(in phrase.Printer) []string {
	var lines []string
	for _, lost := range t.lost(in) {
		lines = append(lines, "  ! "+lost)
	}
	for _, k := range findingKinds() {
		n := 0
		for _, f := range t.Findings {
			if f.Kind != k {
				continue
			}
			if n++; n <= findingsShown {
				lines = append(lines, "  ! "+f.Say(in))
			}
		}
		if n > findingsShown {
			lines = append(lines, "  ! "+in.Say("and %d more of the kind %s", n-findingsShown, k))
		}
	}
	return lines
}

// tally counts changes of one kind, or of one relation.
type tally struct{ given, taken, changed, cleared int }

func (n *tally) add(c Change) {
	switch {
	case c.Action == Add:
		n.given++
	case c.Action == Remove || c.Action == Revoke:
		n.taken++
	case c.Action == Alter || c.Action == TakeOver:
		n.changed++
	default:
		n.cleared++
	}
}

func (n tally) sum() int { return n.given + n.taken + n.changed + n.cleared }

// kindRow is a kind of change in a summary's table.
type kindRow struct {
	kind   string
	counts tally
	most   string // the relations that changed most; blank where the kind says it
}

// ofKind is the row of a kind of change; false for none. What goes without saying is not
// counted.
func (t TenantChanges) ofKind(in phrase.Printer, k kind) (kindRow, bool) {
	var all tally
	each := map[string]tally{}
	for c := range t.Changes.All() {
		if kindOfRelation(c.Relation) != k || t.follows(c) {
			continue
		}
		all.add(c)
		detail := detailOf(c.Relation).Say(in)
		n := each[detail]
		n.add(c)
		each[detail] = n
	}
	return kindRow{k.Say(in), all, mostOf(each)}, all.sum() > 0
}

// some is a number, or blank for none.
func some(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

// narrow is how many columns a summary's table has at most: what does not fit beside the
// numbers stands below them.
const narrow = 78

// kindTable is a summary's table in lines: a column for each count that any row has.
func kindTable(in phrase.Printer, rows []kindRow) []string {
	type column struct {
		title string
		of    func(tally) int
	}
	var columns []column
	wide := 0
	for _, c := range []column{
		{in.Say("given"), func(n tally) int { return n.given }}, {in.Say("taken away"), func(n tally) int { return n.taken }},
		{in.Say("changed"), func(n tally) int { return n.changed }}, {in.Say("cleared"), func(n tally) int { return n.cleared }},
	} {
		if slices.ContainsFunc(rows, func(r kindRow) bool { return c.of(r.counts) > 0 }) {
			columns = append(columns, c)
		}
	}
	for _, r := range rows {
		wide = max(wide, utf8.RuneCountInString(r.kind))
	}
	line := func(first string, cell func(column) string) string {
		text := fmt.Sprintf("  %-*s", wide, first)
		for _, c := range columns {
			text += fmt.Sprintf("%*s", 2+max(6, utf8.RuneCountInString(c.title)), cell(c))
		}
		return text
	}
	lines := []string{line("", func(c column) string { return c.title })}
	for _, r := range rows {
		text := line(r.kind, func(c column) string { return some(c.of(r.counts)) })
		switch {
		case r.most == "":
		case utf8.RuneCountInString(text+"  "+r.most) <= narrow:
			text += "  " + r.most
		default:
			lines = append(lines, strings.TrimRight(text, " "))
			text = "      " + r.most
		}
		lines = append(lines, strings.TrimRight(text, " "))
	}
	return lines
}

// detailOf is what a summary calls a relation beside its kind; blank where the kind
// says it all.
func detailOf(r schema.Relation) phrase.Sayer {
	switch r.Facts().Kind {
	case schema.KindSystemRole, schema.KindGroup:
		return labelOf(r)
	case schema.KindLink:
		return phrase.Of("%s of %s", labelOf(r), r.Type().Label())
	case schema.KindTenant:
		return r.Type().Label()
	case schema.KindParent, schema.KindContact, schema.KindIdentity:
		if parent := schema.Type(r.Name()).Label(); parent != (schema.Label{}) {
			return phrase.Of("%s of %s", parent, r.Type().Label())
		}
		return phrase.Of("%s of %s", r.Name(), r.Type().Label())
	}
	return phrase.Phrase{}
}

// mostOf names the relations that changed most, with how much.
func mostOf(each map[string]tally) string {
	delete(each, "")
	names := make([]string, 0, len(each))
	for name := range each {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(each[b].sum(), each[a].sum()), strings.Compare(a, b)) })
	var said []string
	for i, name := range names {
		if i == detailsShown {
			said = append(said, "…")
			break
		}
		n := each[name]
		for _, part := range []struct {
			sign string
			n    int
		}{{"+", n.given}, {"-", n.taken + n.cleared}, {"~", n.changed}} {
			if part.n > 0 {
				name += fmt.Sprintf(" %s%d", part.sign, part.n)
			}
		}
		said = append(said, name)
	}
	return strings.Join(said, ", ")
}

// writeHead says what comes before the tenants.
func (p Plan) writeHead(b *strings.Builder, in phrase.Printer, atMost int) {
	if p.WritesSchema {
		b.WriteString(in.Say("the engine is empty: the schema is written first") + "\n")
	}
	writeSome(b, in, p.Notices, atMost, in.Say("notices"), func(n Notice) string { return in.Say("notice: %s", schema.Escape(n.Say(in))) })
}

// writeEnd says what a plan comes to in all.
func (p Plan) writeEnd(b *strings.Builder, in phrase.Printer, atMost int) {
	writeSome(b, in, p.Unnamed, atMost, in.Say("tenants that no source names"), func(t schema.TenantID) string {
		return in.Say("the engine also has tenant %s, which no source names: it stays as it is, with everybody's access", t)
	})
	if p.Empty() {
		b.WriteString(in.Say("nothing to do") + "\n")
		return
	}
	b.WriteString(in.Say("in all: %s (that take away: %d)", phrase.Of("%d {change|changes}", p.Size()), p.Removals()) + "\n")
}

// writeSome writes a line for each of some, and how many there are besides.
func writeSome[T any](b *strings.Builder, in phrase.Printer, all []T, atMost int, what string, line func(T) string) {
	for i, one := range all {
		if i == atMost {
			b.WriteString(in.Say("and %d more %s", len(all)-i, what) + "\n")
			return
		}
		b.WriteString(line(one) + "\n")
	}
}
