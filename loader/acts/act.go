package acts

import (
	"context"
	"fmt"
	"strings"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/provenance"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader/internal/calls"
	"github.com/remit-authz/remit/schema"
)

// RefusedError is an act that is not allowed, or that what the engine holds has
// no place for. Nothing was written.
type RefusedError struct {
	// By is who acts, Act what: "create", "remove", "link" or "unlink"; Object is
	// what the act is on.
	By     schema.Ref
	Act    string
	Object schema.Ref
	// Permission is what By lacks, and On is where; zero if that is not why.
	Permission schema.Permission
	On         schema.Ref
	// Reasons are what else stands in the way; none where a permission does.
	Reasons []string
}

// Error says who was refused what, and each reason.
func (e *RefusedError) Error() string {
	reasons := strings.Join(e.Reasons, "; ")
	if e.Permission != "" {
		reasons = fmt.Sprintf("they lack %s on %s: see `remit explain`", e.Permission, e.On)
	}
	return fmt.Sprintf("%s may not %s %s: %s", e.By, e.Act, e.Object, reasons)
}

// act is one act under way.
type act struct {
	engine calls.Engine
	by     schema.Ref
	name   string
	object schema.Ref
	now    time.Time
}

func (a act) refuse(reasons ...string) error {
	return &RefusedError{By: a.by, Act: a.name, Object: a.object, Reasons: reasons}
}

// wrong is what is wrong with references that must be of the act's one tenant,
// or nil. A blank id, which to SpiceDB would mean any, ends here.
func (a act) wrong(others ...schema.Ref) error {
	if a.by.Type != schema.TypeUser {
		return a.refuse(phrase.Of("%s is not a user", a.by).String())
	}
	for _, ref := range append([]schema.Ref{a.by, a.object}, others...) {
		if err := ref.Validate(); err != nil {
			return a.refuse(err.Error())
		}
		if ref.Tenant != a.object.Tenant {
			return a.refuse(phrase.Of("%s is of another tenant", ref).String())
		}
	}
	return nil
}

// may asks whether who acts holds a permission: nil, a *RefusedError, or an
// error that is neither yes nor no.
func (a act) may(ctx context.Context, permission schema.Permission, on schema.Ref) error {
	question, err := structpb.NewStruct(schema.ContextAt(a.now))
	if err != nil {
		return fmt.Errorf("asking for %s: %w", permission, err)
	}
	ctx, cancel := calls.Bounded(ctx)
	defer cancel()
	answer, err := a.engine.CheckPermission(ctx, &v1.CheckPermissionRequest{
		Consistency: calls.Head(), Resource: relation.ObjectOf(on).Message(), Permission: permission.Name(),
		Subject: relation.ObjectOf(a.by).Subject(""), Context: question,
	})
	if err != nil {
		return fmt.Errorf("asking whether %s has %s on %s: %w: nothing is written", a.by, permission, on, err)
	}
	switch answer.GetPermissionship() {
	case v1.CheckPermissionResponse_PERMISSIONSHIP_HAS_PERMISSION:
		return nil
	case v1.CheckPermissionResponse_PERMISSIONSHIP_NO_PERMISSION:
		return &RefusedError{By: a.by, Act: a.name, Object: a.object, Permission: permission, On: on}
	}
	return fmt.Errorf("asking whether %s has %s on %s: the engine answered %s: nothing is written", a.by, permission, on, answer.GetPermissionship())
}

// write writes under rules, all of it or nothing.
func (a act) write(ctx context.Context, rules []rule, does v1.RelationshipUpdate_Operation, all ...relation.Relationship) (schema.Revision, error) {
	updates, err := relation.Updates(does, all...)
	if err != nil {
		return "", err
	}
	bounded, cancel := calls.Bounded(ctx)
	defer cancel()
	answer, err := a.engine.WriteRelationships(bounded, &v1.WriteRelationshipsRequest{
		Updates: updates, OptionalPreconditions: preconditions(rules), OptionalTransactionMetadata: a.provenance(),
	})
	if err != nil {
		return "", a.failed(ctx, rules, err)
	}
	return schema.Revision(answer.GetWrittenAt().GetToken()), nil
}

// failed explains a write that failed.
func (a act) failed(ctx context.Context, rules []rule, err error) error {
	if !calls.PreconditionFailed(err) {
		return fmt.Errorf("%s %s for %s: %w: it may have been done: ask before trying again", a.name, a.object, a.by, err)
	}
	reasons, err := broken(ctx, a.engine, rules)
	switch {
	case err != nil:
		return a.refuse(phrase.Of("something stands in the way, and asking what failed: %v", err).String())
	case len(reasons) == 0:
		return a.refuse(phrase.Of("something stood in the way and no longer does: try again").String())
	}
	return a.refuse(reasons...)
}

// provenance says in the engine's change log where a write comes from.
func (a act) provenance() *structpb.Struct {
	m := provenance.Provenance{Actor: a.by.Text(), By: "remit acts", Purpose: a.name}.Metadata()
	m.Fields["object"] = structpb.NewStringValue(a.object.Text())
	return m
}
