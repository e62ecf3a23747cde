// Package recertification has people say of grants whether they are to stay: it finds the
// grants of a scope and who may end each, keeps a campaign in a record, and says what
// became of it.
//
// A campaign is a ledger's entries (entry.CampaignStep) and nothing else: its state
// follows from them. The grants are as they were when it was opened.
package recertification

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/suggest"
	"github.com/remit-authz/remit/schema"
)

// Scope says which grants a campaign is about: those that all of it names. The zero value
// is all.
type Scope struct {
	tenant   schema.TenantID
	typ      schema.Type
	relation schema.Relation
	object   relation.Object
	user     relation.Object
}

// ParseScope reads a scope: a tenant (tenant:veldzicht), a type (client), a role
// (client#practitioner; tenant#app_admin, or app_admin alone), an object
// (client:veldzicht/c-1; of a group what it has, too) or a user (user:veldzicht/anna), each
// once at most.
func ParseScope(m schema.Model, texts []string) (Scope, error) {
	s := Scope{}
	if len(texts) == 0 {
		return s, phrase.Errorf("say with --scope what is reviewed: a tenant, a type, an object, a role or a user, such as tenant:veldzicht, client, client#practitioner or user:veldzicht/anna")
	}
	for _, text := range texts {
		before, alone := s, Scope{}
		if err := alone.take(m, text); err != nil {
			return Scope{}, err
		}
		_ = s.take(m, text) // it was read
		switch {
		case s != before:
		case s.says(alone):
			return Scope{}, phrase.Errorf("scope %s says what another one has said already", schema.Quote(text))
		default:
			return Scope{}, phrase.Errorf("no role and no link is in scope %s and in the one of that kind before it: several scopes are what all of them name, so open a review for each", schema.Quote(text))
		}
	}
	return s, nil
}

// says reports whether all that another scope says is said by s.
func (s Scope) says(other Scope) bool {
	after := s
	if other.tenant != "" {
		after.tenant = other.tenant
	}
	if other.typ != "" {
		after.typ = other.typ
	}
	if other.relation != "" {
		after.relation = other.relation
	}
	if other.object != (relation.Object{}) {
		after.object = other.object
	}
	if other.user != (relation.Object{}) {
		after.user = other.user
	}
	return after == s
}

func (s *Scope) take(m schema.Model, text string) error {
	if strings.Contains(text, ":") {
		o, err := ParseObject(m, text)
		switch {
		case err != nil:
			return err
		case o.Type == schema.TypeTenant && s.tenant == "":
			s.tenant = o.Tenant()
		case (o.Type == schema.TypeUser || o.Type == schema.TypeAccount) && s.user == relation.Object{}:
			s.user = relation.Object{Type: schema.TypeUser, ID: o.ID}
		case s.object == relation.Object{} && o.Type != schema.TypeTenant:
			s.object = o
		}
		return nil
	}
	if m.HasType(schema.Type(text)) {
		if s.typ == "" {
			s.typ = schema.Type(text)
		}
		return nil
	}
	r := schema.Relation(text)
	if !strings.Contains(text, "#") {
		r = schema.Relation(string(schema.TypeTenant) + "#" + text)
	}
	if !IsGrant(m, r) {
		return phrase.Errorf("scope %s is no type, no role and no reference%s", schema.Quote(text), suggest.DidYouMean(text, scopeNames(m)))
	}
	if s.relation == "" {
		s.relation = r
	}
	return nil
}

// ParseObject reads an object as people write it, or as reviews print one of an institution's
// own types (team:=veldzicht/night): with the id that the engine holds.
func ParseObject(m schema.Model, text string) (relation.Object, error) {
	written := text
	if unquoted, err := strconv.Unquote(text); err == nil {
		written = unquoted
	}
	if typ, id, held := strings.Cut(written, ":="); held && m.HasType(schema.Type(typ)) && id != "" && id != relation.Wildcard {
		return relation.Object{Type: schema.Type(typ), ID: id}, nil
	}
	ref, err := m.ParseRef(text)
	if err != nil {
		return relation.Object{}, err
	}
	return relation.ObjectOf(ref), nil
}

// scopeNames are the names of types and roles that a scope can be.
func scopeNames(m schema.Model) []string {
	var all []string
	for _, t := range m.Types() {
		all = append(all, string(t))
		for _, r := range m.Relations(t) {
			if IsGrant(m, r) {
				all = append(all, string(r))
			}
			if IsGrant(m, r) && t == schema.TypeTenant {
				all = append(all, r.Name())
			}
		}
	}
	return all
}

// Refs are the objects, users and tenants that a scope names, as far as they have a reference.
func (s Scope) Refs(m schema.Model) []schema.Ref {
	var all []schema.Ref
	if s.tenant != "" {
		all = append(all, schema.TenantRef(s.tenant))
	}
	for _, o := range []relation.Object{s.object, s.user} {
		if ref, err := m.RefOfObject(string(o.Type), o.ID); err == nil {
			all = append(all, ref)
		}
	}
	return all
}

func (s Scope) has(g entry.Grant) bool {
	return (s.tenant == "" || g.Resource.Tenant() == s.tenant) && (s.typ == "" || g.Resource.Type == s.typ) &&
		(s.relation == "" || g.Relation == s.relation) && (s.object == relation.Object{} || g.Resource == s.object || g.User == s.object) &&
		(s.user == relation.Object{} || g.User == s.user)
}

// IsGrant says whether relationships of a relation are grants: roles in a tenant and links,
// which give something and which somebody may end. Emergency access is reviewed as such.
func IsGrant(m schema.Model, r schema.Relation) bool {
	f := m.RelationFacts(r)
	role := f.Kind == schema.KindSystemRole || f.Kind == schema.KindGroup || f.Kind == schema.KindLink
	return role && f.Effect == schema.Gives && f.Under == ""
}

// State is an engine's state at one moment, asked about who may end what.
type State struct {
	snapshot *eval.Snapshot
	model    schema.Model
	context  eval.Context
	holders  map[place][]relation.Object
	load     map[relation.Object]int
}

// place is a permission on an object.
type place struct {
	object     relation.Object
	permission schema.Permission
}

// StateOf is a state at a moment.
func StateOf(s *eval.Snapshot, m schema.Model, at time.Time) *State {
	return &State{s, m, eval.Context{At: at, Values: schema.ContextAt}, map[place][]relation.Object{}, map[relation.Object]int{}}
}

// Grants are those of a scope, sorted and numbered, each with its path and who is to decide
// about it. Of those who may end one the reviewer is the one with the least to decide so
// far. The error is the evaluation's.
func (s *State) Grants(scope Scope) ([]entry.Grant, error) {
	var all []entry.Grant
	for _, t := range s.model.Types() {
		if scope.typ != "" && t != scope.typ {
			continue
		}
		for _, r := range s.model.Relations(t) {
			if IsGrant(s.model, r) {
				all = append(all, s.ofRelation(scope, r)...)
			}
		}
	}
	slices.SortFunc(all, func(a, b entry.Grant) int { return a.Compare(b.Relationship) })
	finder := paths{s, map[schema.Relation]string{}}
	for i := range all {
		g := &all[i]
		g.Number, g.Path = i+1, finder.of(*g)
		if err := s.assign(g); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (s *State) ofRelation(scope Scope, r schema.Relation) []entry.Grant {
	var found []entry.Grant
	for id := range s.snapshot.Graph.Resources() {
		resource := s.snapshot.Object(id)
		if resource.Type != r.Type() {
			continue
		}
		for one := range s.snapshot.Of(resource, r.Name()) {
			g := entry.Grant{Relationship: one, User: userOf(one), Writer: s.writer(one)}
			if one.End().After(s.context.At) && scope.has(g) {
				found = append(found, g)
			}
		}
	}
	return found
}

// userOf is whom a relationship names, by their account too.
func userOf(r relation.Relationship) relation.Object {
	if r.Subject.Type == schema.TypeAccount {
		return relation.Object{Type: schema.TypeUser, ID: r.Subject.ID}
	}
	return r.Subject
}

func (s *State) writer(r relation.Relationship) string {
	switch f := r.Relation.Facts(); {
	case f.Kind == "":
		return "other"
	case r.Subject.Type == schema.TypeAccount || !f.WrittenBy(schema.BySource):
		return "application"
	}
	return "source"
}

// assign says who is to decide about a grant.
func (s *State) assign(g *entry.Grant) error {
	may, as, err := s.mayEnd(*g)
	if err != nil || len(may) == 0 {
		return err
	}
	g.Reviewer = slices.MinFunc(may, func(a, b relation.Object) int { return cmp.Or(s.load[a]-s.load[b], a.Compare(b)) })
	g.As = as
	s.load[g.Reviewer]++
	return nil
}

// OfPerson says whether a grant is one person's. Of one that is a set's or everybody's
// nobody decides: whoever does might be of those who have it.
func OfPerson(g entry.Grant) bool {
	switch {
	case g.Subject.ID == "*":
		return false
	case g.Subject.Type == schema.TypeAccount:
		return g.SubjectRelation == schema.AccountOwner.Name()
	}
	return g.Subject.Type == schema.TypeUser && g.SubjectRelation == ""
}

// The ways in which somebody may decide.
const (
	holder        = "holder"
	administrator = "administrator"
)

// mayEnd are those who may end a grant, but for the user whom it is given to: who has the
// permission that its facts name, or, where nobody has, the administrators of the tenant
// who may know of the object.
func (s *State) mayEnd(g entry.Grant) (may []relation.Object, as string, err error) {
	if !OfPerson(g) {
		return nil, "", nil
	}
	others := func(all []relation.Object) []relation.Object {
		return slices.DeleteFunc(slices.Clone(all), func(o relation.Object) bool { return o == g.User })
	}
	if on, known := s.placeOf(g); known {
		all, err := s.holdersOf(on)
		if err != nil {
			return nil, "", err
		}
		if may = others(all); len(may) > 0 {
			return may, holder, nil
		}
	}
	if g.Resource.Type == schema.TypeTenant {
		// Of roles the model says itself which administrators may end them: never a user
		// admin an app admin's.
		return nil, "", nil
	}
	return others(s.administrators(g.Resource)), administrator, nil
}

// placeOf is where the permission to give and end a grant is asked.
func (s *State) placeOf(g entry.Grant) (place, bool) {
	permission := s.model.RelationFacts(g.Relation).GrantedBy
	switch permission.Type() {
	case "":
		return place{}, false
	case g.Resource.Type:
		return place{g.Resource, permission}, true
	case schema.TypeAccount:
		return place{relation.Object{Type: schema.TypeAccount, ID: g.User.ID}, permission}, true
	}
	pointer := g.Resource.Type.Pointer(permission.Type())
	for r := range s.snapshot.Of(g.Resource, pointer.Name()) {
		return place{r.Subject, permission}, true
	}
	return place{}, false
}

func (s *State) holdersOf(on place) ([]relation.Object, error) {
	if known, there := s.holders[on]; there {
		return known, nil
	}
	q := eval.Question{Resource: on.object, Permission: on.permission.Name(), Subject: relation.Object{Type: schema.TypeUser}}
	list, err := s.snapshot.Subjects(q, s.context)
	if err != nil {
		return nil, err
	}
	all := []relation.Object{}
	for _, id := range list.Allowed {
		all = append(all, relation.Object{Type: schema.TypeUser, ID: id})
	}
	slices.SortFunc(all, relation.Object.Compare)
	s.holders[on] = all
	return all, nil
}

// administrators are the active users of an object's tenant whose role decides about
// others, and who may know of the object.
func (s *State) administrators(object relation.Object) []relation.Object {
	on := place{object: object}
	if known, there := s.holders[on]; there {
		return known
	}
	tenant, all := relation.ObjectOf(schema.TenantRef(object.Tenant())), []relation.Object{}
	for _, r := range s.model.Relations(schema.TypeTenant) {
		if !s.model.RelationFacts(r).Administers {
			continue
		}
		for one := range s.snapshot.Of(tenant, r.Name()) {
			if one.SubjectRelation == "" && s.active(one.Subject) && !slices.Contains(all, one.Subject) && s.knows(one.Subject, object) {
				all = append(all, one.Subject)
			}
		}
	}
	slices.SortFunc(all, relation.Object.Compare)
	s.holders[on] = all
	return all
}

// knows says whether a user may know of an object: whether they have a permission on it.
// One to give oneself access, as in an emergency, is none yet: an ethical wall and
// whatever else takes all permissions away takes away the knowledge too.
func (s *State) knows(user, object relation.Object) bool {
	toThemselves := map[schema.Permission]bool{}
	for _, r := range s.model.Relations(object.Type) {
		if f := s.model.RelationFacts(r); f.OnlySelf {
			toThemselves[f.GrantedBy] = true
		}
	}
	return slices.ContainsFunc(s.model.Permissions(object.Type), func(one schema.Permission) bool {
		q := eval.Question{Resource: object, Permission: one.Name(), Subject: user}
		return !toThemselves[one] && s.snapshot.Check(q, s.context).Outcome == eval.Allowed
	})
}

func (s *State) active(user relation.Object) bool {
	return s.snapshot.Has(relation.ObjectOf(schema.TenantRef(user.Tenant())), schema.TenantMember.Name(), user)
}

// MayDecide says by what somebody may decide about a grant; blank where they may not.
func (s *State) MayDecide(g entry.Grant, by relation.Object) (as string, err error) {
	may, as, err := s.mayEnd(g)
	if err != nil || !slices.Contains(may, by) {
		return "", err
	}
	return as, nil
}

// Holds says whether a grant stands as it was.
func (s *State) Holds(g entry.Grant) bool {
	for r := range s.snapshot.Of(g.Resource, g.Relation.Name()) {
		if r == g.Relationship {
			return r.End().After(s.context.At)
		}
	}
	return false
}

// paths finds by which path grants give something.
type paths struct {
	*State
	by map[schema.Relation]string // the permission that the last one gave
}

// of is a path that goes by a grant; none where it gives nothing.
func (p *paths) of(g entry.Grant) []string {
	permissions := []string{p.by[g.Relation]}
	for _, one := range p.model.Permissions(g.Resource.Type) {
		permissions = append(permissions, one.Name())
	}
	for _, name := range permissions {
		q := eval.Question{Resource: g.Resource, Permission: name, Subject: g.User}
		if name == "" || p.snapshot.Check(q, p.context).Outcome != eval.Allowed {
			continue
		}
		for _, path := range p.snapshot.Paths(q, p.context) {
			if slices.ContainsFunc(path.Steps, func(r relation.Relationship) bool { return r.Key() == g.Key() }) {
				p.by[g.Relation] = name
				var steps []string
				for _, step := range path.Steps {
					steps = append(steps, step.String())
				}
				return steps
			}
		}
	}
	return nil
}
