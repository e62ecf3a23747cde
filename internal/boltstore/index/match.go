package index

import (
	"bytes"
	"slices"

	core "github.com/authzed/spicedb/pkg/proto/core/v1"

	"github.com/authzed/spicedb/pkg/datastore"
)

// match says whether a relationship that was found is one that was asked for.
// It looks at the key before it decodes anything.
func match(filter datastore.RelationshipsFilter, f Found) (bool, error) {
	if !matchText(filter.OptionalResourceType, f.Fields.ResourceType) ||
		!matchText(filter.OptionalResourceRelation, f.Fields.relation) ||
		!matchAny(filter.OptionalResourceIds, f.Fields.resourceID) ||
		!bytes.HasPrefix(f.Fields.resourceID, []byte(filter.OptionalResourceIDPrefix)) {
		return false, nil
	}
	if len(filter.OptionalSubjectsSelectors) > 0 && !slices.ContainsFunc(filter.OptionalSubjectsSelectors, func(s datastore.SubjectsSelector) bool {
		return matchSubject(s, f.Fields)
	}) {
		return false, nil
	}
	switch filter.OptionalExpirationOption {
	case datastore.ExpirationFilterOptionHasExpiration:
		if !f.Payload.expires() {
			return false, nil
		}
	case datastore.ExpirationFilterOptionNoExpiration:
		if f.Payload.expires() {
			return false, nil
		}
	}
	return matchCaveat(filter.OptionalCaveatNameFilter, f.Payload)
}

func matchSubject(s datastore.SubjectsSelector, f fields) bool {
	if !matchText(s.OptionalSubjectType, f.subjectType) || !matchAny(s.OptionalSubjectIds, f.subjectID) {
		return false
	}
	if s.RelationFilter.OnlyNonEllipsisRelations {
		return len(f.subjectRelation) != 0
	}
	relations, any := subjectRelations(s.RelationFilter)
	return any || slices.Contains(relations, string(f.subjectRelation))
}

// subjectRelations are the relations that a filter allows, as they stand in a
// key, or true if it is not a list of some.
func subjectRelations(filter datastore.SubjectRelationFilter) (relations []string, any bool) {
	if filter.OnlyNonEllipsisRelations {
		return nil, true
	}
	if filter.IncludeEllipsisRelation {
		relations = append(relations, storedRelation(datastore.Ellipsis))
	}
	if filter.NonEllipsisRelation != "" {
		relations = append(relations, storedRelation(filter.NonEllipsisRelation))
	}
	return relations, len(relations) == 0
}

func matchCaveat(filter datastore.CaveatNameFilter, p payload) (bool, error) {
	switch filter.Option {
	case datastore.CaveatFilterOptionNoCaveat:
		if !p.hasCaveat() {
			return true, nil
		}
		caveat, err := p.caveat()
		return err == nil && caveat.CaveatName == "", err
	case datastore.CaveatFilterOptionHasMatchingCaveat:
		if !p.hasCaveat() {
			return false, nil
		}
		caveat, err := p.caveat()
		return err == nil && caveat.CaveatName == filter.CaveatName, err
	default:
		return true, nil
	}
}

// caveat decodes only the caveat, of a payload that has one.
func (p payload) caveat() (*core.ContextualizedCaveat, error) {
	_, rest, err := p.expiration()
	if err != nil {
		return nil, err
	}
	data, _, err := CutField(rest)
	if err != nil {
		return nil, err
	}
	caveat := &core.ContextualizedCaveat{}
	return caveat, caveat.UnmarshalVT(data)
}

func matchText(want string, have []byte) bool { return want == "" || want == string(have) }

func matchAny(want []string, have []byte) bool {
	return len(want) == 0 || slices.Contains(want, string(have))
}
