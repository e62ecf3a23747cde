package emergency

import (
	"context"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/internal/provenance"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader/internal/calls"
	"github.com/remit-authz/remit/schema"
)

// accessOf finds the access of a user to a client. References are checked before:
// a blank id in a filter would mean any.
func accessOf(user, client schema.Ref) *v1.RelationshipFilter {
	return relation.Exactly(relation.Between(client, schema.ClientEmergency, user))
}

func mustMatch(f *v1.RelationshipFilter) *v1.Precondition {
	return &v1.Precondition{Operation: v1.Precondition_OPERATION_MUST_MATCH, Filter: f}
}

func mustNotMatch(f *v1.RelationshipFilter) *v1.Precondition {
	return &v1.Precondition{Operation: v1.Precondition_OPERATION_MUST_NOT_MATCH, Filter: f}
}

// write sends one update under preconditions. The metadata goes into the
// engine's history, which is where it stays known who asked and why.
func write(ctx context.Context, engine calls.Engine, operation v1.RelationshipUpdate_Operation, r Running, by provenance.Provenance, under []*v1.Precondition) (schema.Revision, error) {
	by.By = "remit emergency"
	update, err := r.relationship().Update(operation)
	if err != nil {
		return "", err
	}
	ctx, cancel := calls.Bounded(ctx)
	defer cancel()
	answer, err := engine.WriteRelationships(ctx, &v1.WriteRelationshipsRequest{
		Updates:                     []*v1.RelationshipUpdate{update},
		OptionalPreconditions:       under,
		OptionalTransactionMetadata: by.Metadata(),
	})
	if err != nil {
		return "", err
	}
	return schema.Revision(answer.GetWrittenAt().GetToken()), nil
}

// relationship is that of the access. One without an end is only good for taking
// it away.
func (r Running) relationship() relation.Relationship {
	access := relation.Between(r.Client, schema.ClientEmergency, r.User)
	if !r.Until.IsZero() {
		access.Terms = relation.Emergency(r.Since, r.Until, r.Reason)
	}
	return access
}
