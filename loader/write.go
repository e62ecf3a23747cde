package loader

import (
	"cmp"
	"context"
	"strings"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/provenance"
	"github.com/remit-authz/remit/loader/internal/calls"
	"github.com/remit-authz/remit/schema"
)

// write writes the changes of a plan in their order, in writes that have room for them, each
// only while the leases of its tenants stand.
func write(ctx context.Context, plan Plan, pointers orderer, own lease, size room, by Sync) (schema.Revision, error) {
	order := pointers.order(plan.byTenant()...)
	sizes, err := order.batches(size)
	if err != nil {
		return "", err
	}
	done, progress := 0, by.steps("writing", plan.Size())
	return order.write(sizes, func(i int, batch []Change) (schema.Revision, error) {
		at, err := writeBatch(ctx, own, batch, numbered(by.provenance(plan), i+1, len(sizes)))
		if err != nil {
			return "", interrupted(err, tenantsOf(batch), i+1, len(sizes), done, plan.Size())
		}
		done += len(batch)
		progress.add(len(batch))
		return at, nil
	})
}

// write passes on what each write holds, by its number from 0, and gives back the last
// answer: blank where there is none.
func (s sequence) write(sizes []int, each func(int, []Change) (schema.Revision, error)) (at schema.Revision, err error) {
	var batch []Change
	i := 0
	for c := range s.all() {
		if batch = append(batch, c.Change); len(batch) < sizes[i] {
			continue
		}
		if at, err = each(i, batch); err != nil {
			return "", err
		}
		batch, i = batch[:0], i+1
	}
	return at, nil
}

func writeBatch(ctx context.Context, own lease, batch []Change, metadata *structpb.Struct) (schema.Revision, error) {
	request := &v1.WriteRelationshipsRequest{OptionalPreconditions: own.conditions(batch), OptionalTransactionMetadata: metadata}
	for _, c := range batch {
		update, err := c.Update(c.operation())
		if err != nil {
			return "", err
		}
		request.Updates = append(request.Updates, update)
	}
	ctx, cancel := calls.Bounded(ctx)
	defer cancel()
	answer, err := own.engine.WriteRelationships(ctx, request)
	if err != nil {
		return "", err
	}
	return schema.Revision(answer.GetWrittenAt().GetToken()), nil
}

func (c Change) operation() v1.RelationshipUpdate_Operation {
	switch {
	case c.Removes():
		return v1.RelationshipUpdate_OPERATION_DELETE
	case c.Action == Alter, c.Expires != "", c.Relation.Facts().MayEnd:
		// An expired relationship can still be in the way of a CREATE, for as long as the
		// engine keeps its history.
		return v1.RelationshipUpdate_OPERATION_TOUCH
	}
	// The plan saw it absent: if it is there, somebody else writes too.
	return v1.RelationshipUpdate_OPERATION_CREATE
}

// provenance says in the engine's change log where a write comes from.
func (s Sync) provenance(plan Plan) *structpb.Struct {
	by := cmp.Or(s.By, "remit sync")
	p := provenance.Provenance{
		Actor: s.Actor, By: by, Purpose: by[strings.LastIndexByte(by, ' ')+1:],
		Source: s.Source, SourceDigest: plan.Source, Plan: plan.Digest,
	}
	if !isDigest(plan.Source) { // what decided it, such as a review, has no files
		p.Source, p.SourceDigest = plan.Source, ""
	}
	return p.Metadata()
}

// numbered adds which write of how many it is.
func numbered(metadata *structpb.Struct, batch, batches int) *structpb.Struct {
	metadata.Fields["batch"] = structpb.NewNumberValue(float64(batch))
	metadata.Fields["batches"] = structpb.NewNumberValue(float64(batches))
	return metadata
}

// interrupted explains a write that failed.
func interrupted(err error, tenants []schema.TenantID, batch, batches, done, total int) error {
	if calls.PreconditionFailed(err) {
		return staleError(err, "another sync of %s began meanwhile and goes on instead (%d of %d changes were written before)", someOf(tenants), done, total)
	}
	if status.Code(err) == codes.AlreadyExists {
		return staleError(err, "somebody else wrote the same relationships meanwhile (%d of %d changes were written before): %v", done, total, err)
	}
	return phrase.Errorf("write %d of %d failed: %w: %d of %d changes are written, this write whole or not at all, and of the rest none; nobody has more than before or after; run the same sync again to go on",
		batch, batches, err, done, total)
}
