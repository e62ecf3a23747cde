package loader

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

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

// WriteSummary prints for people what a plan comes to, in some 60 lines at most
// however large it is: by tenant and kind, what to look at and what is largest
// first, and where a tenant has few changes, those. WriteText prints every change.
func (p Plan) WriteSummary(w io.Writer) error {
	var b strings.Builder
	p.writeHead(&b, namesShown)
	tenants := slices.Clone(p.Tenants)
	slices.SortStableFunc(tenants, func(a, b TenantChanges) int {
		return cmp.Or(cmp.Compare(len(b.Findings), len(a.Findings)), cmp.Compare(len(b.Changes), len(a.Changes)))
	})
	used, short := 0, 0
	for i, t := range tenants {
		lines := t.summary()
		switch {
		case i == 0 || used+len(lines) <= summaryLines:
			used += len(lines)
			b.WriteString(strings.Join(lines, "\n") + "\n")
		case short < shortTenants:
			short++
			b.WriteString(t.inShort() + "\n")
		default:
			fmt.Fprintf(&b, "and %s\n", counted(len(tenants)-i, "tenant more", "tenants more"))
			p.writeEnd(&b, namesShown)
			_, err := io.WriteString(w, b.String())
			return err
		}
	}
	p.writeEnd(&b, namesShown)
	_, err := io.WriteString(w, b.String())
	return err
}

// summary is a tenant in lines.
func (t TenantChanges) summary() []string {
	if len(t.Changes) == 0 {
		return []string{fmt.Sprintf("tenant %s: no changes (%d relationships)", t.Tenant, t.Before)}
	}
	lines := []string{fmt.Sprintf("tenant %s: %s (%d relationships now)", t.Tenant, t.counts(), t.Before)}
	lines = append(lines, t.lookAt()...)
	lines = append(lines, fmt.Sprintf("  %-20s%9s%12s%9s%9s", "", "given", "taken away", "changed", "cleared"))
	for _, k := range kinds() {
		if line, ok := t.ofKind(k); ok {
			lines = append(lines, line)
		}
	}
	if said := t.sentences(); len(said) <= spelledOut {
		lines = append(lines, said...)
	}
	if given, taken := t.access(); given+taken > 0 {
		lines = append(lines, fmt.Sprintf("  permissions, each user on each resource: %d taken away, %d given", taken, given))
	}
	return lines
}

// sentences are all changes that do not go without saying, what takes away first.
func (t TenantChanges) sentences() []string {
	var lines []string
	for _, s := range sections() {
		for _, c := range t.Changes {
			if c.Action == s.action && !t.follows(c) {
				lines = append(lines, "    "+s.sign+" "+c.sentence())
			}
		}
	}
	return lines
}

// inShort is a tenant in one line.
func (t TenantChanges) inShort() string {
	line := fmt.Sprintf("tenant %s: %s", t.Tenant, t.counts())
	if len(t.Findings) > 0 {
		line += fmt.Sprintf("; %s to look at", counted(len(t.Findings), "thing", "things"))
	}
	return line
}

// lookAt are the findings, some of each kind.
func (t TenantChanges) lookAt() []string {
	var lines []string
	for _, k := range findingKinds() {
		n := 0
		for _, f := range t.Findings {
			if f.Kind != k {
				continue
			}
			if n++; n <= findingsShown {
				lines = append(lines, "  ! "+f.String())
			}
		}
		if n > findingsShown {
			lines = append(lines, fmt.Sprintf("  ! and %d more of the kind %s", n-findingsShown, k))
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
	case c.Action == Remove:
		n.taken++
	case c.Action == Alter || c.Action == TakeOver:
		n.changed++
	default:
		n.cleared++
	}
}

func (n tally) sum() int { return n.given + n.taken + n.changed + n.cleared }

// ofKind is the line of a kind of change, with the relations that changed most;
// false for none. What goes without saying is not counted.
func (t TenantChanges) ofKind(k kind) (string, bool) {
	var all tally
	each := map[string]tally{}
	for _, c := range t.Changes {
		if kindOfRelation(c.Relation) != k || t.follows(c) {
			continue
		}
		all.add(c)
		n := each[detailOf(c.Relation)]
		n.add(c)
		each[detailOf(c.Relation)] = n
	}
	if all.sum() == 0 {
		return "", false
	}
	line := fmt.Sprintf("  %-20s%9s%12s%9s%9s", k, some(all.given), some(all.taken), some(all.changed), some(all.cleared))
	if details := mostOf(each); details != "" {
		line += "  " + details
	}
	return strings.TrimRight(line, " "), true
}

// some is a number, or blank for none.
func some(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

// detailOf is what a summary calls a relation beside its kind; blank where the kind
// says it all.
func detailOf(r schema.Relation) string {
	switch r.Facts().Kind {
	case schema.KindSystemRole, schema.KindGroup:
		return labelOf(r)
	case schema.KindLink:
		return labelOf(r) + " of " + r.Type().Label().In(schema.English)
	case schema.KindTenant:
		return r.Type().Label().In(schema.English)
	case schema.KindParent, schema.KindContact, schema.KindIdentity:
		return r.Name() + " of " + r.Type().Label().In(schema.English)
	}
	return ""
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
func (p Plan) writeHead(b *strings.Builder, atMost int) {
	if p.WritesSchema {
		b.WriteString("the engine is empty: the schema is written first\n")
	}
	writeSome(b, p.Notices, atMost, "notices", func(notice string) string { return "notice: " + schema.Escape(notice) })
}

// writeEnd says what a plan comes to in all.
func (p Plan) writeEnd(b *strings.Builder, atMost int) {
	writeSome(b, p.Unnamed, atMost, "tenants that no source names", func(t schema.TenantID) string {
		return fmt.Sprintf("the engine also has tenant %s, which no source names: it stays as it is, with everybody's access", t)
	})
	if p.Empty() {
		b.WriteString("nothing to do\n")
		return
	}
	fmt.Fprintf(b, "in all: %s, of which %d take away\n", counted(p.Size(), "change", "changes"), p.Removals())
}

// writeSome writes a line for each of some, and how many there are besides.
func writeSome[T any](b *strings.Builder, all []T, atMost int, what string, line func(T) string) {
	for i, one := range all {
		if i == atMost {
			fmt.Fprintf(b, "and %d more %s\n", len(all)-i, what)
			return
		}
		b.WriteString(line(one) + "\n")
	}
}
