package loader

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// WriteText prints every change of a plan for people: for each tenant first what it
// takes away, then what it changes and what it gives.
func (p Plan) WriteText(w io.Writer) error {
	var b strings.Builder
	p.writeHead(&b, math.MaxInt)
	for _, t := range p.Tenants {
		t.writeText(&b)
	}
	p.writeEnd(&b, math.MaxInt)
	_, err := io.WriteString(w, b.String())
	return err
}

func (t TenantChanges) writeText(b *strings.Builder) {
	if len(t.Changes) == 0 {
		fmt.Fprintf(b, "tenant %s: no changes (%d relationships)\n", t.Tenant, t.Before)
		return
	}
	fmt.Fprintf(b, "tenant %s: %s (%d relationships now)\n", t.Tenant, t.counts(), t.Before)
	if given, taken := t.access(); given+taken > 0 {
		fmt.Fprintf(b, "  permissions, each user on each resource: %d taken away, %d given\n", taken, given)
	}
	for _, f := range t.Findings {
		fmt.Fprintf(b, "  ! %s\n", f)
	}
	for _, s := range sections() {
		t.writeSection(b, s.title, s.action, s.sign)
	}
}

// section is the part of a plan's text that has the changes of one action.
type section struct {
	title  string
	action Action
	sign   string
}

// sections are in the order in which a plan prints them.
func sections() []section {
	return []section{
		{"TAKES AWAY", Remove, "-"},
		{"CLEARS AWAY, written by an application for what is gone", ClearOrphan, "-"},
		{"CLEARS AWAY, written with a time of its own, so that no clock ends it", ClearStoredNow, "-"},
		{"CLEARS AWAY, as the tenant goes as a whole", Erase, "-"},
		{"TAKES OVER, made by an application and now named by the source", TakeOver, "~"},
		{"changes", Alter, "~"},
		{"gives", Add, "+"},
	}
}

func (t TenantChanges) counts() string {
	return fmt.Sprintf("%d taken away, %d cleared away, %d changed, %d given",
		t.count(Remove), t.count(ClearOrphan, ClearStoredNow, Erase), t.count(Alter, TakeOver), t.count(Add))
}

func (t TenantChanges) writeSection(b *strings.Builder, title string, action Action, sign string) {
	if t.count(action) == 0 {
		return
	}
	fmt.Fprintf(b, "  %s\n", title)
	for _, k := range kinds() {
		t.writeKind(b, action, k, sign)
	}
}

func (t TenantChanges) writeKind(b *strings.Builder, action Action, k kind, sign string) {
	var lines []string
	folded := 0
	for _, c := range t.Changes {
		switch {
		case c.Action != action || kindOfRelation(c.Relation) != k:
		case t.follows(c):
			folded++
		default:
			lines = append(lines, c.sentence())
		}
	}
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(b, "    %s: %d", k, len(lines))
	if folded > 0 {
		fmt.Fprintf(b, ", and %d relationships that follow from them", folded)
	}
	b.WriteString("\n")
	for _, line := range lines {
		fmt.Fprintf(b, "      %s %s\n", sign, line)
	}
}

// follows says whether a change goes without saying, because the account as a
// whole comes or goes with it.
func (t TenantChanges) follows(c Change) bool {
	foreignOwner := c.Relation == schema.AccountOwner && c.Subject.ID != c.Resource.ID
	if c.Resource.Type != schema.TypeAccount || c.Relation == schema.AccountTenant || foreignOwner {
		return false
	}
	whole := Relationship{Resource: c.Resource, Relation: schema.AccountTenant, Subject: relation.ObjectOf(schema.TenantRef(t.Tenant))}
	_, found := slices.BinarySearchFunc(t.Changes, whole, func(other Change, r Relationship) int { return other.Compare(r) })
	return found
}
