package loader_test

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
)

// The objects of the small random worlds: few, so that what one plan does
// meets itself again and again.
var (
	someUsers       = []string{"u1", "u2", "u3"}
	someObjects     = map[schema.Type][]string{schema.TypeOrganization: {"o1", "o2"}, schema.TypeEngagement: {"e1", "e2"}, schema.TypeAnalysis: {"a1"}, schema.TypeConnection: {"k1", "k2"}, schema.TypeLibrary: {"l1"}, schema.TypeClient: {"c1", "c2"}}
	someObjectTypes = []schema.Type{schema.TypeOrganization, schema.TypeEngagement, schema.TypeAnalysis, schema.TypeConnection, schema.TypeLibrary, schema.TypeClient}
	someEnds        = []time.Time{farAway, farAway.AddDate(1, 0, 0), today.AddDate(0, 0, -1)}
	farAway         = today.AddDate(900, 0, 0)
	// between is when the invitations of one end have ended, and not of the other.
	between = farAway.AddDate(0, 1, 0)
)

func acme(t schema.Type, id string) schema.Ref { return schema.Ref{Type: t, Tenant: "acme", ID: id} }

// drawWorld makes up a valid source of tenant acme, and what it asks for.
func drawWorld(t *rapid.T, name string) loader.Desired {
	d := draw{t, name, 0}
	src := source.Source{Tenants: []source.Tenant{{ID: "acme", Emergency: d.often()}}, Digest: name}
	there := map[schema.Ref]bool{}
	for _, id := range someUsers {
		if d.often() {
			ref := acme(schema.TypeUser, id)
			there[ref] = true
			src.Users = append(src.Users, source.User{Ref: ref, Status: d.status(), Roles: d.roles()})
		}
	}
	for _, typ := range someObjectTypes {
		for _, id := range someObjects[typ] {
			if d.often() {
				d.object(&src, there, acme(typ, id))
			}
		}
	}
	for ref := range eachRef(there) {
		for _, role := range schema.LinkRoles(ref.Type) {
			for _, user := range src.Users {
				// An external client can never be manager or auditor.
				staff := role == schema.RoleManager || role == schema.RoleAuditor
				if d.seldom() && !(staff && user.Has(schema.RoleExternalClient)) {
					src.Links = append(src.Links, d.link(user.Ref, role, ref))
				}
			}
		}
	}
	return loader.DesiredState(src, today)
}

// draw names its draws, so that rapid can print a case.
type draw struct {
	t    *rapid.T
	name string
	n    int
}

func (d *draw) label() string {
	d.n++
	return fmt.Sprintf("%s%d", d.name, d.n)
}

func (d *draw) often() bool  { return rapid.IntRange(0, 9).Draw(d.t, d.label()) < 8 }
func (d *draw) seldom() bool { return rapid.IntRange(0, 9).Draw(d.t, d.label()) < 3 }

func (d *draw) status() source.Status {
	return rapid.SampledFrom([]source.Status{source.Active, source.Active, source.Active, source.Inactive, source.Invited}).Draw(d.t, d.label())
}

func (d *draw) roles() []schema.Role {
	var roles []schema.Role
	if !d.often() {
		return nil // the only ones who can be a client's own login
	}
	if d.often() {
		roles = append(roles, rapid.SampledFrom(schema.SystemRoles()).Draw(d.t, d.label()))
	}
	for _, group := range schema.Groups() {
		if d.seldom() {
			roles = append(roles, group)
		}
	}
	return roles
}

func (d *draw) one(there map[schema.Ref]bool, typ schema.Type) schema.Ref {
	var refs []schema.Ref
	for ref := range eachRef(there) {
		if ref.Type == typ {
			refs = append(refs, ref)
		}
	}
	if len(refs) == 0 {
		return schema.Ref{}
	}
	return rapid.SampledFrom(refs).Draw(d.t, d.label())
}

func (d *draw) object(src *source.Source, there map[schema.Ref]bool, ref schema.Ref) {
	parents := map[schema.Type]schema.Type{schema.TypeEngagement: schema.TypeOrganization, schema.TypeAnalysis: schema.TypeEngagement, schema.TypeConnection: schema.TypeEngagement}
	thing := source.Thing{Ref: ref}
	if parent := parents[ref.Type]; parent != "" {
		if thing.Parent = d.one(there, parent); thing.Parent == (schema.Ref{}) {
			return
		}
	}
	there[ref] = true
	if ref.Type == schema.TypeClient {
		src.Clients = append(src.Clients, source.Client{Ref: ref, Login: d.login(*src)})
		return
	}
	src.Things = append(src.Things, thing)
}

// login is a user without roles who is no other client's login, or nobody.
func (d *draw) login(src source.Source) schema.Ref {
	free := []schema.Ref{{}}
	for _, user := range src.Users {
		taken := slices.ContainsFunc(src.Clients, func(c source.Client) bool { return c.Login == user.Ref })
		if len(user.Roles) == 0 && !taken {
			free = append(free, user.Ref)
		}
	}
	return rapid.SampledFrom(free).Draw(d.t, d.label())
}

func (d *draw) link(user schema.Ref, role schema.Role, object schema.Ref) source.Link {
	l := source.Link{User: user, Role: role, Object: object}
	relation, _ := role.LinkRelation(object.Type)
	if source.Ends(relation) || relation.Facts().MayEnd && rapid.Bool().Draw(d.t, d.label()) {
		l.Until = rapid.SampledFrom(someEnds).Draw(d.t, d.label())
	}
	return l
}

// eachRef goes over a set of references in a stable order.
func eachRef(refs map[schema.Ref]bool) func(yield func(schema.Ref) bool) {
	var sorted []schema.Ref
	for ref := range refs {
		sorted = append(sorted, ref)
	}
	slices.SortFunc(sorted, func(a, b schema.Ref) int { return slices.Compare([]string{a.String()}, []string{b.String()}) })
	return func(yield func(schema.Ref) bool) {
		for _, ref := range sorted {
			if !yield(ref) {
				return
			}
		}
	}
}

// drawForeign makes up what an application or a hand wrote beside a source:
// links to account owners, emergency access, second parents, foreign tenants,
// foreign owners, roles of users who do not exist.
func drawForeign(t *rapid.T) []loader.Relationship {
	var found []loader.Relationship
	for i, r := range possibleForeign() {
		if rapid.IntRange(0, 9).Draw(t, fmt.Sprintf("foreign%d", i)) == 0 {
			found = append(found, r)
		}
	}
	return found
}

func possibleForeign() []loader.Relationship {
	var all []loader.Relationship
	add := func(resource loader.Object, relation schema.Relation, subject loader.Object, subjectRelation string, terms loader.Terms) {
		all = append(all, loader.Relationship{Resource: resource, Relation: relation, Subject: subject, SubjectRelation: subjectRelation, Terms: terms})
	}
	invited := loader.Terms{Caveat: schema.CaveatInvitation, Context: `{"until":"2950-01-01T00:00:00Z"}`, Expires: "2950-01-01T00:00:00Z"}
	emergency := loader.Terms{Caveat: schema.CaveatEmergencyAccess, Expires: "2999-01-01T00:00:00Z",
		Context: `{"reason":"x","since":"2026-11-01T11:00:00Z","until":"2026-11-01T13:00:00Z"}`}
	stored := loader.Terms{Caveat: schema.CaveatInvitation, Context: `{"now":"2926-01-01T00:00:00Z","until":"2926-11-15T00:00:00Z"}`, Expires: "2999-01-01T00:00:00Z"}
	endless := loader.Terms{Caveat: schema.CaveatEmergencyAccess, Expires: "2999-01-01T00:00:00Z",
		Context: `{"now":"2026-11-01T12:00:00Z","reason":"x","since":"2026-11-01T11:00:00Z","until":"2026-11-01T13:00:00Z"}`}
	for _, u := range someUsers {
		account, user := object("account", "acme/"+u), object("user", "acme/"+u)
		for _, relation := range []schema.Relation{schema.OrganizationManager, schema.OrganizationAuditor, schema.OrganizationBarred} {
			add(object("organization", "acme/o1"), relation, account, "owner", loader.Terms{})
		}
		add(object("engagement", "acme/e1"), schema.EngagementAuditor, account, "owner", loader.Terms{})
		add(object("client", "acme/c1"), schema.ClientPractitioner, account, "owner", loader.Terms{})
		add(object("client", "acme/c2"), schema.ClientEmergency, user, "", emergency)
		add(object("connection", "acme/k1"), schema.ConnectionExternalClient, account, "owner", invited)
		add(object("connection", "acme/k1"), schema.ConnectionExternalClient, user, "", invited)
		add(object("connection", "acme/k2"), schema.ConnectionExternalClient, account, "owner", stored)
		add(object("connection", "acme/k2"), schema.ConnectionExternalClient, user, "", stored)
		add(object("client", "acme/c1"), schema.ClientEmergency, user, "", endless)
		add(account, schema.AccountOwner, object("user", "acme/u1"), "", loader.Terms{})
		add(account, schema.AccountOwner, object("user", "beta/x"), "", loader.Terms{})
		add(account, schema.AccountOrdinaryIn, object("tenant", "acme"), "", loader.Terms{})
		add(account, schema.AccountOrdinaryIn, object("tenant", "beta"), "", loader.Terms{})
		add(object("tenant", "acme"), schema.TenantMember, user, "", loader.Terms{})
		add(object("tenant", "acme"), schema.TenantAppAdmin, user, "", loader.Terms{})
		add(object("tenant", "beta"), schema.TenantMember, user, "", loader.Terms{})
	}
	add(object("organization", "acme/o1"), schema.OrganizationTenant, object("tenant", "beta"), "", loader.Terms{})
	add(object("engagement", "acme/e1"), schema.EngagementOrganization, object("organization", "acme/o1"), "", loader.Terms{})
	add(object("engagement", "acme/e1"), schema.EngagementOrganization, object("organization", "acme/o2"), "", loader.Terms{})
	add(object("engagement", "acme/e2"), schema.EngagementTenant, object("tenant", "beta"), "", loader.Terms{})
	add(object("analysis", "acme/a1"), schema.AnalysisEngagement, object("engagement", "acme/e1"), "", loader.Terms{})
	add(object("analysis", "acme/a1"), schema.AnalysisEngagement, object("engagement", "acme/e2"), "", loader.Terms{})
	add(object("client", "acme/c1"), schema.ClientTenant, object("tenant", "acme"), "", loader.Terms{})
	add(object("client", "acme/c1"), schema.ClientTenant, object("tenant", "beta"), "", loader.Terms{})
	for _, made := range []loader.Object{object("organization", "acme/o1"), object("engagement", "acme/e1"), object("analysis", "acme/a1"), object("client", "acme/c1")} {
		add(made, made.Type.Origin(), object("tenant", "acme"), "", loader.Terms{})
	}
	add(object("engagement", "acme/e2"), schema.EngagementApplicationMade, object("tenant", "beta"), "", loader.Terms{})
	add(object("tenant", "acme"), schema.TenantMember, object("user", "beta/x"), "", loader.Terms{})
	add(object("organization", "acme/o1"), schema.OrganizationManager, object("user", "beta/x"), "", loader.Terms{})
	return all
}
