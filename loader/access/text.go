package access

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/remit-authz/remit/schema"
)

const (
	// shownLargest is how many of the largest are shown each way.
	shownLargest = 5
	// shownResources is how many resources of each of them are.
	shownResources = 3
)

// WriteText prints a difference for people: first what is lost, then what is
// gained, each by permission and role, and the largest of it.
func (d Difference) WriteText(w io.Writer) error {
	var b strings.Builder
	if d.Empty() {
		b.WriteString("nobody gains or loses any permission\n")
	}
	d.Lost.writeText(&b, "TAKES AWAY", "from", "-")
	d.Gained.writeText(&b, "gives", "to", "+")
	if !d.Empty() {
		fmt.Fprintf(&b, "in all: %s taken away, %d given, each user on each resource\n", counted(d.Lost.Total(), "permission"), d.Gained.Total())
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (all Entries) writeText(b *strings.Builder, title, whom, sign string) {
	if len(all) == 0 {
		return
	}
	fmt.Fprintf(b, "%s %s, %s %s\n", title, counted(all.Total(), "permission"), whom, counted(all.Users(), "user"))
	for _, c := range all.Counts() {
		fmt.Fprintf(b, "  %s: %d, %s %s (%s)\n", c.Permission, c.Total, whom, counted(c.Users, "user"), rolesText(c.Roles))
	}
	b.WriteString("  the largest\n")
	for _, g := range all.Largest(len(all)).grouped(shownLargest) {
		fmt.Fprintf(b, "    %s %s on %s: %s\n", sign, g.user, examplesText(g.resources), strings.Join(g.permissions, ", "))
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

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func rolesText(counts []RoleCount) string {
	texts := make([]string, len(counts))
	for i, c := range counts {
		name := "no role"
		if c.Role != "" {
			name = c.Role.Label().In(schema.English)
		}
		texts[i] = fmt.Sprintf("%s %d", name, c.Total)
	}
	return strings.Join(texts, ", ")
}

func examplesText(refs []schema.Ref) string {
	var texts []string
	for _, r := range refs[:min(len(refs), shownResources)] {
		texts = append(texts, r.String())
	}
	text := strings.Join(texts, ", ")
	if more := len(refs) - len(texts); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}
