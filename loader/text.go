package loader

import (
	"fmt"
	"io"
	"math"
	"sort"
	"strings"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/phrase/catalogue"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// WriteText prints every change of a plan for people, in a language: for each tenant first what it
// takes away, then what it changes and what it gives.
func (p Plan) WriteText(w io.Writer, l schema.Language) error {
	var b strings.Builder
	in := catalogue.In(l)
	p.writeHead(&b, in, math.MaxInt)
	for _, t := range p.Tenants {
		t.writeText(&b, in)
	}
	p.writeEnd(&b, in, math.MaxInt)
	_, err := io.WriteString(w, b.String())
	return err
}

func (t TenantChanges) writeText(b *strings.Builder, in phrase.Printer) {
	if t.Changes.Len() == 0 {
		b.WriteString(in.Say("tenant %s: no changes (%d {relationship|relationships})", t.Tenant, t.Before) + "\n")
		return
	}
	b.WriteString(in.Say("tenant %s: %s (%d {relationship|relationships} now)", t.Tenant, t.counts(in), t.Before) + "\n")
	if given, taken := t.access(); given+taken > 0 {
		b.WriteString("  " + in.Say("permissions, each user on each resource: %d taken away, %d given", taken, given) + "\n")
	}
	for _, lost := range t.lost(in) {
		fmt.Fprintf(b, "  ! %s\n", lost)
	}
	for _, f := range t.Findings {
		b.WriteString("  ! " + f.Say(in) + "\n")
	}
	for _, s := range sections() {
		t.writeSection(b, in, s.title.Say(in), s.action, s.sign)
	}
}

// section is the part of a plan's text that has the changes of one action.
type section struct {
	title  phrase.Phrase
	action Action
	sign   string
}

// sections are in the order in which a plan prints them.
func sections() []section {
	return []section{
		{phrase.Of("TAKES AWAY"), Remove, "-"},
		{phrase.Of("TAKES AWAY, written by an application, as somebody decided who may"), Revoke, "-"},
		{phrase.Of("CLEARS AWAY, written by an application for what is gone"), ClearOrphan, "-"},
		{phrase.Of("CLEARS AWAY, written with a time of its own, so that no clock ends it"), ClearStoredNow, "-"},
		{phrase.Of("CLEARS AWAY, as the tenant goes as a whole"), Erase, "-"},
		{phrase.Of("TAKES OVER, made by an application and now named by the source"), TakeOver, "~"},
		{phrase.Of("changes"), Alter, "~"},
		{phrase.Of("gives"), Add, "+"},
	}
}

func (t TenantChanges) counts(in phrase.Printer) string {
	return in.Say("%d taken away, %d cleared away, %d changed, %d given",
		t.count(Remove, Revoke), t.count(ClearOrphan, ClearStoredNow, Erase), t.count(Alter, TakeOver), t.count(Add))
}

func (t TenantChanges) writeSection(b *strings.Builder, in phrase.Printer, title string, action Action, sign string) {
	if t.count(action) == 0 {
		return
	}
	fmt.Fprintf(b, "  %s\n", title)
	for _, k := range kinds() {
		t.writeKind(b, in, action, k, sign)
	}
}

func (t TenantChanges) writeKind(b *strings.Builder, in phrase.Printer, action Action, k kind, sign string) {
	var lines []string
	folded := 0
	for c := range t.Changes.All() {
		switch {
		case c.Action != action || kindOfRelation(c.Relation) != k:
		case t.follows(c):
			folded++
		default:
			lines = append(lines, c.sentence(in))
		}
	}
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(b, "    %s: %d", k.Say(in), len(lines))
	if folded > 0 {
		b.WriteString(in.Say(", and %d {relationship that follows|relationships that follow} from them", folded))
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
	i := sort.Search(t.Changes.Len(), func(i int) bool { return t.Changes.At(i).Compare(whole) >= 0 })
	return i < t.Changes.Len() && t.Changes.At(i).Compare(whole) == 0
}
