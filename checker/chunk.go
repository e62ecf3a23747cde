package checker

import (
	"context"
	"fmt"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/remit-authz/remit/internal/decided"
	"github.com/remit-authz/remit/schema"
)

// questionsPerTimeout is how many questions of one call share one
// Options.Timeout.
const questionsPerTimeout = 100

// chunk is what the engine is asked in one request: valid questions whose
// subjects are not foreign.
type chunk struct {
	questions   []Question
	consistency *v1.Consistency // nil for what the engine has come to
	now         *structpb.Struct
}

// ask puts a chunk to the engine. Its error is that of the chunk as a whole.
func (c *Checker) ask(ctx context.Context, k chunk) ([]Answer, schema.Revision, error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout(len(k.questions)))
	defer cancel()
	var reply *v1.CheckBulkPermissionsResponse
	var err error
	if k.consistency == nil { // the first of its call; the others go by its revision
		k.consistency, err = c.settle(ctx)
	}
	request, header := k.request(), metadata.MD(nil)
	if err == nil {
		reply, err = c.engine.CheckBulkPermissions(decided.Ask(ctx), request, grpc.Header(&header))
	}
	if err == nil {
		err = matches(request.GetItems(), reply)
	}
	if err != nil {
		return nil, "", engineError(k.String(), err)
	}
	answers := make([]Answer, len(k.questions))
	for i, pair := range reply.GetPairs() {
		answers[i] = readPair(k.questions[i], reply.GetCheckedAt(), pair)
	}
	at := schema.Revision(reply.GetCheckedAt().GetToken())
	if decided.Is(header) {
		return answers, at, nil
	}
	if err := c.believeAll(ctx, k.questions, answers, at); err != nil {
		return nil, "", engineError(k.String(), err)
	}
	return answers, at, nil
}

func (c *Checker) timeout(questions int) time.Duration {
	shares := (questions + questionsPerTimeout - 1) / questionsPerTimeout
	return c.options.Timeout * time.Duration(shares)
}

func (k chunk) String() string {
	if len(k.questions) == 1 {
		return k.questions[0].String()
	}
	return fmt.Sprintf("%d questions, the first %s", len(k.questions), k.questions[0])
}

func (k chunk) request() *v1.CheckBulkPermissionsRequest {
	items := make([]*v1.CheckBulkPermissionsRequestItem, len(k.questions))
	for i, q := range k.questions {
		items[i] = &v1.CheckBulkPermissionsRequestItem{
			Resource:   objectOf(q.Resource),
			Permission: q.Permission.Name(),
			Subject:    subjectOf(q.Subject),
			Context:    k.now,
		}
	}
	return &v1.CheckBulkPermissionsRequest{Consistency: k.consistency, Items: items}
}

// matches demands an answer to every question, in the order of asking. A reply
// that is short, long or out of order is dropped whole: an answer read against
// another question could allow what was denied.
func matches(items []*v1.CheckBulkPermissionsRequestItem, reply *v1.CheckBulkPermissionsResponse) error {
	pairs := reply.GetPairs()
	if len(pairs) != len(items) {
		return badAnswer("%d answers to %d questions", len(pairs), len(items))
	}
	for i, pair := range pairs {
		if !sameQuestion(items[i], pair.GetRequest()) {
			return badAnswer("answer %d is to another question", i+1)
		}
	}
	return nil
}

func sameQuestion(asked, echoed *v1.CheckBulkPermissionsRequestItem) bool {
	return sameObject(asked.GetResource(), echoed.GetResource()) &&
		asked.GetPermission() == echoed.GetPermission() &&
		sameObject(asked.GetSubject().GetObject(), echoed.GetSubject().GetObject()) &&
		asked.GetSubject().GetOptionalRelation() == echoed.GetSubject().GetOptionalRelation()
}

func sameObject(a, b *v1.ObjectReference) bool {
	return a.GetObjectType() == b.GetObjectType() && a.GetObjectId() == b.GetObjectId()
}

// readPair reads the answer to one question. An item that holds neither an
// outcome nor an error, or an error that says OK, reads as an outcome that does
// not exist.
func readPair(q Question, at *v1.ZedToken, pair *v1.CheckBulkPermissionsPair) Answer {
	if err := status.ErrorProto(pair.GetError()); err != nil {
		return Answer{Err: engineError(q.String(), err)}
	}
	decision, err := read(at, pair.GetItem())
	if err != nil {
		return Answer{Err: engineError(q.String(), err)}
	}
	return Answer{Decision: decision}
}
