package model_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/model"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/relation/relationtest"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

// The facts are what the model does: the needs of a link are computed from
// answers, and its writer is who writes it.
func TestFactsAreTrue(t *testing.T) {
	if err := newHunter(t).hunt(os.DirFS(folder)); err != nil {
		t.Error(err)
	}
}

// Every wrong owner, effect and needed role is found out: refused when it is
// read, or by an answer.
func TestFactMutants(t *testing.T) {
	hunter, killed := newHunter(t), 0
	for name, files := range factMutants(t) {
		if hunter.hunt(files) == nil {
			t.Errorf("nothing fails for %q", name)
			continue
		}
		killed++
	}
	t.Logf("mutation score of the facts: %d killed", killed)
	if killed < 150 {
		t.Errorf("only %d mutants: some fact is no longer changed", killed)
	}
}

var factLine = regexp.MustCompile(`(?m)^.*@(by|effect|needs) (.*)$`)

// factMutants are the sources with one fact wrong, by what is wrong.
func factMutants(t *testing.T) map[string]fstest.MapFS {
	mutants := map[string]fstest.MapFS{}
	for _, file := range []string{"tenant.zed", "audit.zed", "care.zed"} {
		text, err := os.ReadFile(folder + "/" + file)
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range factLine.FindAllSubmatchIndex(text, -1) {
			key, value := string(text[at[2]:at[3]]), string(text[at[4]:at[5]])
			for _, other := range otherValues(key, value) {
				files := sources(t, "", "", "")
				changed := string(text[:at[4]]) + other + string(text[at[5]:])
				files[file] = &fstest.MapFile{Data: []byte(changed)}
				line := 1 + strings.Count(string(text[:at[0]]), "\n")
				mutants[fmt.Sprintf("%s:%d: @%s %s for %s", file, line, key, other, value)] = files
			}
		}
	}
	return mutants
}

func otherValues(key, value string) []string {
	var all []string
	switch key {
	case "by":
		all = []string{"source", "application", "source application", "derived", "loader"}
	case "effect":
		all = []string{"gives", "takes", "switches", "places", "identifies", "nothing"}
	case "needs":
		needed := strings.Fields(value)
		for _, role := range schema.TenantRoles() {
			var other []string
			if i := slices.Index(needed, string(role)); i >= 0 {
				other = slices.Delete(slices.Clone(needed), i, i+1)
			} else {
				other = append(slices.Clone(needed), string(role))
			}
			all = append(all, strings.Join(other, " "))
		}
	}
	return slices.DeleteFunc(all, func(other string) bool { return other == value })
}

// hunter holds facts to what the schema answers and the loader writes.
type hunter struct {
	// graph is a tenant that has one object of each type, and an active user who
	// is linked to each in every way that gives something.
	graph *eval.Snapshot
	// written are the relations that some source has the loader write.
	written map[schema.Relation]bool
}

func newHunter(t *testing.T) hunter {
	g, err := eval.New(schema.Text())
	if err != nil {
		t.Fatal(err)
	}
	if g, err = g.With(tenantOfOne()); err != nil {
		t.Fatal(err)
	}
	h := hunter{g, map[schema.Relation]bool{}}
	for _, world := range []fs.FS{fixtures.Care(), fixtures.Audit()} {
		source, err := loader.Read(world)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range loader.DesiredState(source, time.Unix(0, 0)).Relationships {
			h.written[r.Relation] = true
		}
	}
	return h
}

// hunt is what is wrong with the facts of a model, or nil.
func (h hunter) hunt(files fs.FS) error {
	m, err := model.Read(files, root)
	if err != nil {
		return err
	}
	var problems []error
	for _, t := range m.Types {
		for _, r := range t.Relations {
			bySync := r.Facts.WrittenBy(schema.BySource) || r.Facts.WrittenBy(schema.ByDerivation)
			if bySync != h.written[r.Name] {
				problems = append(problems, fmt.Errorf("%s is written by %s, and the loader writes it: %t", r.Name, r.Facts.By, h.written[r.Name]))
			}
			if r.Facts.Kind == schema.KindLink {
				problems = append(problems, h.needs(r))
			}
		}
	}
	return errors.Join(problems...)
}

// needs says where somebody has what a link gives without a role that it needs,
// or lacks it with one.
func (h hunter) needs(r model.Relation) error {
	var given []string
	with := map[schema.Role][]string{}
	for _, role := range schema.TenantRoles() {
		before := h.allowed(role, nil)
		with[role] = h.allowed(role, &r)
		for _, p := range with[role] {
			if !slices.Contains(before, p) {
				given = append(given, p)
			}
		}
	}
	for _, role := range schema.TenantRoles() {
		has := len(given) > 0 && !slices.ContainsFunc(given, func(p string) bool { return !slices.Contains(with[role], p) })
		if has != slices.Contains(r.Facts.Needs, role) {
			return fmt.Errorf("%s with the role %s gives %q: %t, and it needs one of %s", r.Name, role, given, has, r.Facts.Needs)
		}
	}
	return nil
}

// now is when the questions are asked.
var now = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// tenantOfOne is the tenant with one object of each type, without the user who
// is asked about.
func tenantOfOne() []relation.Change {
	world := []relation.Change{change("account", "owner", "user")}
	for _, t := range schema.Types() {
		for _, r := range schema.Relations(t) {
			f := r.Facts()
			switch {
			case f.Effect == schema.Places:
				world = append(world, change(string(t), r.Name(), r.Name()))
			case f.Kind == schema.KindSwitch, f.Always:
				c := change(string(t), r.Name(), "user")
				c.Subject.ID = relation.Wildcard
				world = append(world, c, of(c, "another"))
			case f.Kind == schema.KindLink && f.Effect == schema.Gives:
				c := linked(r)
				c.Subject.ID = "another"
				world = append(world, c)
			}
		}
	}
	return world
}

// of is a change of another resource.
func of(c relation.Change, id string) relation.Change {
	c.Resource.ID = id
	return c
}

func linked(r schema.Relation) relation.Change {
	c := change(string(r.Type()), r.Name(), "user")
	end := now.Add(time.Hour)
	switch caveat := r.Facts().Caveat; caveat {
	case "":
	case schema.CaveatEmergencyAccess:
		c.Terms = relation.Emergency(now, end, "found unresponsive")
		c.Expires = ""
	default:
		c.Terms = relationtest.Given(caveat, map[string]any{"until": end.Format(time.RFC3339)})
	}
	return c
}

// allowed is what an active user with one role may do, with a link of theirs or
// without.
func (h hunter) allowed(role schema.Role, link *model.Relation) []string {
	world := []relation.Change{change("tenant", "member", "user"), change("tenant", string(role), "user")}
	if link != nil {
		world = append(world, linked(link.Name))
	}
	g, err := h.graph.With(world)
	if err != nil {
		panic(err)
	}
	var found []string
	for _, t := range schema.Types() {
		for _, p := range schema.Permissions(t) {
			q := eval.Question{Resource: object(string(t)), Permission: p.Name(), Subject: object("user")}
			if g.Check(q, eval.Context{At: now, Values: schema.ContextAt}).Outcome == eval.Allowed {
				found = append(found, string(p))
			}
		}
	}
	return found
}

func object(t string) relation.Object { return relation.Object{Type: schema.Type(t), ID: "it"} }

func change(resource, name, subject string) relation.Change {
	return relation.Change{Relationship: relation.New(object(resource), name, object(subject))}
}
