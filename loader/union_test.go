package loader_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/internal/random"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/loader/source/csv"
	"github.com/remit-authz/remit/schema"
)

var (
	people = []source.Kind{source.Tenants, source.Users}
	things = []source.Kind{source.Organizations, source.Engagements, source.Analyses, source.Connections, source.Libraries}
	care   = []source.Kind{source.Clients, source.Links}
)

// member is a source of some kinds, of which the folder may have more.
func member(t *testing.T, name string, f files, owns []source.Kind, tenants ...schema.TenantID) source.Member {
	t.Helper()
	records, err := source.Decode(csv.Format{}, source.NewFiles(f.folder()))
	if err != nil {
		t.Fatal(err)
	}
	return source.Member{Name: name, Owns: owns, Tenants: tenants, Records: records}
}

// only is a folder of some kinds.
func (f files) only(kinds []source.Kind) files {
	part := files{}
	for _, k := range kinds {
		part[string(k)] = f[string(k)]
	}
	return part
}

func checkAll(t *testing.T, members ...source.Member) source.Source {
	t.Helper()
	src, err := source.Options{}.CheckAll(members)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// Three sources that share the kinds ask for what one would that has them all.
func TestSourcesTogether(t *testing.T) {
	f := small()
	src := checkAll(t, member(t, "hr", f.only(people), people), member(t, "erp", f.only(things), things), member(t, "planning", f.only(care), care))
	if src.Unowned != nil {
		t.Errorf("unowned: %v", src.Unowned)
	}
	if diff := cmp.Diff(want(t, f).Relationships, loader.DesiredState(src, today).Relationships); diff != "" {
		t.Error(diff)
	}
	whole := f.plus("users", "acme,none,None,,active,")
	hr := member(t, "hr", whole, people)
	hr.Records.Warn(source.Position{Part: hr.Records.Parts[source.Users], Row: 3}, "gives nothing")
	src = checkAll(t, hr, member(t, "erp", whole, things), member(t, "planning", f, care))
	var got []string
	for _, w := range src.Warnings {
		got = append(got, w.String())
	}
	for _, line := range []string{
		"hr/links.csv:2: is left out, as are all links here: source hr does not own them",
		"erp/users.csv:2: is left out, as are all users here: source erp does not own them",
		"hr/users.csv:3: gives nothing",
		"hr/users.csv:8: user:acme/none has no role: they may do nothing",
	} {
		if !slices.Contains(got, line) {
			t.Errorf("no warning %q in\n%s", line, strings.Join(got, "\n"))
		}
	}
}

func TestSourcesTogetherRefuse(t *testing.T) {
	f := small()
	for _, tt := range []struct {
		why     string
		members []source.Member
		want    []string
	}{
		{"a link to a user that only another could have", []source.Member{
			member(t, "hr", f.only(people), people), member(t, "erp", f.only(things), things),
			member(t, "planning", f.only(care).plus("links", "acme,nobody,practitioner,client:c1,"), care),
		}, []string{"planning/links.csv:6: user:acme/nobody is not in hr/users.csv"}},
		{"what nobody owns", []source.Member{
			member(t, "hr", f.only(people), people), member(t, "planning", f.only(care).without("links", "acme,mo,a").without("links", "acme,xi"), care),
		}, []string{"planning/links.csv:2: organization:acme/o1 is not in organizations, which no source owns"}},
		{"another's tenant", []source.Member{
			member(t, "hr", f.only(people).plus("tenants", "beta,B,off").plus("users", "beta,x,X,,active,"), people, "acme"),
			member(t, "rest", f.only(append(slices.Clone(things), care...)), append(slices.Clone(things), care...)),
		}, []string{
			`hr/tenants.csv:3: tenant "beta" is none that source hr feeds, which are acme: leave the row out, or name the tenant there`,
			`hr/users.csv:8: tenant "beta" is none that source hr feeds, which are acme: leave the row out, or name the tenant there`}},
		// A folder that is not mounted would have taken every link away.
		{"an empty source", []source.Member{
			member(t, "hr", f.only(people), people), member(t, "erp", f.only(things), things), {Name: "planning", Owns: care},
		}, []string{"source planning: has no row of what it owns: an empty source takes nothing away; look whether it is all there"}},
		{"what it could not decode, but for what it does not own", []source.Member{
			member(t, "hr", f.only(people).with("links", "x"), people),
			member(t, "rest", f.with("users", "x").plus("libraries", "acme"), append(slices.Clone(things), care...)),
		}, []string{"rest/libraries.csv:3: has 1 field where the header has 3"}},
	} {
		_, err := source.Options{}.CheckAll(tt.members)
		if !errors.As(err, new(*source.Error)) {
			t.Errorf("%s: got %v, want a *source.Error", tt.why, err)
			continue
		}
		if diff := cmp.Diff(strings.Join(tt.want, "\n"), err.Error()); diff != "" {
			t.Errorf("%s: %s", tt.why, diff)
		}
	}
}

// What no source owns stays as it is, but for what would name somebody who is gone.
func TestUnownedStays(t *testing.T) {
	_, eng := startWith(t, small())
	before := have(t, eng, "acme").Relationships
	hr := func(f files) source.Source { return checkAll(t, member(t, "hr", f.only(people), people)) }
	by := loader.Sync{Engine: enginetest.Conn(eng), Limits: loader.Limits{Unlimited: true}}
	run := func(src source.Source) {
		t.Helper()
		if _, err := by.Run(t.Context(), src); err != nil {
			t.Fatal(err)
		}
	}
	run(hr(small()))
	if diff := cmp.Diff(before, have(t, eng, "acme").Relationships); diff != "" {
		t.Errorf("the same users, and something changed: %s", diff)
	}

	// Mo goes, with the links and the lead that name them; the rest stays. That is
	// what the whole source would ask for.
	run(hr(small().without("users", "acme,mo")))
	rest := small().without("users", "acme,mo").without("links", "acme,mo").with("engagements", "tenant,id,name,organization,lead\nacme,e1,2026,o1,\n")
	if diff := cmp.Diff(want(t, rest).Relationships, have(t, eng, "acme").Relationships); diff != "" {
		t.Error(diff)
	}

	// A new role moves the markers that follow from it.
	run(hr(rest.without("users", "acme,pim").plus("users", "acme,pim,Pim,,active,app_admin")))
	if diff := cmp.Diff(want(t, rest.without("users", "acme,pim").plus("users", "acme,pim,Pim,,active,app_admin")).Relationships, have(t, eng, "acme").Relationships); diff != "" {
		t.Error(diff)
	}

	// A login that gets a role is what no source may ask for.
	_, err := by.Plan(t.Context(), hr(rest.without("users", "acme,log").plus("users", "acme,log,Log,,active,analyst")))
	if err == nil || !strings.Contains(err.Error(), "of kinds that none of them owns: user:acme/log is a client's own login and has the role") {
		t.Errorf("got %v", err)
	}
}

// Parts go with what they are part of, whoever owns them.
func TestUnownedGoesWithItsParent(t *testing.T) {
	_, eng := startWith(t, small())
	owns := append(slices.Clone(people), source.Organizations)
	src := checkAll(t, member(t, "hr", small().only(owns).without("organizations", "acme,o1"), owns))
	if _, err := (loader.Sync{Engine: enginetest.Conn(eng), Limits: loader.Limits{Unlimited: true}}).Run(t.Context(), src); err != nil {
		t.Fatal(err)
	}
	for _, r := range have(t, eng, "acme").Relationships {
		if typ := r.Resource.Type; typ == schema.TypeEngagement || typ == schema.TypeAnalysis || typ == schema.TypeConnection || r.Resource == object("organization", "acme/o1") {
			t.Errorf("%s is left", r)
		}
	}
}

// Of two worlds at random: a source of some kinds changes nothing of the others
// that is not gone with what it names, and leads to what some source asks for.
func TestUnownedAtRandom(t *testing.T) {
	random.Check(t, func(t *rapid.T) {
		a, b := drawWorld(t, "a"), drawWorld(t, "b")
		unowned := rapid.SliceOfDistinct(rapid.SampledFrom(append(slices.Clone(things), care...)), func(k source.Kind) source.Kind { return k }).Draw(t, "unowned")
		owned := func(k source.Kind) bool { return !slices.Contains(unowned, k) }
		b.Relationships = slices.DeleteFunc(b.Relationships, func(r loader.Relationship) bool { return !owned(loader.RowKind(r)) })
		b.Unowned = map[schema.TenantID][]source.Kind{"acme": unowned}
		p := loader.Diff(b, holding(a))
		there := map[loader.Object]bool{object("tenant", "acme"): true}
		for _, r := range applied(p, holding(a)) {
			if r.Relation.Facts().Kind == schema.KindTenant {
				there[r.Resource] = true
				if r.Resource.Type == schema.TypeAccount {
					there[object("user", r.Resource.ID)] = true
				}
			}
		}
		for c := range p.Tenants[0].Changes.All() {
			k, derived := loader.RowKind(c.Relationship), c.Relation.Facts().WrittenBy(schema.ByDerivation)
			if !owned(k) && !derived && (c.Action != loader.Remove || there[c.Resource] && there[c.Subject]) {
				t.Fatalf("%s %s, and no source owns %s", c.Action, c, k)
			}
		}
		if len(unowned) == 0 {
			whole := b
			whole.Unowned = nil
			if diff := cmp.Diff(loader.Diff(whole, holding(a)).Tenants, p.Tenants); diff != "" {
				t.Fatal(diff)
			}
		}
	})
}
