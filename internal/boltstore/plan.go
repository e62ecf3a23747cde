package boltstore

import (
	"bytes"
	"slices"

	bolt "go.etcd.io/bbolt"

	"github.com/authzed/spicedb/pkg/datastore"
)

// maxPrefixes is how many ranges a query is cut into at most. Beyond it, wider
// ones are read and filtered.
const maxPrefixes = 2048

// planScan chooses the index for a filter and the parts of it to read. What it
// reads holds everything that matches, and may hold more.
func planScan(tx *bolt.Tx, filter datastore.RelationshipsFilter) (scan, error) {
	selectors := filter.OptionalSubjectsSelectors
	switch {
	case len(filter.OptionalResourceIds) == 0 && len(selectors) > 0 && !slices.ContainsFunc(selectors, lacksSubject):
		return planReverse(filter), nil
	case len(selectors) > 0 && !slices.ContainsFunc(selectors, allowsEllipsis):
		return planResources(tx, usersetsBucket, filter)
	default:
		return planResources(tx, relationshipsBucket, filter)
	}
}

func planResources(tx *bolt.Tx, t table, filter datastore.RelationshipsFilter) (scan, error) {
	prefixes, err := resourcePrefixes(tx, t, filter)
	return scan{table: t, layout: byResource, prefixes: disjoint(prefixes)}, err
}

// planReverse is planScan for a question that starts from subjects.
func planReverse(filter datastore.RelationshipsFilter) scan {
	return scan{table: subjectsBucket, layout: bySubject, prefixes: disjoint(subjectPrefixes(filter))}
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

func resourcePrefixes(tx *bolt.Tx, t table, filter datastore.RelationshipsFilter) ([][]byte, error) {
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
			longer = append(longer, append(append(append(next, prefix...), value...), separator))
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
func firstFields(tx *bolt.Tx, t table) ([]string, error) {
	var values []string
	c := t.cursor(tx)
	for k, _ := c.first(); k != nil; {
		end := bytes.IndexByte(k, separator)
		if end < 0 {
			break
		}
		values = append(values, string(k[:end]))
		k, _ = c.seek(append(bytes.Clone(k[:end]), separator+1))
	}
	return values, c.err
}
