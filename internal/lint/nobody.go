package lint

import (
	"maps"
	"slices"

	"github.com/remit-authz/remit/internal/graph/zed"
	"github.com/remit-authz/remit/internal/phrase"
)

// nobody says only what no data can change. "nil" alone is how a schema says
// nobody on purpose.
var nobody = Rule{
	Name: "nobody",
	Why: phrase.Of(`whatever relationships there are, the expression holds for nobody: it asks for two types of subject at once, subtracts what it starts from, or follows a relation to types that do not have what it asks. ` +
		`Mend it, or write "nil" where nobody is meant.`),
	check: func(s *Schema) []shape {
		having := s.subjects()
		var found []shape
		for _, m := range s.all {
			if m.isPermission() && len(having[m.name()]) == 0 && !isNil(m.expression) {
				found = append(found, s.found(m, m.relation.GetSourcePosition(), phrase.Of("%s is had by nobody", m)))
			}
		}
		return found
	},
}

func isNil(e zed.Expression) bool {
	return len(e.Operands) == 1 && e.Operands[0].IsNobody()
}

// types are types of subject.
type types map[string]bool

// subjects are the types whose objects may have a relation or permission, by
// its name: at least those that may.
func (s *Schema) subjects() map[string]types {
	having := map[string]types{}
	for grown := true; grown; {
		grown = false
		for _, m := range s.all {
			may := s.may(m, having)
			grown = grown || len(may) > len(having[m.name()])
			having[m.name()] = may
		}
	}
	return having
}

// may are the types that may have a member, by what is known of the others.
func (s *Schema) may(m member, having map[string]types) types {
	if m.isPermission() {
		return zed.Fold(m.expression, mayHave{s, m.typ, having}).types
	}
	may := types{}
	for _, kind := range m.takes() {
		may[kind.GetNamespace()] = true
		if isUserset(kind) {
			maps.Copy(may, having[kind.GetNamespace()+"#"+kind.GetRelation()])
		}
	}
	return may
}

// mayHave finds who may have an expression of a type.
type mayHave struct {
	schema *Schema
	typ    string
	having map[string]types
}

// had is an expression with the types that may have it.
type had struct {
	types
	// name is that of one that is no more than a name. start is what a difference
	// starts from, and less what it subtracts, where these are names.
	name, start string
	less        []string
}

func (m mayHave) Name(name string) had {
	return had{types: m.having[m.typ+"#"+name], name: name, start: name}
}

func (m mayHave) Arrow(a zed.Arrow) had {
	may := types{}
	for _, kind := range m.schema.members[m.typ+"#"+a.Follow].takes() {
		maps.Copy(may, m.having[kind.GetNamespace()+"#"+a.Ask])
	}
	return had{types: may}
}

func (m mayHave) Self() had   { return had{types: types{m.typ: true}} }
func (m mayHave) Nobody() had { return had{} }

func (m mayHave) Union(of []had) had {
	may := types{}
	for _, one := range of {
		maps.Copy(may, one.types)
	}
	return had{types: may}
}

func (m mayHave) Intersection(of []had) had {
	may := maps.Clone(of[0].types)
	for _, one := range of {
		maps.DeleteFunc(may, func(typ string, _ bool) bool { return !one.types[typ] })
	}
	return had{types: may}
}

// Exclusion takes nothing away for certain, unless it subtracts the name that it
// starts from: "a - a", and also "a - b - a", which is "(a - b) - a".
func (m mayHave) Exclusion(of []had) had {
	difference := had{types: of[0].types, start: of[0].start, less: slices.Clone(of[0].less)}
	for _, one := range of[1:] {
		difference.less = append(difference.less, one.name)
	}
	if difference.start != "" && slices.Contains(difference.less, difference.start) {
		difference.types = nil
	}
	return difference
}
