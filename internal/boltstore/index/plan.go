package index

import (
	"bytes"
	"slices"

	bolt "go.etcd.io/bbolt"

	"github.com/authzed/spicedb/pkg/datastore"

	"github.com/remit-authz/remit/internal/boltstore/boltfile"
)

// maxPrefixes is how many ranges a query is cut into at most. Beyond it, wider
// ones are read and filtered.
const maxPrefixes = 2048

// PlanScan chooses the index for a filter and the parts of it to read. What it
// reads holds everything that matches, and may hold more.
func PlanScan(tx *bolt.Tx, filter datastore.RelationshipsFilter) (Scan, error) {
	selectors := filter.OptionalSubjectsSelectors
	switch {
	case len(filter.OptionalResourceIds) == 0 && len(selectors) > 0 && !slices.ContainsFunc(selectors, lacksSubject):
		return PlanReverse(filter), nil
	case len(selectors) > 0 && !slices.ContainsFunc(selectors, allowsEllipsis):
		return planResources(tx, boltfile.Usersets, filter)
	default:
		return planResources(tx, boltfile.Relationships, filter)
	}
}

func planResources(tx *bolt.Tx, t boltfile.Table, filter datastore.RelationshipsFilter) (Scan, error) {
	prefixes, err := resourcePrefixes(tx, t, filter)
	return Scan{Table: t, Layout: ByResource, Prefixes: disjoint(prefixes)}, err
}

// PlanReverse is PlanScan for a question that starts from subjects.
func PlanReverse(filter datastore.RelationshipsFilter) Scan {
	return Scan{Table: boltfile.Subjects, Layout: BySubject, Prefixes: disjoint(subjectPrefixes(filter))}
}

func lacksSubject(s datastore.SubjectsSelector) bool {
	return s.OptionalSubjectType == "" || len(s.OptionalSubjectIds) == 0
}

func allowsEllipsis(s datastore.SubjectsSelector) bool {
	f := s.RelationFilter
	return !f.OnlyNonEllipsisRelations && (f.IncludeEllipsisRelation || f.NonEllipsisRelation == "")
}

// subjectPrefixes need a subject type in every selector.
func subjectPrefixes(filter datastore.RelationshipsFilter) [][]byte {
	var prefixes [][]byte
	for _, s := range filter.OptionalSubjectsSelectors {
		under := extend([][]byte{nil}, s.OptionalSubjectType)
		if len(s.OptionalSubjectIds) > 0 {
			under = extend(under, s.OptionalSubjectIds...)
			if relations, any := subjectRelations(s.RelationFilter); !any {
				under = extend(under, relations...)
				if filter.OptionalResourceType != "" {
					under = extend(under, filter.OptionalResourceType)
					if filter.OptionalResourceRelation != "" {
						under = extend(under, filter.OptionalResourceRelation)
					}
				}
			}
		}
		prefixes = append(prefixes, under...)
	}
	return prefixes
}

func resourcePrefixes(tx *bolt.Tx, t boltfile.Table, filter datastore.RelationshipsFilter) ([][]byte, error) {
	types := []string{filter.OptionalResourceType}
	if filter.OptionalResourceType == "" {
		if len(filter.OptionalResourceIds) == 0 && filter.OptionalResourceIDPrefix == "" {
			return [][]byte{nil}, nil
		}
		var err error
		if types, err = firstFields(tx, t); err != nil {
			return nil, err
		}
	}
	under := extend([][]byte{nil}, types...)
	switch {
	case len(filter.OptionalResourceIds) == 0:
		for i := range under {
			under[i] = append(under[i], filter.OptionalResourceIDPrefix...)
		}
		return under, nil
	case filter.OptionalResourceRelation == "":
		return extend(under, filter.OptionalResourceIds...), nil
	}
	under = extend(extend(under, filter.OptionalResourceIds...), filter.OptionalResourceRelation)
	if narrow := narrowed(under, filter.OptionalSubjectsSelectors); len(narrow) > 0 {
		return narrow, nil
	}
	return under, nil
}

// narrowed adds to whole resource relations what is known of the subjects. It is
// nil if that would be too little or too much.
func narrowed(under [][]byte, selectors []datastore.SubjectsSelector) [][]byte {
	var narrow [][]byte
	for _, s := range selectors {
		if s.OptionalSubjectType == "" || len(narrow)+len(under)*2*max(1, len(s.OptionalSubjectIds)) > maxPrefixes {
			return nil
		}
		part := extend(under, s.OptionalSubjectType)
		if len(s.OptionalSubjectIds) > 0 {
			part = extend(part, s.OptionalSubjectIds...)
			if relations, any := subjectRelations(s.RelationFilter); !any {
				part = extend(part, relations...)
			}
		}
		narrow = append(narrow, part...)
	}
	return narrow
}

// extend adds a field to each prefix, once for each of its values.
func extend(prefixes [][]byte, values ...string) [][]byte {
	longer := make([][]byte, 0, len(prefixes)*len(values))
	for _, prefix := range prefixes {
		for _, value := range values {
			next := make([]byte, 0, len(prefix)+len(value)+1)
			longer = append(longer, append(append(append(next, prefix...), value...), boltfile.Separator))
		}
	}
	return longer
}

// disjoint sorts the prefixes and drops those that another one covers.
func disjoint(prefixes [][]byte) [][]byte {
	slices.SortFunc(prefixes, bytes.Compare)
	kept := prefixes[:0]
	for _, prefix := range prefixes {
		if len(kept) == 0 || !bytes.HasPrefix(prefix, kept[len(kept)-1]) {
			kept = append(kept, prefix)
		}
	}
	return kept
}

// firstFields are the different first fields in an index, in a seek for each.
func firstFields(tx *bolt.Tx, t boltfile.Table) ([]string, error) {
	var values []string
	c := t.Cursor(tx)
	for k, _ := c.First(); k != nil; {
		end := bytes.IndexByte(k, boltfile.Separator)
		if end < 0 {
			break
		}
		values = append(values, string(k[:end]))
		k, _ = c.Seek(append(bytes.Clone(k[:end]), boltfile.Separator+1))
	}
	return values, c.Err()
}
