package recall

import (
	"math/rand/v2"
	"strings"
	"testing"

	"buf.build/go/protovalidate"
	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/remit-authz/remit/internal/random"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// What is taken for plain is what SpiceDB's own rules allow, whatever the names, ids
// and requirements; and the calls that nearly all are, are plain.
func TestPlainRequestsAreValid(t *testing.T) {
	seed := random.Seed(t)
	d := draw{rand.New(rand.NewPCG(seed, 0))}
	plain := map[string]int{}
	const each = 20_000
	for range each {
		for name, asked := range d.requests() {
			if !isPlain(asked) {
				continue
			}
			plain[name]++
			err := protovalidate.Validate(asked)
			if more, ok := asked.(interface{ HandwrittenValidate() error }); ok && err == nil {
				err = more.HandwrittenValidate()
			}
			if err != nil {
				t.Fatalf("seed %d: %s is taken for plain: %v\n%v", seed, name, err, proto.Message(asked))
			}
		}
	}
	t.Logf("seed %d: of %d each are plain: %v", seed, each, plain)
	for _, name := range []string{"check", "bulk", "resources", "subjects"} {
		if plain[name] < each/50 {
			t.Errorf("only %d requests for %s are plain", plain[name], name)
		}
	}
}

// draw makes requests most of whose parts are valid.
type draw struct{ random *rand.Rand }

func (d draw) one(chance int) bool { return d.random.IntN(chance) == 0 }

func (d draw) requests() map[string]request {
	items := []*v1.CheckBulkPermissionsRequestItem(nil)
	for range d.random.IntN(3) {
		items = append(items, &v1.CheckBulkPermissionsRequestItem{Resource: d.object(), Permission: d.name(), Subject: d.subject()})
	}
	cursor := map[bool]*v1.Cursor{true: {Token: d.text("ab", 0, 2)}}[d.one(10)]
	limit := max(0, d.random.IntN(20)-18)
	return map[string]request{
		"check":     &v1.CheckPermissionRequest{Consistency: d.consistency(), Resource: d.object(), Permission: d.name(), Subject: d.subject(), Context: d.context()},
		"bulk":      &v1.CheckBulkPermissionsRequest{Consistency: d.consistency(), Items: items},
		"resources": &v1.LookupResourcesRequest{Consistency: d.consistency(), ResourceObjectType: d.name(), Permission: d.name(), Subject: d.subject(), OptionalLimit: uint32(limit), OptionalCursor: cursor},
		"subjects": &v1.LookupSubjectsRequest{
			Consistency: d.consistency(), Resource: d.object(), Permission: d.name(), SubjectObjectType: d.name(),
			OptionalSubjectRelation: d.text("a", 0, 1), OptionalConcreteLimit: uint32(limit), OptionalCursor: cursor,
			WildcardOption: v1.LookupSubjectsRequest_WildcardOption(max(0, d.random.IntN(30)-26)),
		},
	}
}

func (d draw) context() *structpb.Struct {
	if d.one(2) {
		return nil
	}
	return &structpb.Struct{Fields: map[string]*structpb.Value{d.name(): structpb.NewStringValue(d.name())}}
}

func (d draw) consistency() *v1.Consistency {
	switch d.random.IntN(12) {
	case 0:
		return nil
	case 1:
		return &v1.Consistency{}
	case 2, 3, 4:
		return &v1.Consistency{Requirement: &v1.Consistency_MinimizeLatency{MinimizeLatency: !d.one(4)}}
	case 5, 6, 7:
		return &v1.Consistency{Requirement: &v1.Consistency_AtLeastAsFresh{AtLeastAsFresh: &v1.ZedToken{Token: d.text("xy", 0, 3)}}}
	case 8:
		return &v1.Consistency{Requirement: &v1.Consistency_AtLeastAsFresh{}}
	}
	return &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: !d.one(4)}}
}

func (d draw) object() *v1.ObjectReference {
	if d.one(40) {
		return nil
	}
	ids := []string{"tenant/c-17", "A_b|c=2F+", "*", "", "a b", "é", "a\n", strings.Repeat("x", 1023+d.random.IntN(3))}
	return relation.Object{Type: schema.Type(d.name()), ID: ids[d.random.IntN(len(ids))*d.random.IntN(2)]}.Message()
}

func (d draw) subject() *v1.SubjectReference {
	if d.one(40) {
		return nil
	}
	s := relation.Object{}.Subject("")
	s.Object = d.object()
	if d.one(3) {
		s.OptionalRelation = d.name()
	}
	return s
}

func (d draw) name() string {
	if !d.one(5) {
		return "view_dossier2"
	}
	return d.text("ab", 0, 1) + d.text("ab9_A/-é\n", 0, 4) + d.text("a9_", 0, 1) + strings.Repeat("z", d.random.IntN(2)*(58+d.random.IntN(8)))
}

// text is of so many letters.
func (d draw) text(of string, least, most int) string {
	letters, text := []rune(of), ""
	for range least + d.random.IntN(most-least+1) {
		text += string(letters[d.random.IntN(len(letters))])
	}
	return text
}
