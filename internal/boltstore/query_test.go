package boltstore

import (
	"context"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/authzed/spicedb/pkg/datastore"
	"github.com/authzed/spicedb/pkg/datastore/options"
	"github.com/authzed/spicedb/pkg/tuple"

	"github.com/remit-authz/remit/internal/boltstore/index"
)

// TestQueriesAgainstAModel asks random questions at random revisions, and
// compares with what filtering and sorting a plain list gives.
func TestQueriesAgainstAModel(t *testing.T) {
	const seed = 7
	r := rand.New(rand.NewSource(seed))
	s := tempStore(t, Options{NoSync: true})
	var revisions []datastore.Revision
	var states [][]tuple.Relationship
	state := map[string]tuple.Relationship{}
	for range 30 {
		var updates []tuple.RelationshipUpdate
		for range 40 {
			rel := randomRelationship(r)
			key := tuple.StringWithoutCaveatOrExpiration(rel)
			if r.Intn(3) == 0 {
				delete(state, key)
				updates = append(updates, tuple.Delete(rel))
			} else {
				state[key] = rel
				updates = append(updates, tuple.Touch(rel))
			}
		}
		rev, err := s.ReadWriteTx(t.Context(), func(ctx context.Context, tx datastore.ReadWriteTransaction) error {
			return tx.WriteRelationships(ctx, updates)
		})
		require.NoError(t, err)
		revisions, states = append(revisions, rev), append(states, valuesOf(state))
	}
	requireSound(t, s)
	for n := range 4000 {
		i := r.Intn(len(revisions))
		requireSameAnswer(t, n, s.SnapshotReader(revisions[i]), states[i], randomQuestion(r))
	}
}

func valuesOf(state map[string]tuple.Relationship) []tuple.Relationship {
	var list []tuple.Relationship
	for _, rel := range state {
		list = append(list, rel)
	}
	return list
}

var (
	someTypes     = []string{"client", "clients", "tenant"}
	someIDs       = []string{"a", "ab", "abc", "b", "b/1", "c"}
	someRelations = []string{"member", "owner"}
	someSubjects  = []string{"user", "team"}
	someCaveats   = []string{"", "", "open", "shut"}
)

func one(r *rand.Rand, list []string) string { return list[r.Intn(len(list))] }

// maybe is one of the list half of the time, and blank otherwise.
func maybe(r *rand.Rand, list []string) string {
	if r.Intn(2) == 0 {
		return ""
	}
	return one(r, list)
}

// some are a few of the list half of the time.
func some(r *rand.Rand, list []string) []string {
	var chosen []string
	for range r.Intn(2) * (1 + r.Intn(3)) {
		chosen = append(chosen, one(r, list))
	}
	return chosen
}

func randomRelationship(r *rand.Rand) tuple.Relationship {
	text := fmt.Sprintf("%s:%s#%s@%s:%s", one(r, someTypes), one(r, someIDs), one(r, someRelations), one(r, someSubjects), one(r, someIDs))
	text += []string{"", "#member", "#owner"}[r.Intn(3)]
	if caveat := one(r, someCaveats); caveat != "" {
		text += "[" + caveat + "]"
	}
	text += []string{"", "", "[expiration:2900-01-01T00:00:00Z]", "[expiration:2001-01-01T00:00:00Z]"}[r.Intn(4)]
	return tuple.MustParse(text)
}

// question is a forward query, or a reverse one if it has subjects.
type question struct {
	filter   datastore.RelationshipsFilter
	subjects *datastore.SubjectsFilter
	sort     options.SortOrder
	limit    *uint64
	after    options.Cursor
	noCaveat bool
}

func randomQuestion(r *rand.Rand) question {
	q := question{sort: options.SortOrder(r.Intn(4)), noCaveat: r.Intn(5) == 0}
	q.filter.OptionalResourceType = maybe(r, someTypes)
	q.filter.OptionalResourceRelation = maybe(r, someRelations)
	if r.Intn(3) == 0 {
		q.subjects = &datastore.SubjectsFilter{SubjectType: one(r, someSubjects), OptionalSubjectIds: some(r, someIDs), RelationFilter: randomRelationFilter(r)}
		q.filter.OptionalSubjectsSelectors = []datastore.SubjectsSelector{q.subjects.AsSelector()}
	} else {
		if q.filter.OptionalResourceIds = some(r, someIDs); q.filter.OptionalResourceIds == nil {
			q.filter.OptionalResourceIDPrefix = maybe(r, []string{"a", "ab", "b"})
		}
		for range r.Intn(3) {
			q.filter.OptionalSubjectsSelectors = append(q.filter.OptionalSubjectsSelectors, datastore.SubjectsSelector{
				OptionalSubjectType: maybe(r, someSubjects), OptionalSubjectIds: some(r, someIDs), RelationFilter: randomRelationFilter(r),
			})
		}
		q.filter.OptionalExpirationOption = datastore.ExpirationFilterOption(r.Intn(6) % 3)
		q.filter.OptionalCaveatNameFilter = []datastore.CaveatNameFilter{{}, {}, datastore.WithNoCaveat(), datastore.WithCaveatName("open")}[r.Intn(4)]
	}
	if r.Intn(2) == 0 {
		limit := uint64(1 + r.Intn(10))
		q.limit = &limit
	}
	if r.Intn(2) == 0 && (q.sort == options.ByResource || q.sort == options.BySubject) {
		q.after = options.ToCursor(randomRelationship(r))
	}
	return q
}

func randomRelationFilter(r *rand.Rand) datastore.SubjectRelationFilter {
	f := datastore.SubjectRelationFilter{}
	return []datastore.SubjectRelationFilter{f, f.WithEllipsisRelation(), f.WithNonEllipsisRelation("member"), f.WithNonEllipsisRelation("member").WithEllipsisRelation(), f.WithOnlyNonEllipsisRelations()}[r.Intn(5)]
}

func (q question) ask(ctx context.Context, reader datastore.Reader) (datastore.RelationshipIterator, error) {
	if q.subjects == nil {
		return reader.QueryRelationships(ctx, q.filter, options.WithSort(q.sort), options.WithLimit(q.limit), options.WithAfter(q.after), options.WithSkipCaveats(q.noCaveat))
	}
	var resources *options.ResourceRelation
	if q.filter.OptionalResourceType+q.filter.OptionalResourceRelation != "" {
		resources = &options.ResourceRelation{Namespace: q.filter.OptionalResourceType, Relation: q.filter.OptionalResourceRelation}
	}
	return reader.ReverseQueryRelationships(ctx, *q.subjects, options.WithResRelation(resources), options.WithSortForReverse(q.sort),
		options.WithLimitForReverse(q.limit), options.WithAfterForReverse(q.after), options.WithSkipCaveatsForReverse(q.noCaveat))
}

// matches says in the plainest way what belongs to the answer.
func (q question) matches(rel tuple.Relationship) bool {
	f := q.filter
	caveat := ""
	if rel.OptionalCaveat != nil {
		caveat = rel.OptionalCaveat.CaveatName
	}
	expires := rel.OptionalExpiration != nil
	switch {
	case f.OptionalResourceType != "" && f.OptionalResourceType != rel.Resource.ObjectType,
		f.OptionalResourceRelation != "" && f.OptionalResourceRelation != rel.Resource.Relation,
		len(f.OptionalResourceIds) > 0 && !slices.Contains(f.OptionalResourceIds, rel.Resource.ObjectID),
		!strings.HasPrefix(rel.Resource.ObjectID, f.OptionalResourceIDPrefix),
		f.OptionalExpirationOption == datastore.ExpirationFilterOptionHasExpiration && !expires,
		f.OptionalExpirationOption == datastore.ExpirationFilterOptionNoExpiration && expires,
		f.OptionalCaveatNameFilter.Option == datastore.CaveatFilterOptionNoCaveat && caveat != "",
		f.OptionalCaveatNameFilter.Option == datastore.CaveatFilterOptionHasMatchingCaveat && caveat != f.OptionalCaveatNameFilter.CaveatName,
		expires && rel.OptionalExpiration.Year() < 2026:
		return false
	}
	return len(f.OptionalSubjectsSelectors) == 0 || slices.ContainsFunc(f.OptionalSubjectsSelectors, func(s datastore.SubjectsSelector) bool {
		return (s.OptionalSubjectType == "" || s.OptionalSubjectType == rel.Subject.ObjectType) &&
			(len(s.OptionalSubjectIds) == 0 || slices.Contains(s.OptionalSubjectIds, rel.Subject.ObjectID)) &&
			(s.RelationFilter.IsEmpty() ||
				s.RelationFilter.OnlyNonEllipsisRelations && rel.Subject.Relation != tuple.Ellipsis ||
				s.RelationFilter.IncludeEllipsisRelation && rel.Subject.Relation == tuple.Ellipsis ||
				s.RelationFilter.NonEllipsisRelation == rel.Subject.Relation)
	})
}

func requireSameAnswer(t *testing.T, n int, reader datastore.Reader, state []tuple.Relationship, q question) {
	t.Helper()
	it, err := q.ask(t.Context(), reader)
	require.NoError(t, err)
	have, err := datastore.IteratorToSlice(it)
	require.NoError(t, err)

	sorted := q.sort == options.ByResource || q.sort == options.BySubject
	o := index.OrderOf(q.sort, index.ByResource)
	byOrder := func(a, b tuple.Relationship) int {
		return index.Compare(o, a.RelationshipReference, b.RelationshipReference)
	}
	var want []tuple.Relationship
	for _, rel := range state {
		if q.matches(rel) && (q.after == nil || byOrder(rel, *q.after) > 0) {
			want = append(want, rel)
		}
	}
	if !sorted {
		slices.SortFunc(have, byOrder)
	}
	slices.SortFunc(want, byOrder)
	if q.limit != nil && uint64(len(want)) > *q.limit {
		if !sorted {
			// Any of those that match, and no more than the limit.
			require.Len(t, have, int(*q.limit), "question %d: %+v", n, q)
			require.Subset(t, textOf(want), textOf(have), "question %d: %+v", n, q)
			return
		}
		want = want[:*q.limit]
	}
	require.Equal(t, textOf(want), textOf(have), "question %d: %+v", n, q)
}

func textOf(rels []tuple.Relationship) []string {
	texts := []string{}
	for _, rel := range rels {
		texts = append(texts, tuple.MustString(rel))
	}
	return texts
}
