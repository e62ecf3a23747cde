package schema

// Kind is what a relation is for. The zero value is none.
type Kind string

// The kinds of relation.
const (
	KindSystemRole Kind = "system_role" // a role in a tenant, of which a user has at most one
	KindGroup      Kind = "group"       // a role in a tenant, of which a user has any number
	KindLink       Kind = "link"        // a user's role on one object
	KindActive     Kind = "active"      // who has an active account in a tenant
	KindSwitch     Kind = "switch"      // on while one relationship to the wildcard exists
	KindIdentity   Kind = "identity"    // whose account, or whose own login, it is
	KindTenant     Kind = "tenant"      // the tenant that an object belongs to
	KindParent     Kind = "parent"      // the object that another is part of
	KindMarker     Kind = "marker"      // says in the graph what follows from other relationships
	KindContact    Kind = "contact"     // somebody to turn to, without any right
	KindOrigin     Kind = "origin"      // says that an application made the object
	KindLease      Kind = "lease"       // which sync may write, and what was done
	KindReview     Kind = "review"      // what somebody found of an emergency access
)

// Aside says that relationships of the kind are no part of what a tenant holds: they
// grant nothing, and no plan writes them or takes them away.
func (k Kind) Aside() bool { return k == KindLease || k == KindReview }

// Writer is who writes the relationships of a relation. The zero value is
// nobody.
type Writer string

// The writers.
const (
	// BySource: a sync writes what a source of users and roles says, and takes
	// away what it no longer says.
	BySource Writer = "source"
	// ByApplication: an application writes what was done in it. Where a source
	// writes the relation too, an application names a user by their account, and
	// an object that it places has the relation of KindOrigin besides.
	ByApplication Writer = "application"
	// ByDerivation: a sync writes it because of other relationships.
	ByDerivation Writer = "derived"
	// ByLoader: a sync, or the service that does acts, writes it for itself.
	ByLoader Writer = "loader"
)

// Effect is what a relationship more does to who may do what. The zero value
// is not known.
type Effect string

// The effects.
const (
	Gives      Effect = "gives"      // nobody loses by it
	Takes      Effect = "takes"      // nobody gains by it
	Switches   Effect = "switches"   // everything of a user or a procedure depends on it
	Places     Effect = "places"     // all of a kind must agree: the first gives, each further one takes
	Identifies Effect = "identifies" // gives and takes, as what names the subject does
	Nothing    Effect = "nothing"
)

// RelationFacts are what the model says of one relation beside its type: plain
// data, the caller's to read only. The zero value is that of an unknown
// relation.
type RelationFacts struct {
	Kind   Kind
	By     []Writer
	Effect Effect
	// Caveat is the condition that every one of its relationships carries; blank
	// for none.
	Caveat Caveat
	// MayEnd says that a relationship without a caveat may have an end, at which an
	// engine forgets it.
	MayEnd bool
	// Needs are the roles in the tenant of which a user needs one, or the
	// relationship grants nothing; none where it stands alone.
	Needs []Role
	// GrantedBy is what somebody needs to write such a relationship: on the
	// relationship's resource, or, if it is a permission of another type, on the
	// subject's account or on the parent of that type. Blank where nobody grants
	// it.
	GrantedBy Permission
	// OnlySelf says that people grant it to themselves and to nobody else.
	OnlySelf bool
	// Under is the switch whose end is also the end of the relationship.
	Under Relation
	// Excludes are the links that a user with this role cannot have.
	Excludes []Relation
	// Administers says that whoever has the role decides about other users.
	Administers bool
	// Conflicts are the relations that, held beside this one, come to more than
	// either was meant for: on the same object, or on one that is part of it, as
	// everything is of its tenant.
	Conflicts []Relation
	// KeepLast says that the last of a tenant who has the role is not removed
	// unasked.
	KeepLast bool
	// While and Unless say when a marker is written: while its object stands in
	// one of these relations, or unless it does. An account stands in what its
	// user stands in. Always says that it is on every object of its type. One of
	// the three is set, for a marker.
	While, Unless []Relation
	Always        bool
	// Wildcard says that its one subject is the wildcard. A marker points at its
	// object's tenant otherwise.
	Wildcard bool
	// Label is the role's name; blank for what is no role.
	Label Label
	// Sentence says that a relationship is there, comes, or goes.
	Sentence Sentence
}

// Sentence is how one relationship reads. The texts have places for {who}, the
// user; {what}, the resource; {parent}, the subject that the resource belongs
// to; and {role}.
type Sentence struct{ Is, Gains, Loses Label }

// PermissionFacts are what the model says of one permission beside its
// expression. The zero value is that of an unknown permission.
type PermissionFacts struct {
	Label Label
	// Common says that whoever has any role has it on nearly everything, so that
	// counts of it mean nothing.
	Common bool
	// ConditionalOn is the relation of the same object whose relationships carry a
	// caveat and may give the permission; blank where none may. It is computed
	// from the expression.
	ConditionalOn Relation
}

// Facts are what the model says of the relation; the zero value for one that
// it does not have.
func (r Relation) Facts() RelationFacts { return relationFacts[r] }

// Sentence is how a relationship of the relation reads; in SpiceDB's notation
// for a relation that the model does not have.
func (r Relation) Sentence() Sentence { return Model{}.Sentence(r) }

// Sentence is how a relationship of the relation reads; in SpiceDB's notation
// for a relation of which the model says nothing.
func (m Model) Sentence(r Relation) Sentence {
	f := m.RelationFacts(r)
	if f.Sentence.Is != (Label{}) && f.Sentence.Gains != (Label{}) && f.Sentence.Loses != (Label{}) {
		return f.Sentence
	}
	notation := "{what}#" + Shown(r.Name()) + "@{who}"
	bare := Label{notation, notation, notation}
	return Sentence{Is: bare, Gains: bare, Loses: Label{"no longer " + notation, "niet langer " + notation, "plus de " + notation}}
}

// Facts are what the model says of the permission; the zero value for one that
// it does not have.
func (p Permission) Facts() PermissionFacts { return permissionFacts[p] }

// WrittenBy says whether it is one of those who write the relation.
func (f RelationFacts) WrittenBy(w Writer) bool {
	for _, by := range f.By {
		if by == w {
			return true
		}
	}
	return false
}

// TypeFacts are what the model says of one type. The zero value is that of an
// unknown type.
type TypeFacts struct {
	Label Label
	// CreatedWith and RemovedWith are what somebody needs to make such an object
	// in an application, and to remove one: on the object itself, on its parent of
	// that type, or on its tenant. Blank where no application does.
	CreatedWith, RemovedWith Permission
	// Creator are the relations of the object that its creator gets.
	Creator []Relation
}

// Facts are what the model says of the type; the zero value for one that it
// does not have.
func (t Type) Facts() TypeFacts { return typeFacts[t] }

// Pointer is the relation of a type that points at what its objects belong to: it
// is named for that type.
func (t Type) Pointer(parent Type) Relation { return Relation(string(t) + "#" + string(parent)) }

// Label is the type's name for people.
func (t Type) Label() Label { return t.Facts().Label }

// Origin is the relation that says of an object of the type that an application
// made it; blank for a type of which only a source writes objects.
func (t Type) Origin() Relation {
	for _, r := range Relations(t) {
		if r.Facts().Kind == KindOrigin {
			return r
		}
	}
	return ""
}
