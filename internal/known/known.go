// Package known says of the names in a question which an engine holds nothing of,
// which that it holds could be meant, and how the beginning of one may go on.
package known

import (
	"context"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/suggest"
	"github.com/remit-authz/remit/schema"
)

// considered is how many relationships are read at most to find a name that could
// be meant.
const considered = 100_000

// timeout is how long the search may take in all.
const timeout = 10 * time.Second

// Unknown is a name of which an engine holds nothing.
type Unknown struct {
	// Ref is the tenant of what was asked about, where nothing is held of that, or
	// else what was asked about.
	Ref schema.Ref
	// Nearest is what could be meant; zero for nothing near.
	Nearest schema.Ref
}

// String is one sentence.
func (u Unknown) String() string { return u.Say(phrase.Printer{}) }

// Say is String in the language of a printer.
func (u Unknown) Say(in phrase.Printer) string {
	if u.Nearest == (schema.Ref{}) {
		return in.Say("%s is not known here", u.Ref)
	}
	return in.Say("%s is not known here; did you mean %s?", u.Ref, u.Nearest)
}

// Find finds the unknown among some names, each once, in their order. The engine
// is read as it is at the time of the call, for at most 10 seconds.
func Find(ctx context.Context, conn grpc.ClientConnInterface, m schema.Model, refs ...schema.Ref) ([]Unknown, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	e := engine{v1.NewPermissionsServiceClient(conn), m}
	var found []Unknown
	told := map[schema.Ref]bool{}
	for _, ref := range refs {
		unknown, err := e.unknown(ctx, ref)
		if err != nil {
			return nil, phrase.Errorf("looking whether %s is known: %w", ref, err)
		}
		if unknown.Ref == (schema.Ref{}) || told[unknown.Ref] {
			continue
		}
		told[unknown.Ref] = true
		found = append(found, unknown)
	}
	return found, nil
}

type engine struct {
	client v1.PermissionsServiceClient
	model  schema.Model
}

// unknown is zero for a name that the engine holds something of.
func (e engine) unknown(ctx context.Context, ref schema.Ref) (Unknown, error) {
	has, err := e.has(ctx, relation.ObjectOf(ref))
	if has || err != nil {
		return Unknown{}, err
	}
	if e.model.HasTenants() && ref.Type != schema.TypeTenant {
		tenant, err := e.unknown(ctx, schema.TenantRef(ref.Tenant))
		if err != nil || tenant.Ref != (schema.Ref{}) {
			return tenant, err
		}
	}
	nearest, err := e.nearest(ctx, ref)
	return Unknown{ref, nearest}, err
}

// has says whether any relationship names the object.
func (e engine) has(ctx context.Context, o relation.Object) (bool, error) {
	for _, filter := range []*v1.RelationshipFilter{relation.Of(o), relation.To(o)} {
		found := false
		err := e.read(ctx, filter, func(relation.Relationship) bool { found = true; return false })
		if found || err != nil {
			return found, err
		}
	}
	return false, nil
}

// completions is how many Complete returns at most.
const completions = 200

// Complete finds how the beginning of a reference, a type and ":" at least, may go on: with
// a tenant, then an id. There are at most 200, sorted, each once.
func Complete(ctx context.Context, conn grpc.ClientConnInterface, m schema.Model, beginning string) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	typ, rest, _ := strings.Cut(beginning, ":")
	e := engine{v1.NewPermissionsServiceClient(conn), m}
	tenant, id, whole := strings.Cut(rest, "/")
	ref := schema.Ref{Type: schema.Type(typ), Tenant: schema.TenantID(tenant), ID: id}
	switch {
	case !m.HasType(ref.Type):
		return nil, nil
	case !m.HasTenants():
		return e.beginning(ctx, schema.Ref{Type: ref.Type, ID: rest}, beginning)
	case ref.Type == schema.TypeTenant:
		return e.beginning(ctx, schema.TenantRef(schema.TenantID(rest)), beginning)
	case !whole:
		tenants, err := e.beginning(ctx, schema.TenantRef(ref.Tenant), "tenant:"+rest)
		for i, t := range tenants {
			tenants[i] = typ + strings.TrimPrefix(t, "tenant") + "/"
		}
		return tenants, err
	case ref.Tenant.Validate() != nil:
		return nil, nil
	}
	return e.beginning(ctx, ref, beginning)
}

// beginning are the references that one is the beginning of, as text that begins so.
func (e engine) beginning(ctx context.Context, like schema.Ref, text string) ([]string, error) {
	found := map[string]bool{}
	for _, filter := range e.filters(like) {
		if filter.GetResourceType() != "" && (like.ID != "" || e.model.HasTenants()) {
			filter.OptionalResourceIdPrefix = like.ObjectID()
		}
		err := e.read(ctx, filter, func(r relation.Relationship) bool {
			for _, ref := range e.named(r) {
				if s := ref.String(); ref.Type == like.Type && strings.HasPrefix(s, text) {
					found[s] = true
				}
			}
			return len(found) < completions
		})
		if err != nil {
			return nil, err
		}
	}
	return slices.Sorted(maps.Keys(found)), nil
}

// nearest is the name of the same type, in the same tenant, that could be meant.
func (e engine) nearest(ctx context.Context, ref schema.Ref) (schema.Ref, error) {
	n, meant, read := suggest.To(name(ref)), schema.Ref{}, 0
	for _, filter := range e.filters(ref) {
		err := e.read(ctx, filter, func(r relation.Relationship) bool {
			for _, other := range e.named(r) {
				if other.Type != ref.Type || other.Tenant != ref.Tenant && ref.Type != schema.TypeTenant {
					continue
				}
				if n.Consider(name(other)) {
					meant = other
				}
			}
			read++
			return read < considered
		})
		if err != nil {
			return schema.Ref{}, err
		}
	}
	return meant, nil
}

// named are the references that a relationship names: of an account, its user too,
// and of a lease, its tenant.
func (e engine) named(r relation.Relationship) []schema.Ref {
	objects := []relation.Object{r.Resource, r.Subject}
	if e.model.HasTenants() {
		switch r.Resource.Type {
		case schema.TypeAccount:
			objects = append(objects, relation.Object{Type: schema.TypeUser, ID: r.Resource.ID})
		case schema.TypeLease:
			objects = append(objects, relation.Object{Type: schema.TypeTenant, ID: string(r.Resource.Tenant())})
		}
	}
	var refs []schema.Ref
	for _, o := range objects {
		if ref, err := e.model.RefOfObject(string(o.Type), o.ID); err == nil {
			refs = append(refs, ref)
		}
	}
	return refs
}

// filters find relationships that between them name all of a type, each as seldom
// as may be.
func (e engine) filters(ref schema.Ref) []*v1.RelationshipFilter {
	switch {
	case !e.model.HasTenants():
		return []*v1.RelationshipFilter{relation.Of(relation.Object{Type: ref.Type}), relation.To(relation.Object{Type: ref.Type})}
	case ref.Type == schema.TypeTenant:
		return []*v1.RelationshipFilter{relation.In(schema.LeaseNumber)}
	case ref.Type == schema.TypeUser:
		return []*v1.RelationshipFilter{relation.InTenant(schema.AccountTenant, ref.Tenant)}
	}
	if pointer := ref.Type.Pointer(schema.TypeTenant); slices.Contains(e.model.Relations(ref.Type), pointer) {
		return []*v1.RelationshipFilter{relation.InTenant(pointer, ref.Tenant)}
	}
	return []*v1.RelationshipFilter{relation.OfTenant(ref.Type, ref.Tenant)}
}

// name is what of a reference somebody mistypes.
func name(ref schema.Ref) string {
	if ref.Type == schema.TypeTenant {
		return string(ref.Tenant)
	}
	return ref.ID
}

// read reads relationships until do says that it has enough.
func (e engine) read(ctx context.Context, filter *v1.RelationshipFilter, do func(relation.Relationship) (more bool)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := e.client.ReadRelationships(ctx, &v1.ReadRelationshipsRequest{
		Consistency:        &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}},
		RelationshipFilter: filter,
	})
	if err != nil {
		return err
	}
	for {
		answer, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		r, err := relation.FromMessage(answer.GetRelationship())
		if err != nil {
			return err
		}
		if !do(r) {
			return nil
		}
	}
}
