package emergency

import (
	"context"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/provenance"
	"github.com/remit-authz/remit/loader/internal/calls"
	"github.com/remit-authz/remit/schema"
)

// Stop ends a running emergency access and returns the revision from which it
// is gone; actor is who is answerable for that, blank for nobody that is known.
// One that does not run is an error that wraps ErrNotRunning.
func Stop(ctx context.Context, conn grpc.ClientConnInterface, user, client schema.Ref, actor string) (schema.Revision, error) {
	engine := calls.Of(conn)
	if reasons := wrongRefs(user, client); len(reasons) > 0 {
		return "", refused(user, client, reasons...)
	}
	at, err := write(ctx, engine, v1.RelationshipUpdate_OPERATION_DELETE, Running{User: user, Client: client}, provenance.Provenance{Actor: actor, Purpose: "stop"},
		[]*v1.Precondition{mustMatch(accessOf(user, client))})
	if calls.PreconditionFailed(err) {
		return "", phrase.Errorf("emergency access of %s to %s %w", user, client, ErrNotRunning)
	}
	if err != nil {
		return "", phrase.Errorf("stopping emergency access of %s to %s: %w: it may still run", user, client, err)
	}
	return at, nil
}
