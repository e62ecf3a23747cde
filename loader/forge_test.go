package loader_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

// recomputed is what Apply makes of a plan that was kept in a file.
func recomputed(p loader.Plan, have loader.Observed) (loader.Plan, error) {
	content, err := json.Marshal(p)
	if err != nil {
		return loader.Plan{}, err
	}
	if p, err = loader.ParsePlan(bytes.NewReader(content)); err != nil {
		return loader.Plan{}, err
	}
	return loader.Recomputed(p, have)
}

// forge edits a plan as somebody would who knows how it is made.
func forge(t *rapid.T, p *loader.Plan) {
	tc := &p.Tenants[0]
	changes := tc.Changes.List()
	one := func() *loader.Change { return &changes[rapid.IntRange(0, len(changes)-1).Draw(t, "one")] }
	kind := rapid.IntRange(0, 9).Draw(t, "kind")
	if len(changes) == 0 {
		kind = 9
	}
	switch kind {
	case 0:
		tc.Before, tc.Holders = 0, nil
	case 1:
		i := rapid.IntRange(0, len(changes)-1).Draw(t, "gone")
		changes = slices.Delete(changes, i, i+1)
	case 2:
		changes = append(changes, *one())
	case 3:
		one().Action = rapid.SampledFrom([]loader.Action{loader.Add, loader.Remove, loader.Alter, loader.ClearOrphan, loader.TakeOver, "grant"}).Draw(t, "action")
	case 4:
		one().Subject = forgedSubject(t)
	case 5:
		one().Terms = forgedTerms(t)
	case 6:
		p.WritesSchema = !p.WritesSchema
	case 7:
		p.Tenants = append(slices.Clone(p.Tenants), loader.TenantChanges{Tenant: rapid.SampledFrom([]schema.TenantID{"", "acme", "beta", "*"}).Draw(t, "tenant")})
	default:
		action := rapid.SampledFrom([]loader.Action{loader.Add, loader.Add, loader.Add, loader.Remove, loader.ClearOrphan, loader.TakeOver}).Draw(t, "action")
		changes = append(changes, loader.Change{Action: action, Relationship: forgedRelationship(t)})
	}
	tc.Changes = sorted(changes)
}

// forgedRelationship is anything that the schema, or nearly, lets an engine hold.
func forgedRelationship(t *rapid.T) loader.Relationship {
	relation := rapid.SampledFrom([]schema.Relation{
		schema.TenantMember, schema.TenantAppAdmin, schema.TenantUserAdmin, schema.TenantStandardUser, schema.TenantExternalClient,
		schema.TenantPractitioner, schema.TenantSecretary, schema.TenantEmergencyProcedure, schema.LeaseNumber,
		schema.AccountTenant, schema.AccountOwner, schema.AccountOrdinaryIn, schema.AccountRoleHolderIn,
		schema.OrganizationTenant, schema.OrganizationManager, schema.OrganizationAuditor, schema.OrganizationBarred, schema.OrganizationCreatedBy,
		schema.EngagementTenant, schema.EngagementOrganization, schema.EngagementAuditor, schema.EngagementLead,
		schema.AnalysisTenant, schema.AnalysisEngagement, schema.ConnectionTenant, schema.ConnectionEngagement, schema.ConnectionExternalClient,
		schema.LibraryTenant, schema.ClientTenant, schema.ClientLogin, schema.ClientPractitioner, schema.ClientSupervisor, schema.ClientEmergency,
		schema.OrganizationApplicationMade, schema.EngagementApplicationMade, schema.ClientApplicationMade,
	}).Draw(t, "relation")
	r := loader.Relationship{Resource: object("tenant", "acme"), Relation: relation, Subject: forgedSubject(t)}
	switch typ := relation.Type(); typ {
	case schema.TypeTenant:
	case schema.TypeLease:
		r.Resource = object(typ, "acme/sync")
	case schema.TypeAccount:
		r.Resource = object(typ, "acme/"+rapid.SampledFrom(someUsers).Draw(t, "account"))
	default:
		r.Resource = object(typ, "acme/"+rapid.SampledFrom(someObjects[typ]).Draw(t, "resource"))
	}
	if relation == schema.ConnectionExternalClient || relation == schema.ClientEmergency {
		r.Terms = forgedTerms(t)
	}
	if r.Subject.Type == schema.TypeAccount {
		r.SubjectRelation = "owner"
	}
	return r
}

func forgedSubject(t *rapid.T) loader.Object {
	subjects := []loader.Object{object("user", "beta/x"), object("user", "*"), object("user", "x"), object("tenant", "acme"), object("tenant", "beta"),
		object("organization", "acme/o1"), object("engagement", "acme/e1"), object("account", "acme/u1")}
	for range 3 { // more often than not a user
		for _, u := range someUsers {
			subjects = append(subjects, object("user", "acme/"+u))
		}
	}
	return rapid.SampledFrom(subjects).Draw(t, "subject")
}

func forgedTerms(t *rapid.T) loader.Terms {
	const end = "2999-01-01T00:00:00Z"
	return rapid.SampledFrom([]loader.Terms{
		{},
		{Caveat: schema.CaveatInvitation, Context: `{"until":"` + end + `"}`, Expires: end},
		{Caveat: schema.CaveatInvitation, Context: `{"until":"` + end + `"}`},
		{Caveat: schema.CaveatInvitation, Context: `{"now":"2026-01-01T00:00:00Z","until":"` + end + `"}`, Expires: end},
		{Caveat: schema.CaveatInvitation, Context: `{}`, Expires: end},
		{Caveat: schema.CaveatEmergencyAccess, Context: `{"reason":"x","since":"2026-11-01T12:00:00Z","until":"` + end + `"}`, Expires: end},
	}).Draw(t, "terms")
}

// applied is the loader's own part of a state after a plan.
func applied(p loader.Plan, have loader.Observed) []loader.Relationship {
	held := map[string]loader.Relationship{}
	for _, r := range have.Relationships {
		held[r.String()] = r
	}
	for _, tc := range p.Tenants {
		for c := range tc.Changes.All() {
			if delete(held, c.String()); !c.Removes() {
				held[c.String()] = c.Relationship
			}
		}
	}
	var after loader.Observed
	for _, r := range held {
		after.Relationships = append(after.Relationships, r)
	}
	return after.Owned()
}

// impossible is what is wrong with the loader's own relationships of tenant
// acme by the rules of a source, said once more and in another way than the
// loader does.
func impossible(owned []loader.Relationship) []string {
	var wrong []string
	with := func(resource loader.Object, relation string) (subjects []loader.Object) {
		for _, r := range owned {
			if r.Resource == resource && r.Relation.Name() == relation {
				subjects = append(subjects, r.Subject)
			}
		}
		return subjects
	}
	tenant := object("tenant", "acme")
	only := func(resource loader.Object, relation string, subject loader.Object) bool {
		return slices.Equal(with(resource, relation), []loader.Object{subject})
	}
	exists := func(o loader.Object) bool {
		if o.Type == schema.TypeUser {
			o.Type = schema.TypeAccount
		}
		return o == tenant || only(o, "tenant", tenant)
	}
	systemRoles := func(user loader.Object) (found []string) {
		for _, role := range schema.SystemRoles() {
			if slices.Contains(with(tenant, string(role)), user) {
				found = append(found, string(role))
			}
		}
		return found
	}
	roles := func(user loader.Object) (found []string) {
		for _, role := range schema.TenantRoles() {
			if slices.Contains(with(tenant, string(role)), user) {
				found = append(found, string(role))
			}
		}
		return found
	}
	login := map[loader.Object]int{}
	for _, r := range owned {
		if r.Relation == schema.ClientLogin {
			login[r.Subject]++
		}
	}
	for _, r := range owned {
		bad := func(why string) { wrong = append(wrong, fmt.Sprint(r, " ", r.Terms, ": ", why)) }
		name := r.Relation.Name()
		switch {
		case r.Relation == schema.TenantEmergencyProcedure:
			if r.Subject != object("user", "*") {
				bad("switches nothing")
			}
			continue
		case !exists(r.Resource) || !exists(r.Subject):
			bad("names what is not there")
		case r.Subject.Type != schema.TypeUser && r.Resource.Type != schema.TypeAccount && len(with(r.Resource, name)) > 1:
			bad("is not the only parent")
		case r.Subject.Type != schema.TypeUser && name != string(r.Subject.Type) && name != "ordinary_in" && name != "role_holder_in":
			bad("has a subject of another type")
		}
		if r.Relation == schema.ConnectionExternalClient {
			if r.Caveat != schema.CaveatInvitation || r.Context != `{"until":"`+r.Expires+`"}` || r.Expires == "" {
				bad("has other terms than an invitation")
			}
		} else if r.Terms != (loader.Terms{}) && !(ends(r) && r.Resource.Type != schema.TypeTenant && slices.Contains([]string{"manager", "auditor", "practitioner", "supervisor"}, name)) {
			bad("has terms")
		}
		external := slices.Contains(systemRoles(r.Subject), string(schema.RoleExternalClient))
		if (name == "manager" || name == "auditor") && external {
			bad("is an external client's")
		}
		if r.Relation == schema.ClientLogin && (login[r.Subject] > 1 || len(roles(r.Subject)) > 0 || len(with(r.Resource, "login")) > 1) {
			bad("is no login of one client only, without roles")
		}
		if r.Relation == schema.EngagementLead && len(with(r.Resource, "lead")) > 1 {
			bad("is not the only lead")
		}
		if parent, ok := map[schema.Type]string{schema.TypeEngagement: "organization", schema.TypeAnalysis: "engagement", schema.TypeConnection: "engagement"}[r.Resource.Type]; ok && len(with(r.Resource, parent)) != 1 {
			bad("has not one parent")
		}
		if r.Relation == schema.AccountTenant {
			user := object("user", r.Resource.ID)
			has := roles(user)
			appAdmin := slices.Contains(has, string(schema.RoleAppAdmin))
			counts := slices.ContainsFunc(has, func(role string) bool { return role != string(schema.RoleExternalClient) })
			if len(systemRoles(user)) > 1 || !only(r.Resource, "owner", user) ||
				only(r.Resource, "ordinary_in", tenant) == (appAdmin || login[user] > 0) ||
				only(r.Resource, "role_holder_in", tenant) != counts {
				bad("is no account of a source: " + strings.Join(has, " "))
			}
		}
	}
	return wrong
}

// ends says whether the only terms of a relationship are an end in a whole second.
func ends(r loader.Relationship) bool {
	at, err := time.Parse("2006-01-02T15:04:05Z", r.Expires)
	return err == nil && r.Terms == loader.Terms{Expires: at.Format(time.RFC3339)}
}
