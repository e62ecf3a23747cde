package relation_test

import (
	"strconv"
	"strings"
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
	"github.com/remit-authz/remit/schema"
)

// page is one of some relationships, of every shape, of which the first has this one.
func page(n, shape int) *v1.ExportBulkRelationshipsResponse {
	given := &structpb.Struct{Fields: map[string]*structpb.Value{"until": structpb.NewStringValue("é")}}
	m := &v1.ExportBulkRelationshipsResponse{AfterResultCursor: &v1.Cursor{Token: "t"}}
	for i := range n {
		r := &v1.Relationship{
			Resource: &v1.ObjectReference{ObjectType: "doc", ObjectId: "t/" + strconv.Itoa(i)}, Relation: "viewer",
			Subject: &v1.SubjectReference{Object: &v1.ObjectReference{ObjectType: "user", ObjectId: "t/u"}},
		}
		switch (i + shape) % 5 {
		case 1:
			r.Subject.OptionalRelation = "member"
		case 2:
			r.OptionalCaveat = &v1.ContextualizedCaveat{CaveatName: "c", Context: given}
		case 3:
			r.OptionalExpiresAt = timestamppb.New(time.Unix(int64(i), 1))
		case 4:
			r.Resource, r.Subject.Object.ObjectId = nil, string(make([]byte, 300))
		}
		m.Relationships = append(m.Relationships, r)
	}
	return m
}

// A page is decoded as protobuf's own code does it, whatever there was before, and half of
// one is the same error, or the same shorter page, which a stream does not have.
func TestPagesAreDecodedAsProtobufDoes(t *testing.T) {
	var pages relation.Pages
	for shape, n := range []int{7, 0, 1200, 7} {
		whole, err := proto.Marshal(page(n, shape))
		require.NoError(t, err)
		// A field that a later engine may add is no fault.
		whole = protowire.AppendVarint(protowire.AppendTag(whole, 9, protowire.VarintType), 1)
		step := max(1, len(whole)/400)
		for end := len(whole); end >= 0; end -= step {
			want, got := &v1.ExportBulkRelationshipsResponse{}, &v1.ExportBulkRelationshipsResponse{}
			wrong := proto.UnmarshalOptions{DiscardUnknown: true}.Unmarshal(whole[:end], want)
			err := pages.Decode(whole[:end], got)
			require.Equal(t, wrong == nil, err == nil, "%d of %d bytes: %v and %v", end, len(whole), wrong, err)
			if err == nil {
				require.Empty(t, cmp.Diff(want, got, protocmp.Transform()))
			}
		}
	}
	bad, err := proto.Marshal(page(1, 0))
	require.NoError(t, err)
	bad[len(bad)-1] = 0xff // no UTF-8
	assert.Error(t, pages.Decode(bad, &v1.ExportBulkRelationshipsResponse{}))
}

// What one message is told to be by Compare, it is by CompareMessage.
func TestMessagesCompareAsRelationships(t *testing.T) {
	all := page(12, 0).GetRelationships()
	for _, a := range all {
		for _, b := range all {
			if a.Resource == nil || b.Resource == nil {
				continue
			}
			x, err := relation.FromMessage(a)
			require.NoError(t, err)
			y, err := relation.FromMessage(b)
			require.NoError(t, err)
			assert.Equal(t, x.Compare(y), x.CompareMessage(b), "%s and %s", x, y)
		}
	}
}

// What is expected at the beginning of a page is not decoded, and all behind it is; what
// has terms, or a relation of its subject, is never what is written without.
func TestPagesLeaveOutWhatIsExpected(t *testing.T) {
	plain := page(4, 5) // of which the first is
	plain.Relationships = append(plain.Relationships[:1:1], plain.Relationships...)
	whole, err := proto.Marshal(plain)
	require.NoError(t, err)
	asked, resource, subject := 0, relation.Object{Type: "doc", ID: "t/0"}, relation.Object{Type: "user", ID: "t/u"}
	pages := relation.Pages{Expects: func(written []byte) bool {
		asked++
		return string(written) == string(relation.AppendWritten(nil, &resource, "viewer", &subject))
	}}
	var got v1.ExportBulkRelationshipsResponse
	require.NoError(t, pages.Decode(whole, &got))
	assert.Equal(t, 2, pages.Expected)
	assert.Equal(t, 3, asked)
	assert.Empty(t, cmp.Diff(plain.Relationships[2:], got.Relationships, protocmp.Transform()))
	for _, m := range page(5, 0).Relationships {
		r := relation.Object{Type: schema.Type(m.GetResource().GetObjectType()), ID: m.GetResource().GetObjectId()}
		s := relation.Object{Type: schema.Type(m.GetSubject().GetObject().GetObjectType()), ID: m.GetSubject().GetObject().GetObjectId()}
		written, err := proto.Marshal(m)
		require.NoError(t, err)
		simple := m.GetResource() != nil && m.GetSubject().GetOptionalRelation() == "" && m.GetOptionalCaveat() == nil && m.GetOptionalExpiresAt() == nil
		assert.Equal(t, simple, string(written) == string(relation.AppendWritten(nil, &r, m.GetRelation(), &s)), m)
	}
	long := relation.Object{Type: "doc", ID: strings.Repeat("x", 300)}
	m := relation.New(long, "viewer", relation.Object{Type: "user", ID: strings.Repeat("y", 20_000)})
	message, err := m.Message()
	require.NoError(t, err)
	written, err := proto.Marshal(message)
	require.NoError(t, err)
	assert.Equal(t, written, relation.AppendWritten(nil, &m.Resource, "viewer", &m.Subject))
}
