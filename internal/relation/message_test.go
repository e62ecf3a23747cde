package relation_test

import (
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/known/structpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/relation/relationtest"
	"github.com/remit-authz/remit/schema"
)

// What an engine tells is told back to it the same, to the nanosecond.
func TestMessagesComeBack(t *testing.T) {
	given, err := structpb.NewStruct(map[string]any{"b": 1.5, "a": []any{nil, true, "<é>"}, "now": "x"})
	require.NoError(t, err)
	for _, expires := range []*timestamppb.Timestamp{nil, timestamppb.New(time.Time{}), {Seconds: 1, Nanos: 1}, {Seconds: 253402300799, Nanos: 999_999_999}} {
		for _, caveat := range []*v1.ContextualizedCaveat{nil, {CaveatName: "c", Context: given}} {
			m := &v1.Relationship{
				Resource: &v1.ObjectReference{ObjectType: "doc", ObjectId: "t/=2A"}, Relation: "viewer",
				Subject:        &v1.SubjectReference{Object: &v1.ObjectReference{ObjectType: "team", ObjectId: "*"}, OptionalRelation: "member"},
				OptionalCaveat: caveat, OptionalExpiresAt: expires,
			}
			r, err := relation.FromMessage(m)
			require.NoError(t, err)
			assert.Equal(t, schema.Relation("doc#viewer"), r.Relation)
			back, err := r.Message()
			require.NoError(t, err)
			assert.Empty(t, cmp.Diff(m, back, protocmp.Transform()))
		}
	}
}

func TestHalfARelationshipIsAnError(t *testing.T) {
	whole := func() *v1.Relationship {
		m, err := relationtest.Of("doc:d#viewer@user:u").Message()
		require.NoError(t, err)
		return m
	}
	for what, spoil := range map[string]func(*v1.Relationship){
		"no resource": func(m *v1.Relationship) { m.Resource = nil },
		"no relation": func(m *v1.Relationship) { m.Relation = "" },
		"no subject":  func(m *v1.Relationship) { m.Subject = nil },
	} {
		m := whole()
		spoil(m)
		_, err := relation.FromMessage(m)
		assert.Error(t, err, what)
	}
	_, err := relation.FromMessage(nil)
	assert.Error(t, err)
}

// A later engine may say more of a relationship than is read here, such as from when it
// holds: what is read without that could be allowed where the engine denies.
func TestAFieldThatIsNotKnownIsAnError(t *testing.T) {
	whole := func() *v1.Relationship {
		return &v1.Relationship{
			Resource: &v1.ObjectReference{ObjectType: "doc", ObjectId: "d"}, Relation: "viewer",
			Subject:           &v1.SubjectReference{Object: &v1.ObjectReference{ObjectType: "user", ObjectId: "u"}, OptionalRelation: "member"},
			OptionalCaveat:    &v1.ContextualizedCaveat{CaveatName: "c", Context: &structpb.Struct{}},
			OptionalExpiresAt: timestamppb.New(time.Unix(1, 0)),
		}
	}
	for what, part := range map[string]func(*v1.Relationship) proto.Message{
		"relationship": func(m *v1.Relationship) proto.Message { return m },
		"resource":     func(m *v1.Relationship) proto.Message { return m.GetResource() },
		"subject":      func(m *v1.Relationship) proto.Message { return m.GetSubject() },
		"its object":   func(m *v1.Relationship) proto.Message { return m.GetSubject().GetObject() },
		"caveat":       func(m *v1.Relationship) proto.Message { return m.GetOptionalCaveat() },
		"its context":  func(m *v1.Relationship) proto.Message { return m.GetOptionalCaveat().GetContext() },
		"expiry":       func(m *v1.Relationship) proto.Message { return m.GetOptionalExpiresAt() },
	} {
		for kind, more := range map[string][]byte{
			"a number": protowire.AppendVarint(protowire.AppendTag(nil, 19, protowire.VarintType), 1),
			"a text":   protowire.AppendString(protowire.AppendTag(nil, 19, protowire.BytesType), "x"),
		} {
			m := whole()
			part(m).ProtoReflect().SetUnknown(more)
			_, err := relation.FromMessage(m)
			require.Error(t, err, "%s with %s", what, kind)
			_, err = relation.FromUpdate(&v1.RelationshipUpdate{Operation: v1.RelationshipUpdate_OPERATION_TOUCH, Relationship: m})
			require.Error(t, err, "%s with %s", what, kind)
			written, err := proto.Marshal(&v1.ExportBulkRelationshipsResponse{Relationships: []*v1.Relationship{m}})
			require.NoError(t, err)
			var pages relation.Pages
			page := &v1.ExportBulkRelationshipsResponse{}
			if err = pages.Decode(written, page); err == nil {
				_, err = relation.FromMessage(page.GetRelationships()[0])
			}
			require.Error(t, err, "a page: %s with %s", what, kind)
		}
	}
	update, err := relationtest.Change("doc:d#viewer@user:u").Update()
	require.NoError(t, err)
	update.ProtoReflect().SetUnknown(protowire.AppendVarint(protowire.AppendTag(nil, 19, protowire.VarintType), 1))
	_, err = relation.FromUpdate(update)
	require.Error(t, err)
}

// A change of an operation that is not known gives nothing and takes nothing.
func TestChangesComeBack(t *testing.T) {
	for _, text := range []string{"doc:d#viewer@user:u", "-doc:d#viewer@team:a#member"} {
		c := relationtest.Change(text)
		m, err := c.Update()
		require.NoError(t, err)
		back, err := relation.FromUpdate(m)
		require.NoError(t, err)
		assert.Equal(t, c, back)
		m.Operation = v1.RelationshipUpdate_OPERATION_UNSPECIFIED
		_, err = relation.FromUpdate(m)
		assert.Error(t, err)
	}
}

func TestTermsThatCannotBeReadAreNotSent(t *testing.T) {
	for _, terms := range []relation.Terms{{Caveat: "c", Context: "{"}, {Expires: "soon"}} {
		r := relationtest.Of("doc:d#viewer@user:u")
		r.Terms = terms
		_, err := r.Message()
		assert.Error(t, err)
		_, err = relation.Updates(v1.RelationshipUpdate_OPERATION_TOUCH, relationtest.Of("doc:d#viewer@user:v"), r)
		assert.Error(t, err)
	}
}

// Whichever ends later gives more: a link without an end ends never, one that
// cannot be read has ended.
func TestEnd(t *testing.T) {
	first, later := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC)
	invited := relation.Invitation(later)
	invited.Expires = relation.Ending(first).Expires
	for _, tt := range []struct {
		why   string
		terms relation.Terms
		want  time.Time
	}{
		{"an end", relation.Ending(first.Add(time.Millisecond)), first},
		{"an invitation", relation.Invitation(later), later},
		{"the earlier of two", invited, first},
		{"an end that cannot be read", relation.Terms{Expires: "soon"}, time.Time{}},
		{"an invitation that cannot be read", relation.Terms{Caveat: schema.CaveatInvitation, Context: "{"}, time.Time{}},
	} {
		assert.True(t, tt.want.Equal(tt.terms.End()), "%s: got %s, want %s", tt.why, tt.terms.End(), tt.want)
	}
	assert.True(t, relation.Terms{}.End().After(time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)), "no end is later than any")
}
