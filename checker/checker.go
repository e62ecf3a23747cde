package checker

import (
	"context"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/peer"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// Checker answers questions by asking an engine. It holds no state but its
// settings and is safe for concurrent use. Make one with New.
type Checker struct {
	engine  engine
	options Options
	bound   *bound
	atLeast schema.Revision
	at      schema.Revision
	context evaluation
}

// New makes a checker over a connection to an engine. The connection stays the
// caller's: the checker never closes it. The key goes with the connection, as
// its per-RPC credentials.
func New(conn grpc.ClientConnInterface, options Options) *Checker {
	c := &Checker{engine: v1.NewPermissionsServiceClient(conn), options: options.withDefaults()}
	c.context = newEvaluation(options.Model, EvaluationContext{})
	if options.ModelMaxAge > 0 {
		// A stale snapshot may be one of another schema.
		c.options.Consistency = Latest
		c.bound = &bound{schemas: v1.NewSchemaServiceClient(conn), model: options.Model, maxAge: options.ModelMaxAge}
	}
	return c
}

// AtLeast is a checker like c whose answers are never older than a revision,
// such as the one that a write returned. Under Latest it costs a second, small
// call. A blank revision asks for nothing. c is unchanged.
func (c *Checker) AtLeast(revision schema.Revision) *Checker {
	bound := *c
	bound.atLeast, bound.at = revision, ""
	return &bound
}

// At is a checker like c that answers from exactly one revision, for several
// calls that must agree with each other. An engine keeps a revision for a while
// only (24 h for SpiceDB by default); after that, asking is an error. Rights
// revoked since are still there: it is for reports, not for guarding. A blank
// revision asks for nothing. c is unchanged.
func (c *Checker) At(revision schema.Revision) *Checker {
	bound := *c
	bound.at, bound.atLeast = revision, ""
	return &bound
}

// With is a checker like c whose questions are answered with a context. One that
// cannot be sent, or that brings what only the model brings, is the error of
// every question, an *InvalidError. c is unchanged.
func (c *Checker) With(e EvaluationContext) *Checker {
	with := *c
	with.context = newEvaluation(c.options.Model, e)
	return &with
}

// Listing is a checker like c whose lists of subjects are of a type: in a model that
// is not remit's, where subjects are of any. In remit's own they are users, and c
// itself is returned. c is unchanged.
func (c *Checker) Listing(t schema.Type) *Checker {
	if c.options.Model.HasTenants() {
		return c
	}
	listing := *c
	listing.options.Model = schema.Other(c.options.Model.Contents(), t)
	return &listing
}

func (c *Checker) consistency() *v1.Consistency {
	switch {
	case c.at != "":
		return exactly(c.at)
	case c.options.Consistency == Bounded && c.atLeast != "":
		return freshAs(c.atLeast)
	case c.options.Consistency == Bounded:
		return &v1.Consistency{Requirement: &v1.Consistency_MinimizeLatency{MinimizeLatency: true}}
	}
	return &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}}
}

// settle comes before a question to the engine, and is what to ask it at. It looks at
// the engine's schema where the checker is held to a model.
//
// A question may be bound to a revision and want the newest data. A SpiceDB node lets
// calls that come at once share one search for the newest revision: it may have begun
// before the write that this question knows of, and then somebody is allowed who no
// longer is. A search that begins after another one of the node has ended cannot have;
// what it finds is the newest, whichever node is asked next.
func (c *Checker) settle(ctx context.Context) (*v1.Consistency, error) {
	if err := c.bound.check(ctx, c.at); err != nil {
		return nil, err
	}
	if c.at != "" || c.options.Consistency != Latest || c.atLeast == "" {
		return c.consistency(), nil
	}
	searched := map[string]bool{}
	for range mostNodes + 1 {
		at, node, err := c.newest(ctx)
		if err != nil {
			return nil, err
		}
		if searched[node] {
			return freshAs(at), nil
		}
		searched[node] = true
	}
	return nil, badAnswer("more than %d nodes answer on one connection, none of them twice", mostNodes)
}

// mostNodes is between how many nodes a connection may spread its calls.
const mostNodes = 32

// newest is the revision that an engine finds to be its newest, and the address of the
// node that did, blank where the connection does not tell.
func (c *Checker) newest(ctx context.Context) (at schema.Revision, node string, err error) {
	q := c.anything()
	var from peer.Peer
	answer, err := c.engine.CheckPermission(ctx, &v1.CheckPermissionRequest{
		Consistency: c.consistency(),
		Resource:    objectOf(q.Resource),
		Permission:  q.Permission.Name(),
		Subject:     subjectOf(q.Subject),
	}, grpc.Peer(&from))
	if err != nil {
		return "", "", err
	}
	if at = schema.Revision(answer.GetCheckedAt().GetToken()); at == "" {
		return "", "", badAnswer("it names no revision")
	}
	if from.Addr != nil {
		node = from.Addr.String()
	}
	return at, node, nil
}

// anything is a question that the engine can be asked, of which the answer does
// not matter; the zero value in a model in which nothing can be.
func (c *Checker) anything() Question {
	if c.options.Model.HasTenants() {
		nobody := schema.Ref{Type: schema.TypeUser, Tenant: "-", ID: "-"}
		return Question{nobody, schema.Permission(schema.TenantMember), schema.TenantRef(nobody.Tenant)}
	}
	for _, t := range c.options.Model.Types() {
		for _, p := range c.options.Model.Permissions(t) {
			nothing := schema.Ref{Type: t, ID: "-"}
			return Question{nothing, p, nothing}
		}
	}
	return Question{}
}

func exactly(revision schema.Revision) *v1.Consistency {
	return &v1.Consistency{Requirement: &v1.Consistency_AtExactSnapshot{AtExactSnapshot: token(revision)}}
}

func freshAs(revision schema.Revision) *v1.Consistency {
	return &v1.Consistency{Requirement: &v1.Consistency_AtLeastAsFresh{AtLeastAsFresh: token(revision)}}
}

func token(revision schema.Revision) *v1.ZedToken { return &v1.ZedToken{Token: string(revision)} }

func objectOf(r schema.Ref) *v1.ObjectReference { return relation.ObjectOf(r).Message() }

func subjectOf(r schema.Ref) *v1.SubjectReference { return relation.ObjectOf(r).Subject("") }
