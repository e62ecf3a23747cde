package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/remit-authz/remit/internal/provenance"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

const (
	// day is how long what was done is known at least, and mostDays after how many an
	// engine forgets it by itself.
	day      = 24 * time.Hour
	mostDays = 7
	// within bounds a call of the engine.
	within = 30 * time.Second
)

// keeper keeps in the engine what was done for one key of one caller, in one tenant:
//
//	lease:TENANT/KEY-REQUEST-SECONDS#done@lease:TENANT/day-DAY
type keeper struct {
	conn   grpc.ClientConnInterface
	tenant schema.TenantID
	key    string // the caller's and theirs, hashed
}

// errOther means that a key was used for another request.
var errOther = problem{422, "repeated", "the idempotency key was used for another request"}

func dayOf(now time.Time) int64 { return now.Unix() / int64(day/time.Second) }

func (k keeper) object(id string) relation.Object {
	return relation.ObjectOf(schema.Ref{Type: schema.TypeLease, Tenant: k.tenant, ID: id})
}

func (k keeper) dayOf(day int64) relation.Object {
	return k.object("day-" + strconv.FormatInt(day, 10))
}

// row says that something was done.
func (k keeper) row(d done) relation.Relationship {
	id := fmt.Sprintf("%s-%s-%d", k.key, d.request, d.since.Unix())
	if d.begun {
		id += "-begun"
	}
	r := relation.New(k.object(id), schema.LeaseDone.Name(), k.dayOf(dayOf(d.since)))
	r.Terms = r.Expiring(d.since.Add(mostDays * day).UTC().Truncate(time.Second))
	return r
}

// any finds whatever was done for the key.
func (k keeper) any() *v1.RelationshipFilter {
	f := relation.In(schema.LeaseDone)
	f.OptionalResourceIdPrefix = k.object(k.key + "-").ID
	return f
}

// none lets a write through while nothing was done for the key.
func (k keeper) none() *v1.Precondition {
	return &v1.Precondition{Operation: v1.Precondition_OPERATION_MUST_NOT_MATCH, Filter: k.any()}
}

// find is what was done for the key; nil for nothing, and an error where that was
// another request.
func (k keeper) find(ctx context.Context, this done) (*done, error) {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	stream, err := v1.NewPermissionsServiceClient(k.conn).ReadRelationships(ctx, &v1.ReadRelationshipsRequest{Consistency: newest(), RelationshipFilter: k.any()})
	if err != nil {
		return nil, err
	}
	var found *done
	for {
		m, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if found, err = k.read(m); err != nil {
			return nil, err
		}
	}
	if found != nil && found.request != this.request {
		return nil, errOther
	}
	return found, nil
}

func newest() *v1.Consistency {
	return &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}}
}

func (k keeper) read(m *v1.ReadRelationshipsResponse) (*done, error) {
	id := m.GetRelationship().GetResource().GetObjectId()
	rest, ours := strings.CutPrefix(id, k.object(k.key+"-").ID)
	request, since, _ := strings.Cut(rest, "-")
	since, begun := strings.CutSuffix(since, "-begun")
	seconds, err := strconv.ParseInt(since, 10, 64)
	if !ours || err != nil {
		return nil, fmt.Errorf("lease %q says that something was done, and cannot be read", id)
	}
	return &done{request, time.Unix(seconds, 0).UTC(), begun, schema.Revision(m.GetReadAt().GetToken())}, nil
}

// begin writes that something is begun, if nothing was done for the key.
func (k keeper) begin(ctx context.Context, d done) error {
	_, err := k.write(ctx, []*v1.Precondition{k.none()}, v1.RelationshipUpdate_OPERATION_TOUCH, k.row(d))
	return err
}

// finish writes that what was begun is done.
func (k keeper) finish(ctx context.Context, d done) (schema.Revision, error) {
	begun := k.row(d)
	d.begun = false
	taken, err := begun.Update(v1.RelationshipUpdate_OPERATION_DELETE)
	if err != nil {
		return "", err
	}
	return k.write(ctx, nil, v1.RelationshipUpdate_OPERATION_TOUCH, k.row(d), taken)
}

// end takes back that something was begun, since it was refused.
func (k keeper) end(ctx context.Context, d done, refused error) error {
	if _, err := k.write(ctx, nil, v1.RelationshipUpdate_OPERATION_DELETE, k.row(d)); err != nil {
		return err
	}
	return refused
}

func (k keeper) write(ctx context.Context, under []*v1.Precondition, does v1.RelationshipUpdate_Operation, row relation.Relationship, others ...*v1.RelationshipUpdate) (schema.Revision, error) {
	update, err := row.Update(does)
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	answer, err := v1.NewPermissionsServiceClient(k.conn).WriteRelationships(ctx, &v1.WriteRelationshipsRequest{
		Updates: append(others, update), OptionalPreconditions: under, OptionalTransactionMetadata: keeps().Metadata(),
	})
	return schema.Revision(answer.GetWrittenAt().GetToken()), err
}

// forget takes away what was done on a day.
func (k keeper) forget(ctx context.Context, day int64) error {
	_, err := v1.NewPermissionsServiceClient(k.conn).DeleteRelationships(ctx, &v1.DeleteRelationshipsRequest{
		RelationshipFilter:          relation.WithSubject(relation.InTenant(schema.LeaseDone, k.tenant), k.dayOf(day), ""),
		OptionalTransactionMetadata: keeps().Metadata(),
	})
	return err
}

func keeps() provenance.Provenance { return provenance.Provenance{By: "remit serve", Purpose: "keep"} }

// noting is an engine that writes with an act, in the same transaction, that it was
// done, and refuses to write it where it was done before.
type noting struct {
	grpc.ClientConnInterface
	keeper keeper
	this   done
}

// Invoke calls the engine.
func (n noting) Invoke(ctx context.Context, method string, in, out any, opts ...grpc.CallOption) error {
	if written, ok := in.(*v1.WriteRelationshipsRequest); ok {
		update, err := n.keeper.row(n.this).Update(v1.RelationshipUpdate_OPERATION_TOUCH)
		if err != nil {
			return err
		}
		written = proto.CloneOf(written)
		written.Updates = append(written.Updates, update)
		written.OptionalPreconditions = append(written.OptionalPreconditions, n.keeper.none())
		in = written
	}
	return n.ClientConnInterface.Invoke(ctx, method, in, out, opts...)
}

// reading is an engine that nothing is written to.
type reading struct{ grpc.ClientConnInterface }

// Invoke calls the engine, for what writes nothing.
func (r reading) Invoke(ctx context.Context, method string, in, out any, opts ...grpc.CallOption) error {
	switch in.(type) {
	case *v1.WriteRelationshipsRequest, *v1.DeleteRelationshipsRequest:
		return errMeanwhile
	}
	return r.ClientConnInterface.Invoke(ctx, method, in, out, opts...)
}

// errMeanwhile ends an act on something that was not there when it was looked at.
var errMeanwhile = status.Error(codes.Aborted, "it was made at this moment: ask again")
