package emergency

import (
	"context"
	"slices"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/provenance"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader/internal/calls"
	"github.com/remit-authz/remit/schema"
)

// Finding is what a review came to. The zero value is none.
type Finding string

// The findings.
const (
	Justified   Finding = "justified"
	Unjustified Finding = "unjustified"
	Unclear     Finding = "unclear"
)

// Findings are all of them.
func Findings() []Finding { return []Finding{Justified, Unjustified, Unclear} }

// reviewKept is how long an engine holds a review: longer than any recorder that runs
// needs to have it in the record, where it stays.
const reviewKept = 24 * time.Hour

// Review is what somebody found who looked back at an emergency access.
type Review struct {
	// User, Client and Since are those of the access: of when it was begun, not
	// prolonged.
	User, Client schema.Ref
	Since        time.Time
	// By is the reviewer: somebody else than the user, who may read the tenant's
	// emergency log.
	By      schema.Ref
	Finding Finding
	// Note says what the finding rests on: never blank (schema.Blank), and MaxReason bytes
	// at most.
	Note string
	// Actor is who is answerable, as whoever runs the program is known; blank for
	// nobody that is known.
	Actor string
}

// WriteReview has an engine hold a review for a day, from now, and returns the
// revision that has it: a record has it for good, with its note. What the rules do not
// allow is a *RefusedError; any other error is the engine's, and then the review may be
// there or not. That the reviewer is active and an application manager, which is what
// tenant#view_emergency_log asks, and has not reviewed this access yet, is checked in
// the same transaction. Whether there was such an access, and whether it has ended, the
// caller knows from the record.
func WriteReview(ctx context.Context, conn grpc.ClientConnInterface, r Review, now time.Time) (schema.Revision, error) {
	if reasons := r.refusals(); len(reasons) > 0 {
		e := r.refused(reasons...)
		e.Limit = r.By == r.User
		return "", e
	}
	engine := calls.Of(conn)
	written := r.relationship()
	written.Terms = relation.Terms{}.Expiring(now.Add(reviewKept).Truncate(time.Second))
	update, err := written.Update(v1.RelationshipUpdate_OPERATION_CREATE)
	if err != nil {
		return "", err
	}
	by := provenance.Provenance{Actor: r.Actor, By: "remit emergency", Purpose: "review", Reason: r.Note}
	rules := r.rules()
	bounded, cancel := calls.Bounded(ctx)
	defer cancel()
	answer, err := engine.WriteRelationships(bounded, &v1.WriteRelationshipsRequest{
		Updates:                     []*v1.RelationshipUpdate{update},
		OptionalPreconditions:       preconditions(rules),
		OptionalTransactionMetadata: by.Metadata(),
	})
	if calls.PreconditionFailed(err) {
		return "", explained(ctx, engine, r.refused(), r.By, rules)
	}
	if err != nil {
		return "", phrase.Errorf("reviewing the emergency access of %s to %s: %w: see `remit emergency log` before trying again", r.User, r.Client, err)
	}
	return schema.Revision(answer.GetWrittenAt().GetToken()), nil
}

func (r Review) refused(reasons ...phrase.Phrase) *RefusedError {
	e := refused(r.User, r.Client, reasons...)
	e.Review = true
	return e
}

// refusals are what is wrong with a review whatever an engine holds.
func (r Review) refusals() []phrase.Phrase {
	reasons := wrongRefs(r.User, r.Client)
	switch err := r.By.Validate(); {
	case err != nil || r.By.Type != schema.TypeUser:
		reasons = append(reasons, phrase.Of("%q is not a user", r.By))
	case r.By.Tenant != r.Client.Tenant:
		reasons = append(reasons, phrase.Of("the reviewer and the client are of different tenants"))
	case r.By == r.User:
		reasons = append(reasons, phrase.Of("%s had the access: somebody else is to review it", r.By))
	}
	if r.Since.IsZero() {
		reasons = append(reasons, phrase.Of("it is not known when it began"))
	}
	if !slices.Contains(Findings(), r.Finding) {
		reasons = append(reasons, phrase.Of("the finding %s does not exist: choose %s, %s or %s", schema.Quote(string(r.Finding)), Justified, Unjustified, Unclear))
	}
	if schema.Blank(r.Note) {
		reasons = append(reasons, phrase.Of("the note is blank: say what the finding rests on"))
	}
	if len(r.Note) > MaxReason {
		reasons = append(reasons, phrase.Of("the note has %d bytes, and %d at most are kept", len(r.Note), MaxReason))
	}
	return reasons
}

// relationship is that of the review, without its end.
func (r Review) relationship() relation.Relationship {
	access := relation.ReviewOf(relation.ObjectOf(r.User), relation.ObjectOf(r.Client), r.Since)
	return relation.New(access, string(r.Finding), relation.ObjectOf(r.By))
}

func (r Review) rules() []rule {
	tenant, written := schema.TenantRef(r.Client.Tenant), r.relationship()
	mayNot := phrase.Of("%s may not: it takes %s", r.By, schema.TenantViewEmergencyLog)
	earlier := relation.WithSubject(relation.Of(written.Resource), written.Subject, "")
	return []rule{
		{relation.Exactly(relation.Between(tenant, schema.TenantMember, r.By)), false, phrase.Of("%s has no active account", r.By), unfit},
		{relation.Exactly(relation.Between(tenant, schema.TenantApplicationManager, r.By)), false, mayNot, unfit},
		{earlier, true, phrase.Of("%s has reviewed it already", r.By), mistaken},
	}
}
