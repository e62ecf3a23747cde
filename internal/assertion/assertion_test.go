package assertion_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"github.com/remit-authz/remit/internal/assertion"
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/relation/relationtest"
	"github.com/remit-authz/remit/schema"
)

var now = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)

// hold holds a schema, and data where there is some, to one rule.
func hold(t *testing.T, text, rule string, data ...string) ([]string, error) {
	t.Helper()
	f, err := assertion.Parse([]byte("assertions:\n- " + rule))
	if err != nil {
		return nil, err
	}
	var s *eval.Snapshot
	if len(data) > 0 {
		if s, err = eval.New(text); err != nil {
			t.Fatal(err)
		}
		var changes []relation.Change
		for _, one := range data {
			changes = append(changes, relation.Change{Relationship: relationtest.Of(one)})
		}
		if s, err = s.With(changes); err != nil {
			t.Fatal(err)
		}
	}
	results, err := assertion.Hold(f, text, s, now, nil)
	if err != nil {
		return nil, err
	}
	if results[0].Holds != (len(results[0].Because) == 0) {
		t.Errorf("%s: %+v", rule, results)
	}
	return results[0].Because, nil
}

// What is proven of the definition.
func TestOfTheSchema(t *testing.T) {
	const nested = `
definition user {}
definition group {
  relation member: user | group#member
  permission all = member
}
definition doc {
  relation reader: user | group#all
  relation barred: user
  relation excused: user
  relation parent: doc
  permission read = (reader - (barred - excused)) + parent->read
  permission safe = reader - barred
}`
	for _, tt := range []struct{ why, text, rule, fails string }{
		{"remit's application managers read no dossier", schema.Text(), "no_path: {from: application_manager, to: client#view_dossier}", ""},
		{"nor an account", schema.Text(), "no_path: {from: application_manager, to: client#view_account}", ""},
		{"a practitioner may", schema.Text(), "no_path: {from: practitioner, to: client#view_dossier}", "client#view_dossier <- client#in_caseload <- tenant#active_practitioner <- tenant#practitioner"},
		{"a dossier is read through four links only", schema.Text(), "only: {to: client#view_dossier, through: [client#practitioner, client#supervisor, client#emergency, client#login]}", ""},
		{"and one that is left out is found", schema.Text(), "only: {to: client#view_dossier, through: [client#practitioner, client#supervisor, client#emergency]}", "without them: client#login, client#tenant, tenant#member"},
		{"nothing without an active account", schema.Text(), "only: {to: client#view_dossier, through: [member]}", ""},
		{"what is followed is barred too", schema.Text(), "only: {to: client#view_dossier, through: [client#tenant]}", ""},
		{"a bar gives nothing", nested, "no_path: {from: doc#barred, to: doc#safe}", ""},
		{"what lifts a bar gives", nested, "no_path: {from: doc#excused, to: doc#read}", "doc#read <- doc#excused"},
		{"through a group of groups", nested, "no_path: {from: group#member, to: doc#read}", "doc#read <- doc#reader <- group#all <- group#member"},
		{"what an arrow follows", nested, "no_path: {from: doc#parent, to: doc#read}", "doc#read <- doc#parent"},
		{"a permission that comes back to itself", nested, "only: {to: doc#read, through: [doc#reader]}", ""},
		{"a group without itself", nested, "only: {to: group#all, through: [group#member]}", ""},
		{"what is subtracted counts as if it were not", nested, "only: {to: doc#safe, through: [doc#barred]}", "without them: doc#reader"},
	} {
		because, err := hold(t, tt.text, tt.rule)
		if err != nil || strings.Join(because, "; ") != tt.fails {
			t.Errorf("%s: %q (%v), want %q", tt.why, because, err, tt.fails)
		}
	}
}

// A walk down every way through thirty diamonds did not end: there are 2³⁰.
func TestDiamonds(t *testing.T) {
	var b strings.Builder
	b.WriteString("definition user {}\ndefinition doc {\n  relation reader: user\n  relation writer: user\n  permission p00 = reader + writer\n")
	for i := range 30 {
		fmt.Fprintf(&b, "  permission a%02d = p%02d & reader\n  permission b%02d = p%02d & writer\n  permission p%02d = a%02d + b%02d\n", i, i, i, i, i+1, i, i)
	}
	b.WriteString("}")
	for _, tt := range []struct{ rule, fails string }{
		{"only: {to: doc#p30, through: [doc#reader, doc#writer]}", ""},
		{"only: {to: doc#p30, through: [doc#reader]}", "without them: doc#writer"},
		{"no_path: {from: doc#reader, to: doc#p30}", "doc#p30 <- doc#a29"},
	} {
		because, err := hold(t, b.String(), tt.rule)
		if got := strings.Join(because, "; "); err != nil || tt.fails == "" && got != "" || !strings.HasPrefix(got, tt.fails) {
			t.Errorf("%s: %q (%v), want %q", tt.rule, got, err, tt.fails)
		}
	}
}

// What suffices through members that come back to each other, held to a walk down every
// way, on random schemas.
func TestWhatSufficesIsAsByEveryWay(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	operators := []string{" + ", " & ", " - "}
	for range 400 {
		const relations, permissions = 4, 6
		var b strings.Builder
		b.WriteString("definition user {}\ndefinition doc {\n")
		for i := range relations {
			fmt.Fprintf(&b, "  relation rel%d: user | doc#per%d\n", i, random.IntN(permissions))
		}
		b.WriteString("  relation parent: doc\n")
		pick := func() string {
			switch n := random.IntN(10); {
			case n < 5:
				return fmt.Sprintf("rel%d", random.IntN(relations))
			case n < 9:
				return fmt.Sprintf("per%d", random.IntN(permissions))
			default:
				return fmt.Sprintf("parent->per%d", random.IntN(permissions))
			}
		}
		for i := range permissions {
			fmt.Fprintf(&b, "  permission per%d = (%s%s%s)%s%s\n", i, pick(), operators[random.IntN(3)], pick(), operators[random.IntN(3)], pick())
		}
		b.WriteString("}")
		var barred []string
		for i := range relations {
			if random.IntN(2) == 0 {
				barred = append(barred, fmt.Sprintf("doc#rel%d", i))
			}
		}
		for i := range permissions {
			found, alone, every, err := assertion.Suffices(b.String(), fmt.Sprintf("doc#per%d", i), barred)
			if err != nil {
				t.Fatal(err)
			}
			if found != every || found != alone {
				t.Errorf("doc#per%d without %v: %t, by what was found alone %t, by a walk down every way %t, in\n%s", i, barred, found, alone, every, b.String())
			}
		}
	}
}

var world = []string{
	"tenant:a#member@user:a/ada", "tenant:a#member@user:a/bo", "tenant:a#member@user:a/cas",
	"tenant:a#app_admin@user:a/ada", "tenant:a#app_admin@user:a/bo", "tenant:a#app_admin@user:a/gone",
	"tenant:a#application_manager@user:a/ada", "tenant:a#practitioner@user:a/cas", "tenant:a#practitioner@user:a/gone", "tenant:a#application_manager@user:a/gone",
	"client:a/c#tenant@tenant:a", "account:a/cas#owner@user:a/cas", "client:a/c#practitioner@account:a/cas#owner",
	"tenant:b#member@user:b/ada", "tenant:b#app_admin@user:b/ada",
}

// What is held to data, and to users that are active in it.
func TestOfData(t *testing.T) {
	for _, tt := range []struct {
		why, rule, fails string
		more             []string
	}{
		{"nobody has both", "never_both: [application_manager, practitioner]", "", nil},
		{"somebody does", "never_both: [application_manager, practitioner]", "tenant:a#application_manager@user:a/ada; tenant:a#practitioner@user:a/ada", []string{"tenant:a#practitioner@user:a/ada"}},
		{"a role and a permission", "never_both: [practitioner, client#view_dossier]", "tenant:a#practitioner@user:a/cas; user:a/cas has client#view_dossier on client:a/c", nil},
		{"a link by an account", "never_both: [client#practitioner, practitioner]", "client:a/c#practitioner@account:a/cas#owner; tenant:a#practitioner@user:a/cas", nil},
		{"two permissions", "never_both: [tenant#configure, client#view_dossier]", "", nil},
		{"two of two", "at_most: {role: app_admin, count: 2}", "", nil},
		{"two of one, in one tenant", "at_most: {role: app_admin, count: 1}", "tenant:a has 2: user:a/ada, user:a/bo", nil},
		{"none of some", "at_most: {role: analyst, count: 0}", "", nil},
		{"only they", "only: {to: tenant#configure, users: [user:a/ada]}", "", nil},
		{"and somebody else", "only: {to: tenant#configure, users: [user:a/bo]}", "user:a/ada has tenant#configure on tenant:a", nil},
		{"and everybody who is active, by a wildcard", "never_both: [tenant#emergency_procedure, app_admin]", "tenant:a#emergency_procedure@user:*; tenant:a#app_admin@user:a/ada", []string{"tenant:a#emergency_procedure@user:*"}},
	} {
		because, err := hold(t, schema.Text(), tt.rule, append(tt.more, world...)...)
		got := strings.Join(because, "; ")
		if err != nil || tt.fails == "" && got != "" || !strings.HasPrefix(got, tt.fails) {
			t.Errorf("%s: %q (%v), want %q", tt.why, got, err, tt.fails)
		}
	}
}

func TestWhatIsNoRule(t *testing.T) {
	for _, tt := range []struct{ why, rule, want string }{
		{"an unknown key", "no_paths: {from: a, to: b}", `line 2: key "no_paths" does not exist here`},
		{"nothing", "name: x", "line 2: an assertion says one of"},
		{"two at once", "{no_path: {from: a, to: b}, never_both: [a, b]}", "and this says 2"},
		{"one end", "no_path: {from: a}", "no_path needs from and to"},
		{"through and users", "only: {to: a#b, through: [c], users: [user:a/b]}", "only needs to, and through or users"},
		{"one of both", "never_both: [a]", "never_both needs two names"},
		{"less than none", "at_most: {role: a, count: -1}", "at_most needs a role and a count"},
		{"no user", "only: {to: a#b, users: [ada]}", `"ada" is no user`},
		{"a role that there is not", "no_path: {from: aplication_manager, to: client#view_dossier}", `"tenant#aplication_manager" is no relation and no permission of the schema; did you mean "tenant#application_manager"?`},
		{"from a permission", "no_path: {from: client#view_dossier, to: client#view_dossier}", "is a permission: name a role"},
		{"data where there is none", "never_both: [application_manager, practitioner]", "it is about data, and there is none"},
	} {
		if _, err := hold(t, schema.Text(), tt.rule); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.why, err, tt.want)
		}
	}
	if _, err := assertion.Parse([]byte("assertions: []")); err == nil {
		t.Error("a file without assertions is one that holds")
	}
}

// What the JSON Schema takes is read, and what it does not is not.
func TestTheSchemaIsOfTheFile(t *testing.T) {
	described, err := jsonschema.UnmarshalJSON(strings.NewReader(string(assertion.Schema)))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("assert.json", described); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("assert.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, content := range []string{
		"assertions: [{no_path: {from: a, to: b}}]", "assertions: [{name: n, only: {to: a, through: [b]}}]", "assertions: [{only: {to: a, users: [user:a/b]}}]",
		"assertions: [{never_both: [a, b]}]", "assertions: [{at_most: {role: a, count: 0}}]",
		"assertions: []", "{}", "assertions: [{}]", "assertions: [{no_path: {from: a}}]", "assertions: [{no_path: {from: a, to: b}, never_both: [a, b]}]",
		"assertions: [{only: {to: a}}]", "assertions: [{only: {to: a, through: [b], users: [user:a/b]}}]", "assertions: [{never_both: [a]}]", "assertions: [{at_most: {role: a, count: -1}}]",
		"assertions: [{else: 1}]", "other: 1",
	} {
		var value any
		if err := yaml.Unmarshal([]byte(content), &value); err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		instance, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
		if err != nil {
			t.Fatal(err)
		}
		_, wrong := assertion.Parse([]byte(content))
		if invalid := compiled.Validate(instance); (wrong == nil) != (invalid == nil) {
			t.Errorf("%s: read %v, and by the schema %v", content, wrong, invalid)
		}
	}
}
