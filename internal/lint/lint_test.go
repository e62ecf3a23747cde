package lint_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/remit-authz/remit/internal/lint"
)

// found are the findings in a schema, each as "LINE: RULE".
func found(t *testing.T, text string) []string {
	t.Helper()
	s, err := lint.Parse("test.zed", text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	findings, err := s.Findings()
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, f := range findings {
		about, _, _ := strings.Cut(strings.TrimPrefix(f.String(), "test.zed:"), ": permission")
		about, _, _ = strings.Cut(about, ": relation")
		all = append(all, about)
	}
	return all
}

// before stands before every schema of the tables: what it defines starts at
// line 9.
const before = `use expiration
use self
caveat flagged(flag bool) { flag }
caveat other(flag bool) { flag }
definition user {}
definition team {
	relation member: user
	relation lead: user
}
`

// row is one schema, and the rules that find something in it.
type row struct {
	why, schema string
	want        []string
}

func test(t *testing.T, rows []row) {
	t.Helper()
	for _, r := range rows {
		if diff := cmp.Diff(r.want, found(t, before+r.schema)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", r.why, diff)
		}
	}
}

// relations is a type with two relations and a permission, each on its line.
func permission(expression string) string {
	return `definition doc {
	relation aaa: user
	relation bbb: user
	relation par: team
	relation flag: team with flagged
	relation ends: team with expiration
	permission ppp = ` + expression + `
}`
}

func TestAllBesideArrow(t *testing.T) {
	doc := func(body string) string {
		return "definition doc {\n\trelation par: doc | team\n\trelation own: user\n\t" + body + "\n}"
	}
	test(t, []row{
		{"beside", doc("permission view = own + par->view\n\tpermission share = par.all(view)"), []string{"13: recursion", "14: all-beside-arrow"}},
		{"in one permission", doc("permission view = own + (par.any(view) & par.all(view))"), []string{"13: all-beside-arrow", "13: recursion"}},
		{"to another name", doc("permission view = own + par->view\n\tpermission other = own\n\tpermission share = par.all(other)"), []string{"13: recursion"}},
		{"both all", doc("permission member = own\n\tpermission a_all = par.all(member)\n\tpermission b_all = par.all(member)"), nil},
		{"not its own parent", "definition doc {\n\trelation par: team\n\tpermission view = par->member\n\tpermission share = par.all(member)\n}", nil},
	})
}

func TestSubtractedExpression(t *testing.T) {
	finding := []string{"16: subtracted-expression"}
	test(t, []row{
		{"a sum", permission("aaa - (bbb + par->member)"), finding},
		{"a common part", permission("aaa - (bbb & par->member)"), finding},
		{"a difference", permission("aaa - (bbb - par->member)"), finding},
		{"further down", permission("bbb & (aaa - (bbb + par->member))"), finding},
		{"as the third", permission("aaa - bbb - (bbb + par->member)"), finding},
		{"on a line of its own", permission("aaa -\n\t\t(bbb +\n\t\tpar->member)"), []string{"17: subtracted-expression"}},
		{"a name", permission("aaa - bbb"), nil},
		{"a name in parentheses", permission("aaa - (bbb)"), nil},
		{"two names", permission("aaa - bbb - par"), nil},
		{"an arrow", permission("aaa - par->member"), nil},
		{"an arrow to all", permission("aaa - par.all(member)"), nil},
		{"from an expression", permission("(aaa + bbb) - par->member"), nil},
	})
}

func TestCaveatsUnderAll(t *testing.T) {
	finding := []string{"16: caveats-under-all"}
	test(t, []row{
		{"a caveat", permission("flag.all(member)"), finding},
		{"a caveat, further down", permission("aaa + (bbb & flag.all(member))"), finding},
		{"one of the types", "definition doc {\n\trelation par: team | user with flagged\n\tpermission ppp = par.all(member)\n}", []string{"12: caveats-under-all"}},
		{"a caveat, to any", permission("flag.any(member)"), nil},
		{"a caveat, by an arrow", permission("flag->member"), nil},
		{"an end", permission("ends.all(member)"), nil},
		{"no condition", permission("par.all(member)"), nil},
	})
}

func TestSkippedCondition(t *testing.T) {
	relation := func(types string) string { return "definition doc {\n\trelation par: " + types + "\n}" }
	finding := []string{"11: skipped-condition"}
	test(t, []row{
		{"an end", relation("team with expiration | team#lead"), finding},
		{"a caveat", relation("team with flagged | team#lead"), finding},
		{"in the other order", relation("team#lead | team with flagged"), finding},
		{"the type without, its relation with", relation("team | team#lead with flagged"), finding},
		{"two of its relations", relation("team#member | team#lead with flagged"), finding},
		{"both have an end, one a caveat", relation("team with flagged and expiration | team#lead with expiration"), finding},
		{"both have a caveat, one an end", relation("team with flagged and expiration | team#lead with flagged"), finding},
		{"a caveat here, an end there", relation("team with flagged | team#lead with expiration"), finding},
		{"a wildcard under a condition", relation("team:* with flagged | team#lead"), finding},
		{"a wildcard under a condition, the type without", relation("team:* with flagged | team"), finding},
		{"beside another type", relation("user | team with flagged | team#lead"), finding},
		{"the same end", relation("team with expiration | team#lead with expiration"), nil},
		{"the same caveat", relation("team with flagged | team#lead with flagged"), nil},
		{"two caveats", relation("team with flagged | team#lead with other"), nil},
		{"the same type with and without", relation("team | team with flagged"), nil},
		{"a wildcard without", relation("team with flagged | team:*"), nil},
		{"a wildcard of a type without relations", relation("user:* with flagged | user"), nil},
		{"another type", relation("user with expiration | team#lead"), nil},
		{"no condition", relation("team | team#lead"), nil},
	})
}

func TestMixedOperators(t *testing.T) {
	for expression, refused := range map[string]bool{
		"aaa & bbb + ccc":                          true,
		"aaa + bbb & ccc":                          true,
		"aaa - bbb & ccc":                          true,
		"aaa & (bbb - ccc + ddd)":                  true,
		"(aaa & bbb) + ccc & ddd":                  true,
		"par.all(aaa) & par.all(bbb) + ccc":        true,
		"par->aaa & par->bbb + ccc":                true,
		"aaa &\n\t\tbbb +\n\t\tccc":                true,
		"aaa & /* or */ bbb // and\n":              false,
		"aaa & (bbb + ccc)":                        false,
		"(aaa & bbb) - ccc":                        false,
		"aaa + bbb + ccc":                          false,
		"aaa & (bbb + (ccc - ddd)) & eee":          false,
		"par.all(aaa) & (par.all(bbb) + ccc)":      false,
		"par->aaa":                                 false,
		"aaa\n\trelation other: user // a + b & c": false,
		"aaa & bbb\n\tpermission other = aaa + bbb\n\trelation last: team#... | user": false,
	} {
		names := "aaa: user\n\trelation bbb: user\n\trelation ccc: user\n\trelation ddd: user\n\trelation eee: user"
		text := "caveat sum(a int, b int) {\n\ta + b - a > 3 && (a == 2)\n}\ndefinition user {}\ndefinition team {\n\trelation " + names +
			"\n}\ndefinition doc {\n\trelation par: team\n\trelation " + names + "\n\tpermission ppp = " + expression + "\n\tpermission qqq = aaa\n}"
		got := slices.DeleteFunc(found(t, text), func(f string) bool { return !strings.HasSuffix(f, "mixed-operators") })
		if (len(got) > 0) != refused {
			t.Errorf("%s: got %v, want refused: %t", expression, got, refused)
		}
	}
	test(t, []row{{"the line is the second operator's", permission("aaa &\n\t\tbbb +\n\t\tpar->member"), []string{"17: mixed-operators"}}})
}

func TestNobody(t *testing.T) {
	finding := []string{"16: nobody"}
	test(t, []row{
		{"two types at once", permission("aaa & par"), finding},
		{"what it starts from", permission("aaa - aaa"), finding},
		{"what it starts from, later", permission("aaa - bbb - aaa"), finding},
		{"nil in an intersection", permission("aaa & nil"), finding},
		{"sums of it", permission("nil + (aaa & par)"), finding},
		{"a type without what is asked", permission("par->nosuch"), finding},
		{"a document is not its own reader", permission("self & aaa"), finding},
		{"only itself", "definition doc {\n\trelation par: doc\n\tpermission ppp = par->ppp\n}", []string{"12: nobody", "12: recursion"}},
		{"by its name", permission("par & bbb\n\tpermission qqq = ppp & aaa"), []string{"16: nobody", "17: nobody"}},
		{"nil alone, on purpose", permission("nil"), nil},
		{"one type", permission("aaa & bbb"), nil},
		{"one of two types", permission("aaa & (par + bbb)"), nil},
		{"members of the type asked for", permission("aaa & par->member"), nil},
		{"another is subtracted", permission("aaa - bbb"), nil},
		{"one of the types has it", "definition doc {\n\trelation par: doc | team\n\tpermission ppp = par->member\n}", nil},
		{"members, or members of members", "definition doc {\n\trelation aaa: team#member\n\trelation bbb: user\n\tpermission ppp = aaa & bbb\n}", nil},
		{"a wildcard", "definition doc {\n\trelation aaa: user:*\n\trelation bbb: user\n\tpermission ppp = aaa & bbb\n}", nil},
		{"the document itself", "definition doc {\n\trelation aaa: doc\n\tpermission ppp = self & aaa\n}", nil},
	})
}

func TestRecursion(t *testing.T) {
	test(t, []row{
		{"groups of groups", "definition group {\n\trelation member: user | group#member\n}", []string{"11: recursion"}},
		{"folders in folders", "definition folder {\n\trelation parent: folder\n\trelation reader: user\n\tpermission read = reader + parent->read\n}", []string{"13: recursion"}},
		{"by another type, once", "definition aaa {\n\trelation above: bbb\n\trelation reader: user\n\tpermission read = reader + above->read\n}\ndefinition bbb {\n\trelation above: aaa\n\tpermission read = above->read\n}", []string{"13: recursion"}},
		{"by two names", "definition aaa {\n\trelation above: aaa\n\trelation reader: user\n\tpermission read = reader + above->see\n\tpermission see = read\n}", []string{"13: recursion"}},
		{"to its type, no further", "definition folder {\n\trelation parent: folder\n\trelation reader: user\n\tpermission read = reader + parent->reader\n}", nil},
		{"a group in a group, no further", "definition group {\n\trelation direct: user\n\trelation member: user | group#direct\n}", nil},
		{"documents of one type", permission("par->member"), nil},
	})
}
