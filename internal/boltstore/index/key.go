package index

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/authzed/spicedb/pkg/tuple"

	"github.com/remit-authz/remit/internal/boltstore/boltfile"
)

// Layout is the order of the fields in the keys of an index.
type Layout int

const (
	// byResource is resource type, id and relation, then subject type, id and
	// relation.
	ByResource Layout = iota

	// bySubject is subject type, id and relation, then resource type, relation
	// and id: a lookup reads one unbroken run of keys.
	BySubject
)

// fields are the six parts of a relationship as they stand in a key: the
// ellipsis is the empty subject relation. They point into the key.
type fields struct {
	ResourceType, resourceID, relation      []byte
	subjectType, subjectID, subjectRelation []byte
}

// KeyOf is the key of a relationship in the given layout, without a revision.
func KeyOf(l Layout, ref tuple.RelationshipReference) []byte {
	return appendKey(nil, l, fields{
		ResourceType:    []byte(ref.Resource.ObjectType),
		resourceID:      []byte(ref.Resource.ObjectID),
		relation:        []byte(ref.Resource.Relation),
		subjectType:     []byte(ref.Subject.ObjectType),
		subjectID:       []byte(ref.Subject.ObjectID),
		subjectRelation: []byte(storedRelation(ref.Subject.Relation)),
	})
}

func appendKey(key []byte, l Layout, f fields) []byte {
	parts := [6][]byte{f.ResourceType, f.resourceID, f.relation, f.subjectType, f.subjectID, f.subjectRelation}
	if l == BySubject {
		parts = [6][]byte{f.subjectType, f.subjectID, f.subjectRelation, f.ResourceType, f.relation, f.resourceID}
	}
	size := len(parts) + boltfile.RevisionSize
	for _, part := range parts {
		size += len(part)
	}
	key = append(make([]byte, 0, len(key)+size), key...)
	for _, part := range parts {
		key = append(append(key, part...), boltfile.Separator)
	}
	return key
}

// splitKey is the reverse of appendKey, for a key without its revision.
func splitKey(l Layout, key []byte) (fields, error) {
	var parts [6][]byte
	rest := key
	for i := range parts {
		end := bytes.IndexByte(rest, boltfile.Separator)
		if end < 0 {
			return fields{}, boltfile.Damaged("the key %q has %d fields instead of 6", key, i)
		}
		parts[i], rest = rest[:end], rest[end+1:]
	}
	if len(rest) != 0 {
		return fields{}, boltfile.Damaged("the key %q goes on after its 6 fields", key)
	}
	if l == BySubject {
		return fields{parts[3], parts[5], parts[4], parts[0], parts[1], parts[2]}, nil
	}
	return fields{parts[0], parts[1], parts[2], parts[3], parts[4], parts[5]}, nil
}

// reference copies the fields out of the key, in one allocation.
func (f fields) reference() tuple.RelationshipReference {
	var b strings.Builder
	b.Grow(len(f.ResourceType) + len(f.resourceID) + len(f.relation) + len(f.subjectType) + len(f.subjectID) + len(f.subjectRelation))
	for _, part := range [][]byte{f.ResourceType, f.resourceID, f.relation, f.subjectType, f.subjectID, f.subjectRelation} {
		b.Write(part)
	}
	all := b.String()
	next := func(part []byte) string {
		s := all[:len(part)]
		all = all[len(part):]
		return s
	}
	ref := tuple.RelationshipReference{}
	ref.Resource.ObjectType = next(f.ResourceType)
	ref.Resource.ObjectID = next(f.resourceID)
	ref.Resource.Relation = next(f.relation)
	ref.Subject.ObjectType = next(f.subjectType)
	ref.Subject.ObjectID = next(f.subjectID)
	ref.Subject.Relation = next(f.subjectRelation)
	if ref.Subject.Relation == "" {
		ref.Subject.Relation = tuple.Ellipsis
	}
	return ref
}

// storedRelation is a subject's relation as it stands in a key.
func storedRelation(relation string) string {
	if relation == tuple.Ellipsis {
		return ""
	}
	return relation
}

// validReference refuses what a key cannot hold.
func validReference(ref tuple.RelationshipReference) error {
	for _, part := range [...]string{
		ref.Resource.ObjectType, ref.Resource.ObjectID, ref.Resource.Relation,
		ref.Subject.ObjectType, ref.Subject.ObjectID, ref.Subject.Relation,
	} {
		if part == "" || strings.IndexByte(part, boltfile.Separator) >= 0 {
			return fmt.Errorf("relationship %q: every part must be given and none may hold a zero byte", ref.String())
		}
	}
	return nil
}
