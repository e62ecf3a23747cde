package assertion_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/remit-authz/remit/internal/assertion"
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/relation/relationtest"
	"github.com/remit-authz/remit/schema"
)

func prove(t *testing.T, text string, c assertion.Claim) assertion.Proof {
	t.Helper()
	s, err := eval.New(text)
	if err != nil {
		t.Fatal(err)
	}
	p, err := assertion.NewProver(s, now)
	if err != nil {
		t.Fatal(err)
	}
	proof, err := p.Prove(c)
	if err != nil {
		t.Fatal(err)
	}
	if (proof.Finding == assertion.Refuted) != (len(proof.Data) > 0) {
		t.Errorf("%+v: %+v", c, proof)
	}
	return proof
}

func TestClaims(t *testing.T) {
	const small = `use self
caveat unknown(level int) { level > 3 }
definition user {
  relation manager: user
  permission self_or_manager = self + manager
}
definition tenant {
  relation member: user
  relation role: user
  relation other: user
  relation open: user:*
  permission both = role & other
  permission never = role & nil
  permission itself = other - (other - role)
  permission barred = other - role
  permission public = open
}
definition account {
  relation owner: user
}
definition folder {
  relation tenant: tenant
  relation parent: folder
  relation reader: user | tenant#role | account#owner
  relation conditional: tenant#role with unknown
  relation writer: user | account#owner
  permission upper = parent->upper + reader
  permission every = tenant.all(role) & writer
  permission under = conditional
  permission written = writer
}`
	ofModel := func(text string) string { return strings.Replace(schema.Text(), "definition client {", text, 1) }
	for _, tt := range []struct {
		why, text, role, permission string
		alone                       bool
		want                        assertion.Finding
		data                        string
	}{
		{"nothing leads there", schema.Text(), "tenant#application_manager", "client#view_dossier", false, assertion.Proved, ""},
		{"nor to the procedure", schema.Text(), "tenant#application_manager", "client#start_emergency", false, assertion.Proved, ""},
		{"a group that counts beside its link", schema.Text(), "tenant#practitioner", "client#view_dossier", false, assertion.Refuted,
			"client:example/client#practitioner@user:example/somebody client:example/client#tenant@tenant:example tenant:example#member@user:example/somebody tenant:example#practitioner@user:example/somebody"},
		{"and not without it", schema.Text(), "tenant#practitioner", "client#view_dossier", true, assertion.Proved, ""},
		{"the procedure needs the switch, which names nobody", schema.Text(), "tenant#practitioner", "client#start_emergency", true, assertion.Refuted,
			"client:example/client#tenant@tenant:example tenant:example#emergency_procedure@user:* tenant:example#member@user:example/somebody tenant:example#practitioner@user:example/somebody"},
		{"a system role counts beside a manager's link", schema.Text(), "tenant#organization_creator", "engagement#view", false, assertion.Refuted,
			"engagement:example/engagement#organization@organization:example/organization engagement:example/engagement#tenant@tenant:example organization:example/organization#manager@user:example/somebody " +
				"organization:example/organization#tenant@tenant:example tenant:example#member@user:example/somebody tenant:example#organization_creator@user:example/somebody"},
		{"and is nothing without one", schema.Text(), "tenant#organization_creator", "engagement#view", true, assertion.Proved, ""},
		{"an own permission", ofModel("definition client {\n permission extra = view_account & tenant.all(application_manager)\n"), "tenant#application_manager", "client#extra", false, assertion.Refuted,
			"client:example/client#login@user:example/somebody client:example/client#tenant@tenant:example tenant:example#application_manager@user:example/somebody tenant:example#member@user:example/somebody"},
		{"beside another one", small, "tenant#role", "tenant#both", false, assertion.Refuted, "tenant:example#other@user:example/somebody tenant:example#role@user:example/somebody"},
		{"not alone", small, "tenant#role", "tenant#both", true, assertion.Proved, ""},
		{"what can never be is no counterexample, and no proof", small, "tenant#role", "tenant#never", false, assertion.Open, ""},
		{"but alone it is", small, "tenant#role", "tenant#never", true, assertion.Proved, ""},
		{"what lifts what takes away", small, "tenant#role", "tenant#itself", false, assertion.Refuted, "tenant:example#other@user:example/somebody tenant:example#role@user:example/somebody"},
		{"a bar", small, "tenant#role", "tenant#barred", false, assertion.Proved, ""},
		{"everybody is not the role", small, "tenant#role", "tenant#public", false, assertion.Proved, ""},
		{"but has it all the same", small, "tenant#role", "tenant#public", true, assertion.Refuted, "tenant:example#open@user:*"},
		{"as a subject, up a folder", small, "tenant#role", "folder#upper", false, assertion.Refuted, "folder:=example/folder#reader@tenant:example#role tenant:example#role@user:example/somebody"},
		{"nobody's own link", small, "tenant#role", "folder#upper", true, assertion.Refuted, "folder:=example/folder#reader@tenant:example#role tenant:example#role@user:example/somebody"},
		{"with every one of them", small, "tenant#role", "folder#every", false, assertion.Refuted,
			"folder:=example/folder#tenant@tenant:example folder:=example/folder#writer@user:example/somebody tenant:example#role@user:example/somebody"},
		{"a link to the account is a link", small, "tenant#role", "folder#written", true, assertion.Proved, ""},
		{"under a condition that nobody knows", small, "tenant#role", "folder#under", false, assertion.Open, ""},
		{"oneself", small, "tenant#role", "user#self_or_manager", false, assertion.Proved, ""},
	} {
		proof := prove(t, tt.text, assertion.Claim{Role: schema.Relation(tt.role), Permission: schema.Permission(tt.permission), Alone: tt.alone})
		var data []string
		for _, r := range proof.Data {
			data = append(data, r.String())
		}
		if got := strings.Join(data, " "); proof.Finding != tt.want || got != tt.data {
			t.Errorf("%s: %s by %q, want %s by %q", tt.why, proof.Finding, got, tt.want, tt.data)
		}
	}
	s, err := eval.New(small)
	if err != nil {
		t.Fatal(err)
	}
	p, err := assertion.NewProver(s, now)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []assertion.Claim{{Role: "tenant#rôle", Permission: "tenant#both"}, {Role: "tenant#role", Permission: "tenant#bath"}, {Role: "tenant#both", Permission: "tenant#both"}} {
		if proof, err := p.Prove(c); err == nil || proof.Finding != assertion.Open {
			t.Errorf("%+v: %v, %v", c, proof, err)
		}
	}
}

// types are those of random schemas, each of which leads to those before it and to itself.
var types = []string{"tenant", "group", "doc"}

// random is a schema in which tenant#role is one of several relations.
func random(r *rand.Rand) string {
	var b strings.Builder
	b.WriteString("definition user {}\ndefinition account {\n  relation owner: user\n}\n")
	for i, typ := range types {
		fmt.Fprintf(&b, "definition %s {\n", typ)
		relations := []string{"member", "role", "ra1", "rb1"}
		for _, name := range relations {
			kinds := []string{"user"}
			if i > 0 {
				kinds = nil
				for _, kind := range []string{"user", "account#owner", types[r.IntN(i)] + "#" + []string{"role", "ra1", "pa1"}[r.IntN(3)], "user:*"} {
					if r.IntN(3) == 0 {
						kinds = append(kinds, kind)
					}
				}
				if len(kinds) == 0 {
					kinds = []string{"user"}
				}
			}
			fmt.Fprintf(&b, "  relation %s: %s\n", name, strings.Join(kinds, " | "))
		}
		fmt.Fprintf(&b, "  relation above: %s\n", types[max(0, i-1)])
		names := slices.Clone(relations)
		for _, p := range []string{"pa1", "pb1", "pc1"} {
			fmt.Fprintf(&b, "  permission %s = %s\n", p, expression(r, names, i > 0, 3))
			names = append(names, p)
		}
		b.WriteString("}\n")
	}
	return b.String()
}

func expression(r *rand.Rand, names []string, up bool, depth int) string {
	if depth == 0 || r.IntN(4) == 0 {
		if up && r.IntN(3) == 0 {
			return "above." + []string{"any", "all"}[r.IntN(2)] + "(" + []string{"role", "ra1", "pa1", "pb1", "pc1"}[r.IntN(5)] + ")"
		}
		return names[r.IntN(len(names))]
	}
	operator := []string{" + ", " & ", " - "}[r.IntN(3)]
	return "(" + expression(r, names, up, depth-1) + operator + expression(r, names, up, depth-1) + ")"
}

// people of random data, and its objects of each type.
const people, objects = 2, 2

// data are random relationships of a schema; for alone, x is named in few.
func data(r *rand.Rand, text string, alone bool) []relation.Relationship {
	held := []string{"tenant#role", "tenant#member"}
	var all []relation.Relationship
	var typ string
	user := func(i int) string { return []string{"user:a/x", "user:a/y"}[i] }
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if rest, is := strings.CutPrefix(line, "definition "); is {
			typ, _, _ = strings.Cut(rest, " ")
		}
		rest, is := strings.CutPrefix(line, "relation ")
		if !is {
			continue
		}
		name, kinds, _ := strings.Cut(rest, ": ")
		names := !alone || slices.Contains(held, typ+"#"+name)
		for kind := range strings.SplitSeq(kinds, " | ") {
			for o := range objects {
				add := func(subject string) {
					if r.IntN(3) > 0 {
						all = append(all, relationtest.Of(fmt.Sprintf("%s:a/%d#%s@%s", typ, o, name, subject)))
					}
				}
				switch {
				case kind == "user:*":
					if r.IntN(4) == 0 {
						add(kind)
					}
				case strings.HasPrefix(kind, "user"), kind == "account#owner":
					for i := range people {
						if subject := user(i); names || i > 0 {
							if kind == "account#owner" {
								subject = strings.Replace(subject, "user", "account", 1) + "#owner"
							}
							add(subject)
						}
					}
				default:
					to, sub, found := strings.Cut(kind, "#")
					if found {
						sub = "#" + sub
					}
					for n := range objects {
						add(fmt.Sprintf("%s:a/%d%s", to, n, sub))
					}
				}
			}
		}
	}
	for i := range people {
		all = append(all, relationtest.Of(strings.Replace(user(i), "user", "account", 1)+"#owner@"+user(i)))
	}
	slices.SortFunc(all, relation.Relationship.Compare)
	return slices.CompactFunc(all, func(a, b relation.Relationship) bool { return a.Key() == b.Key() })
}

// What is proved of random schemas holds of random data; what is refuted is so by its own
// counterexample.
func TestProofsHoldOfRandomData(t *testing.T) {
	found := map[assertion.Finding]int{}
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 12))
		text := random(r)
		empty, err := eval.New(text)
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, text)
		}
		p, err := assertion.NewProver(empty, now)
		if err != nil {
			t.Fatal(err)
		}
		for _, typ := range types {
			for _, permission := range []string{"pa1", "pb1", "pc1"} {
				for _, alone := range []bool{false, true} {
					c := assertion.Claim{Role: "tenant#role", Permission: schema.Permission(typ + "#" + permission), Alone: alone}
					proof, err := p.Prove(c)
					if err != nil {
						t.Fatal(err)
					}
					found[proof.Finding]++
					switch proof.Finding {
					case assertion.Proved:
						for range 6 {
							holds(t, seed, text, empty, c, data(r, text, alone), relationtest.Of("user:a/x#x@user:a/x").Subject)
						}
					case assertion.Refuted:
						if with, without := allowed(t, empty, c, proof.Data, proof.User, proof.Object); !with || !alone && without {
							t.Fatalf("seed %d: %+v: %v is no counterexample\n%s", seed, c, proof.Data, text)
						}
					}
				}
			}
		}
	}
	t.Logf("seeds 0 to 59: %v", found)
	if found[assertion.Proved] < 100 || found[assertion.Refuted] < 100 || found[assertion.Open] > found[assertion.Refuted] {
		t.Errorf("%v says little", found)
	}
}

// holds holds a proved claim to data.
func holds(t *testing.T, seed uint64, text string, empty *eval.Snapshot, c assertion.Claim, all []relation.Relationship, user relation.Object) {
	t.Helper()
	for o := range objects {
		object := relation.Object{Type: c.Permission.Type(), ID: fmt.Sprintf("a/%d", o)}
		if with, without := allowed(t, empty, c, all, user, object); with && (c.Alone || !without) {
			t.Fatalf("seed %d: %+v is said to be proved, and is not so of %v\n%s", seed, c, all, text)
		}
	}
}

// allowed says whether a user may, and whether they might without the role.
func allowed(t *testing.T, empty *eval.Snapshot, c assertion.Claim, all []relation.Relationship, user, object relation.Object) (with, without bool) {
	t.Helper()
	may := func(role bool) bool {
		var changes []relation.Change
		for _, r := range all {
			if role || r.Relation != c.Role {
				changes = append(changes, relation.Change{Relationship: r})
			}
		}
		s, err := empty.With(changes)
		if err != nil {
			t.Fatal(err)
		}
		q := eval.Question{Resource: object, Permission: c.Permission.Name(), Subject: user}
		return s.Check(q, eval.Context{At: now, Values: func(time.Time) map[string]any { return nil }}).Outcome == eval.Allowed
	}
	return may(true), may(false)
}
