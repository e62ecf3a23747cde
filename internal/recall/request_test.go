package recall_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// asker makes random requests about a world: mostly about what is there.
type asker struct {
	random      *rand.Rand
	world       []relation.Relationship
	permissions map[string][]string // by type
	contexts    []*structpb.Struct
}

func newAsker(tb testing.TB, seed uint64, world []relation.Relationship) *asker {
	tb.Helper()
	a := &asker{random: rand.New(rand.NewPCG(seed, 0)), world: world, permissions: map[string][]string{}}
	for _, t := range schema.Types() {
		for _, p := range schema.Permissions(t) {
			a.permissions[string(t)] = append(a.permissions[string(t)], p.Name())
		}
	}
	for _, r := range world {
		kind := string(r.Resource.Type)
		a.permissions[kind] = append(a.permissions[kind], r.Relation.Name()) // the more there are, the more often
	}
	for _, given := range []map[string]any{
		nil, {}, {"other": "x"}, {"now": 5}, {"now": "soon"}, {"now": "1999-01-01T00:00:00Z"}, {"now": strings.Repeat("x", 5000)},
	} {
		context, err := structpb.NewStruct(given)
		require.NoError(tb, err)
		a.contexts = append(a.contexts, context)
	}
	a.contexts = append(a.contexts, nil)
	return a
}

func (a *asker) one(chance int) bool { return a.random.IntN(chance) == 0 }

func pick[T any](a *asker, from []T) T { return from[a.random.IntN(len(from))] }

var nonsense = []string{"", "*", "nothing", "user", "owner", "member", "With Capitals", "a/b", strings.Repeat("x", 2000)}

// or is a word, or now and then nonsense.
func (a *asker) or(word string) string {
	if a.one(60) {
		return pick(a, nonsense)
	}
	return word
}

func (a *asker) object() *v1.ObjectReference {
	if a.one(80) {
		return nil
	}
	return a.spoilt(pick(a, a.world).Resource).Message()
}

func (a *asker) permission(kind string) string {
	names := a.permissions[kind]
	if len(names) == 0 {
		return "view"
	}
	return a.or(pick(a, names))
}

// subject is mostly a user.
func (a *asker) subject() *v1.SubjectReference {
	if a.one(80) {
		return nil
	}
	r := pick(a, a.world)
	for range 3 {
		if r.Subject.Type != schema.TypeUser {
			r = pick(a, a.world)
		}
	}
	return a.spoilt(r.Subject).Subject(a.or(r.SubjectRelation))
}

// spoilt is an object, now and then of nonsense.
func (a *asker) spoilt(o relation.Object) relation.Object {
	return relation.Object{Type: schema.Type(a.or(string(o.Type))), ID: a.or(o.ID)}
}

// context is mostly what a checker gives.
func (a *asker) context() *structpb.Struct {
	if a.one(4) {
		return pick(a, a.contexts)
	}
	return &structpb.Struct{Fields: map[string]*structpb.Value{"now": structpb.NewStringValue(time.Now().UTC().Format(time.RFC3339Nano))}}
}

func (a *asker) check(c *v1.Consistency) *v1.CheckPermissionRequest {
	o := a.object()
	return &v1.CheckPermissionRequest{
		Consistency: c, Resource: o, Permission: a.permission(o.GetObjectType()), Subject: a.subject(), Context: a.context(), WithTracing: a.one(80),
	}
}

func (a *asker) bulk(c *v1.Consistency) *v1.CheckBulkPermissionsRequest {
	request := &v1.CheckBulkPermissionsRequest{Consistency: c, WithTracing: a.one(80)}
	for range a.random.IntN(5) {
		r := a.check(nil)
		request.Items = append(request.Items, &v1.CheckBulkPermissionsRequestItem{
			Resource: r.GetResource(), Permission: r.GetPermission(), Subject: r.GetSubject(), Context: r.GetContext(),
		})
	}
	return request
}

func (a *asker) resources(c *v1.Consistency) *v1.LookupResourcesRequest {
	r := a.check(nil)
	request := &v1.LookupResourcesRequest{
		Consistency: c, ResourceObjectType: r.GetResource().GetObjectType(), Permission: r.GetPermission(), Subject: r.GetSubject(), Context: r.GetContext(),
	}
	if a.one(40) {
		request.OptionalLimit = pick(a, []uint32{1, 100, 5000})
	}
	if a.one(80) {
		request.OptionalCursor = &v1.Cursor{Token: "nonsense"}
	}
	return request
}

func (a *asker) lookup(c *v1.Consistency) *v1.LookupSubjectsRequest {
	r := a.check(nil)
	request := &v1.LookupSubjectsRequest{
		Consistency: c, Resource: r.GetResource(), Permission: r.GetPermission(), SubjectObjectType: a.or("user"), Context: r.GetContext(),
	}
	if a.one(40) {
		request.OptionalSubjectRelation = pick(a, nonsense)
	}
	if a.one(80) {
		request.OptionalConcreteLimit = 5
	}
	return request
}
