package data

import (
	"math/rand/v2"
	"slices"
	"time"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
)

// Kind is a kind of check. Its questions all have the same answer.
type Kind string

const (
	Allowed Kind = "allowed" // a dossier of one's caseload
	Denied  Kind = "denied"  // somebody else's dossier
	// Condition is a connection that an external client is invited to until an end.
	Condition Kind = "condition"
	// Deep is an analysis, by what one is in its engagement or organization.
	Deep Kind = "deep"
	// Many is an organization with many managers, by one of them.
	Many Kind = "wide"
)

// Kinds are all of them, in the order of the tables.
var Kinds = []Kind{Allowed, Denied, Condition, Deep, Many}

// Most is how many different questions of a kind there are at most.
const Most = 7 * 16_384

// Listing asks for all that a user has a permission on.
type Listing struct {
	Subject    schema.Ref
	Permission schema.Permission
}

// Naming asks for all users who have a permission on a resource.
type Naming struct {
	Permission schema.Permission
	Resource   schema.Ref
}

// Linking is a link to be made and ended: of a practitioner of the cast to a client who
// is none of theirs.
type Linking struct{ User, Client schema.Ref }

// Question is what the link lets its user do.
func (l Linking) Question() checker.Question {
	return checker.Question{Subject: l.User, Permission: schema.ClientViewDossier, Resource: l.Client}
}

// Questions are about one world, shuffled, each there once.
type Questions struct {
	Checks map[Kind][]checker.Question
	// One, Caseload and All are lists of 1, Caseload and Size.Listed clients.
	One, Caseload, All []Listing
	Who                []Naming
	Links              []Linking
}

// Ask makes the questions of a world, by what the floor says is right at a time.
func Ask(size Size, src source.Source, f *Floor, seed uint64, now time.Time) Questions {
	a := asker{size: size, floor: f, now: now, random: rand.New(rand.NewPCG(seed, 1))}
	q := Questions{Checks: map[Kind][]checker.Question{}}
	for _, l := range src.Links {
		switch l.Role {
		case schema.RolePractitioner, schema.RoleSupervisor:
			a.add(&q, Allowed, checker.Question{Subject: l.User, Permission: schema.ClientViewDossier, Resource: l.Object})
		case schema.RoleExternalClient:
			a.add(&q, Condition, checker.Question{Subject: l.User, Permission: schema.ConnectionConfigure, Resource: l.Object})
		case schema.RoleManager:
			if l.Object.ID == WideOrganization {
				a.add(&q, Many, checker.Question{Subject: l.User, Permission: schema.OrganizationManageSettings, Resource: l.Object})
			}
		}
	}
	a.deep(&q, src)
	a.denied(&q, src)
	for _, kind := range Kinds { // in this order: the same seed makes the same questions
		all := q.Checks[kind]
		a.random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		q.Checks[kind] = all[:min(len(all), Most)]
	}
	a.lists(&q)
	return q
}

type asker struct {
	size   Size
	floor  *Floor
	now    time.Time
	random *rand.Rand
}

// add takes a question whose answer is that of its kind.
func (a asker) add(q *Questions, kind Kind, question checker.Question) {
	if a.floor.Check(question, a.now) == (kind != Denied) {
		q.Checks[kind] = append(q.Checks[kind], question)
	}
}

func (a asker) deep(q *Questions, src source.Source) {
	analyses := map[schema.Ref][]schema.Ref{} // by engagement
	engagements := map[schema.Ref][]schema.Ref{}
	for _, t := range src.Things {
		switch t.Ref.Type {
		case schema.TypeAnalysis:
			analyses[t.Parent] = append(analyses[t.Parent], t.Ref)
		case schema.TypeEngagement:
			engagements[t.Parent] = append(engagements[t.Parent], t.Ref)
		}
	}
	asked := map[checker.Question]bool{}
	ask := func(user, engagement schema.Ref) {
		for _, analysis := range analyses[engagement] {
			question := checker.Question{Subject: user, Permission: schema.AnalysisView, Resource: analysis}
			if !asked[question] && len(q.Checks[Deep]) < 2*Most {
				asked[question] = true
				a.add(q, Deep, question)
			}
		}
	}
	for _, l := range src.Links {
		switch {
		case l.Object.Type == schema.TypeEngagement:
			ask(l.User, l.Object)
		case l.Role == schema.RoleManager:
			for _, engagement := range engagements[l.Object] {
				ask(l.User, engagement)
			}
		}
	}
}

// denied draws users and clients, who have next to nothing to do with each other.
func (a asker) denied(q *Questions, src source.Source) {
	users := slices.DeleteFunc(slices.Clone(src.Users), func(u source.User) bool { return u.Ref.Tenant != Tenant })
	clients := slices.DeleteFunc(slices.Clone(src.Clients), func(c source.Client) bool { return c.Ref.Tenant != Tenant })
	asked := map[checker.Question]bool{}
	for range min(2*Most, 4*a.size.Relationships) {
		question := checker.Question{
			Subject:    users[a.random.IntN(len(users))].Ref,
			Permission: schema.ClientViewDossier,
			Resource:   clients[a.random.IntN(len(clients))].Ref,
		}
		if !asked[question] {
			asked[question] = true
			a.add(q, Denied, question)
		}
	}
}

func (a asker) lists(q *Questions) {
	for i := range a.size.Practitioners {
		q.One = append(q.One, Listing{user(beginner(i)), schema.ClientViewDossier})
		q.Caseload = append(q.Caseload, Listing{user(practitioner(i)), schema.ClientViewDossier})
	}
	q.All = []Listing{{schema.Ref{Type: schema.TypeUser, Tenant: Wide, ID: Secretary}, schema.ClientViewAccount}}
	clients := a.size.generated().Clients
	for _, i := range a.random.Perm(clients)[:min(clients, 2_000)] {
		q.Who = append(q.Who, Naming{schema.ClientViewDossier, schema.Ref{Type: schema.TypeClient, Tenant: Tenant, ID: client(i)}})
	}
	for _, i := range a.random.Perm(a.size.Practitioners) {
		for range 20 {
			l := Linking{user(practitioner(i)), schema.Ref{Type: schema.TypeClient, Tenant: Tenant, ID: client(a.random.IntN(clients))}}
			if !a.floor.Check(l.Question(), a.now) {
				q.Links = append(q.Links, l)
				break
			}
		}
	}
}

func user(id string) schema.Ref { return schema.Ref{Type: schema.TypeUser, Tenant: Tenant, ID: id} }
