package recall

import v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

const (
	leastName, mostName = 3, 64 // bytes of a type, a relation or a permission
	mostID              = 1024
)

// isPlain says of a request that it is one of those that nearly all are, and that the
// rules of SpiceDB's API allow. They cost more to apply than the answer does; what is
// not plain is held to them.
func isPlain(asked request) bool {
	if !isPlainConsistency(asked.GetConsistency()) {
		return false
	}
	switch r := asked.(type) {
	case *v1.CheckPermissionRequest:
		return isPlainCheck(r)
	case *v1.CheckBulkPermissionsRequest:
		if len(r.GetItems()) == 0 || len(r.GetItems()) > mostItems {
			return false
		}
		for _, item := range r.GetItems() {
			if !isPlainCheck(item) {
				return false
			}
		}
		return true
	case *v1.LookupResourcesRequest:
		return isName(r.GetResourceObjectType()) && isName(r.GetPermission()) && isPlainSubject(r.GetSubject()) &&
			r.GetOptionalLimit() == 0 && r.GetOptionalCursor() == nil
	case *v1.LookupSubjectsRequest:
		return isPlainObject(r.GetResource()) && isName(r.GetPermission()) && isName(r.GetSubjectObjectType()) &&
			r.GetOptionalSubjectRelation() == "" && r.GetOptionalConcreteLimit() == 0 && r.GetOptionalCursor() == nil &&
			(r.GetWildcardOption() == v1.LookupSubjectsRequest_WILDCARD_OPTION_UNSPECIFIED ||
				r.GetWildcardOption() == v1.LookupSubjectsRequest_WILDCARD_OPTION_INCLUDE_WILDCARDS)
	}
	return false
}

func isPlainConsistency(c *v1.Consistency) bool {
	switch of := c.GetRequirement().(type) {
	case *v1.Consistency_FullyConsistent:
		return of.FullyConsistent
	case *v1.Consistency_MinimizeLatency:
		return of.MinimizeLatency
	case *v1.Consistency_AtLeastAsFresh:
		return of.AtLeastAsFresh.GetToken() != ""
	}
	return false
}

// asked is one question of a request.
type asked interface {
	GetResource() *v1.ObjectReference
	GetPermission() string
	GetSubject() *v1.SubjectReference
}

func isPlainCheck(q asked) bool {
	return isPlainObject(q.GetResource()) && isName(q.GetPermission()) && isPlainSubject(q.GetSubject())
}

func isPlainSubject(s *v1.SubjectReference) bool {
	return isPlainObject(s.GetObject()) && (s.GetOptionalRelation() == "" || isName(s.GetOptionalRelation()))
}

func isPlainObject(o *v1.ObjectReference) bool {
	id := o.GetObjectId()
	if id == "" || len(id) > mostID || !isName(o.GetObjectType()) {
		return false
	}
	for i := range len(id) {
		switch c := id[i]; {
		case isLower(c), isDigit(c), c >= 'A' && c <= 'Z':
		case c == '/', c == '_', c == '|', c == '-', c == '=', c == '+':
		default:
			return false
		}
	}
	return true
}

// isName leaves out names with a prefix, which the model has none of.
func isName(name string) bool {
	if len(name) < leastName || len(name) > mostName || !isLower(name[0]) || name[len(name)-1] == '_' {
		return false
	}
	for i := range len(name) {
		if c := name[i]; !isLower(c) && !isDigit(c) && c != '_' {
			return false
		}
	}
	return true
}

func isLower(c byte) bool { return c >= 'a' && c <= 'z' }
func isDigit(c byte) bool { return c >= '0' && c <= '9' }
