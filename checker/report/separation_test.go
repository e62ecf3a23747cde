package report_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/remit-authz/remit/checker/report"
	"github.com/remit-authz/remit/schema"
)

// made is a report over a moment.
func made(t *testing.T, name string, o report.Options) report.Made {
	t.Helper()
	r, err := report.Find(name)
	if err != nil {
		t.Fatal(err)
	}
	all, err := r.Make(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// rows of each role: of clients there are ten permissions, and four of the tenant that
// open them; of the audit platform's objects, 7, 15, 2 and 1.
var separated = map[string]int{
	"application_manager": 10 + 4 + 25, "app_admin": 10 + 4 + 1, "user_admin": 10 + 4 + 25, "organization_creator": 10 + 4 + 25, "standard_user": 10 + 4 + 25,
	"external_client": 10 + 4 + 25, "practitioner": 9, "supervisor": 10 + 4, "secretary": 11, "analyst": 12,
}

func TestRolesLeadToNothingTheyMustNot(t *testing.T) {
	all := made(t, "separation", report.Options{Moment: moment(t, nil)})
	found := map[string]int{}
	for _, row := range all.Rows {
		found[row[0]]++
		if row[4] != "proved" || row[5] != "" {
			t.Errorf("%v", row)
		}
	}
	for role, want := range separated {
		if found[role] != want {
			t.Errorf("%s: %d rows, want %d", role, found[role], want)
		}
	}
	if all.Failed != 0 || len(found) != len(separated) {
		t.Errorf("%d failed, of %v", all.Failed, found)
	}
}

// Where every role gives every permission, no promise holds: each is refuted, by data.
func TestEveryPromiseCanFail(t *testing.T) {
	definition, text := "", strings.Builder{}
	permission := regexp.MustCompile(`^(\tpermission \w+ = )(.*)$`)
	for line := range strings.Lines(schema.Text()) {
		if name, is := strings.CutPrefix(line, "definition "); is {
			definition, _, _ = strings.Cut(name, " ")
		}
		parts := permission.FindStringSubmatch(strings.TrimRight(line, "\n"))
		if parts == nil {
			text.WriteString(line)
			continue
		}
		text.WriteString(parts[1] + "(" + parts[2] + ")")
		for role := range separated {
			if definition == "tenant" {
				text.WriteString(" + " + role)
			} else {
				text.WriteString(" + tenant.all(" + role + ")")
			}
		}
		text.WriteString("\n")
	}
	all := made(t, "separation", report.Options{Moment: under(t, text.String(), nil)})
	for _, row := range all.Rows {
		if row[4] != "refuted" || !strings.Contains(row[5], "tenant:example#"+row[0]+"@user:example/somebody") {
			t.Errorf("%v", row)
		}
	}
	if all.Failed != len(all.Rows) || len(all.Rows) == 0 {
		t.Errorf("%d of %d failed", all.Failed, len(all.Rows))
	}
}
