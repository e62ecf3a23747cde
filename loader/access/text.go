package access

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/phrase/catalogue"
	"github.com/remit-authz/remit/schema"
)

const (
	// shownLargest is how many of the largest are shown each way.
	shownLargest = 5
	// shownResources is how many resources of each of them are.
	shownResources = 3
)

// WriteText prints a difference for people, in a language: first what is lost, then what is
// gained, each by permission and role, and the largest of it.
func (d Difference) WriteText(w io.Writer, l schema.Language) error {
	var b strings.Builder
	in := catalogue.In(l)
	if d.Empty() {
		b.WriteString(in.Say("nobody gains or loses any permission") + "\n")
	}
	if lost := d.Lost; len(lost) > 0 {
		b.WriteString(in.Say("TAKES AWAY %s, from %s", permissions(lost.Total()), users(lost.Users())) + "\n")
		for _, c := range lost.Counts() {
			b.WriteString(in.Say("  %s: %d, from %s (%s)", c.Permission, c.Total, users(c.Users), rolesText(in, c.Roles)) + "\n")
		}
		lost.writeLargest(&b, in, "-")
	}
	if gained := d.Gained; len(gained) > 0 {
		b.WriteString(in.Say("gives %s, to %s", permissions(gained.Total()), users(gained.Users())) + "\n")
		for _, c := range gained.Counts() {
			b.WriteString(in.Say("  %s: %d, to %s (%s)", c.Permission, c.Total, users(c.Users), rolesText(in, c.Roles)) + "\n")
		}
		gained.writeLargest(&b, in, "+")
	}
	if !d.Empty() {
		b.WriteString(in.Say("in all: %s taken away, %d given, each user on each resource", permissions(d.Lost.Total()), d.Gained.Total()) + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (all Entries) writeLargest(b *strings.Builder, in phrase.Printer, sign string) {
	b.WriteString("  " + in.Say("the largest") + "\n")
	for _, g := range all.Largest(len(all)).grouped(shownLargest) {
		b.WriteString(in.Say("    %s %s on %s: %s", sign, g.user, examplesText(in, g.resources), strings.Join(g.permissions, ", ")) + "\n")
	}
}

// group is permissions that one user gains, or loses, on the same resources.
type group struct {
	user        schema.Ref
	resources   []schema.Ref
	permissions []string // without their type, which is that of the resources
}

// grouped are the first n groups of entries.
func (all Entries) grouped(n int) []group {
	var groups []group
	for _, s := range all {
		resources := s.Resources()
		same := func(g group) bool { return g.user == s.User && slices.Equal(g.resources, resources) }
		if i := slices.IndexFunc(groups, same); i >= 0 {
			groups[i].permissions = append(groups[i].permissions, s.Permission.Name())
			continue
		}
		if len(groups) == n {
			break
		}
		groups = append(groups, group{s.User, resources, []string{s.Permission.Name()}})
	}
	return groups
}

func permissions(n int) phrase.Phrase { return phrase.Of("%d {permission|permissions}", n) }

func users(n int) phrase.Phrase { return phrase.Of("%d {user|users}", n) }

func rolesText(in phrase.Printer, counts []RoleCount) string {
	texts := make([]string, len(counts))
	for i, c := range counts {
		name := in.Say("no role")
		if c.Role != "" {
			name = c.Role.Label().Say(in)
		}
		texts[i] = fmt.Sprintf("%s %d", name, c.Total)
	}
	return strings.Join(texts, ", ")
}

func examplesText(in phrase.Printer, refs []schema.Ref) string {
	var texts []string
	for _, r := range refs[:min(len(refs), shownResources)] {
		texts = append(texts, r.String())
	}
	text := strings.Join(texts, ", ")
	if more := len(refs) - len(texts); more > 0 {
		text += in.Say(" and %d more", more)
	}
	return text
}
