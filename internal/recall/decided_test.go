package recall_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/internal/decided"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/relation/relationtest"
	"github.com/remit-authz/remit/schema"
)

// twoTenants have the same ids, but for what is called CANARY in the other.
func twoTenants() []relation.Relationship {
	var all []relation.Relationship
	add := func(format string, a ...any) { all = append(all, relationtest.Of(fmt.Sprintf(format, a...))) }
	for tenant, odd := range map[string]string{"t": "c=40", "qq": "CANARY-"} { // which is c@
		user := func(id string) string { return "user:" + tenant + "/" + id }
		for _, id := range []string{"sec", "anna", odd + "bram"} {
			add("tenant:%s#member@%s", tenant, user(id))
			add("tenant:%s#practitioner@%s", tenant, user(id))
		}
		add("tenant:%s#secretary@%s", tenant, user("sec"))
		add("tenant:%s#emergency_procedure@user:*", tenant)
		for c := range 3_000 {
			id := fmt.Sprintf("c%d", c)
			if c%10 == 0 {
				id = odd + id
			}
			client := "client:" + tenant + "/" + id
			add("%s#tenant@tenant:%s", client, tenant)
			add("%s#practitioner@%s", client, user("anna"))
			if c%3 == 0 {
				add("%s#practitioner@%s", client, user(odd+"bram"))
			}
		}
		for u := range 1_500 { // who are all manager of one organization
			add("tenant:%s#member@%s", tenant, user(fmt.Sprintf("%smanager-%d", odd, u)))
			add("tenant:%s#standard_user@%s", tenant, user(fmt.Sprintf("%smanager-%d", odd, u)))
			add("organization:%s/o#manager@%s", tenant, user(fmt.Sprintf("%smanager-%d", odd, u)))
		}
		add("organization:%s/o#tenant@tenant:%s", tenant, tenant)
	}
	return all
}

// overheard is a connection of which the lists' answers are counted and held to a look.
type overheard struct {
	grpc.ClientConnInterface
	lists, decided, messages, calls int
	see                             func(message any)
}

func (o *overheard) Invoke(ctx context.Context, method string, request, reply any, options ...grpc.CallOption) error {
	o.calls++
	return o.ClientConnInterface.Invoke(ctx, method, request, reply, options...)
}

func (o *overheard) NewStream(ctx context.Context, desc *grpc.StreamDesc, method string, options ...grpc.CallOption) (grpc.ClientStream, error) {
	stream, err := o.ClientConnInterface.NewStream(ctx, desc, method, options...)
	o.calls++
	if err != nil || !strings.Contains(method, "/Lookup") {
		return stream, err
	}
	o.lists++
	return &overheardStream{stream, o, false}, nil
}

type overheardStream struct {
	grpc.ClientStream
	of   *overheard
	seen bool
}

func (s *overheardStream) RecvMsg(message any) error {
	err := s.ClientStream.RecvMsg(message)
	if header, _ := s.Header(); !s.seen && decided.Is(header) {
		s.of.decided++
	}
	s.seen = true
	if err == nil {
		s.of.messages++
		s.of.see(message)
	}
	return err
}

// A checker's lists are the same whether the engine answers or a remit that packs them,
// and have nothing of another tenant's.
func TestPackedListsAreThoseOfTheEngine(t *testing.T) {
	s := start(t, true)
	s.writeSchema(t, schema.Text())
	relationtest.Import(t, s.engine.Conn(), twoTenants()...)
	// It stores what only a question brings: SpiceDB allows by it without end.
	stored := relationtest.Of("client:t/c7#emergency@user:t/c=40bram")
	stored.Terms = relationtest.Given(schema.CaveatEmergencyAccess, map[string]any{
		"since": "2020-01-01T00:00:00Z", "until": "2020-01-01T01:00:00Z", "now": "2020-01-01T00:30:00Z", "reason": "r"}).Expiring(time.Now().Add(time.Hour))
	s.remembers(t, time.Minute, func() { s.askNothing(t) })
	tenant := "t"
	heard := &overheard{ClientConnInterface: s.conn, see: func(message any) {
		if text := fmt.Sprint(message); tenant == "t" && strings.Contains(text, "CANARY") || tenant != "t" && strings.Contains(text, "c=40") {
			t.Errorf("of tenant %s: %s", tenant, text)
		}
	}}
	over, engine := checker.New(heard, checker.Options{}), checker.New(s.engine.Conn(), checker.Options{})
	most := 0
	compare := func(what string, ask func(*checker.Checker) (checker.List, error)) {
		t.Helper()
		got, err := ask(over)
		require.NoError(t, err, what)
		want, err := ask(engine)
		require.NoError(t, err, what)
		got.Revision, want.Revision = "", ""
		require.Empty(t, cmp.Diff(want, got), what)
		most = max(most, len(got.Refs))
	}
	for _, tenant = range []string{"t", "qq"} {
		odd := map[string]string{"t": "c@", "qq": "CANARY-"}[tenant]
		of := func(kind schema.Type, id string) schema.Ref {
			return schema.Ref{Type: kind, Tenant: schema.TenantID(tenant), ID: id}
		}
		for _, id := range []string{"sec", "anna", odd + "bram", odd + "manager-7", "nobody"} {
			for _, p := range []schema.Permission{schema.ClientViewDossier, schema.ClientViewAccount, schema.OrganizationView} {
				compare(fmt.Sprint(tenant, id, p), func(c *checker.Checker) (checker.List, error) {
					return c.Resources(t.Context(), of(schema.TypeUser, id), p)
				})
			}
		}
		compare("managers", func(c *checker.Checker) (checker.List, error) {
			return c.Subjects(t.Context(), schema.OrganizationView, of(schema.TypeOrganization, "o"))
		})
		compare("practitioners", func(c *checker.Checker) (checker.List, error) {
			return c.Subjects(t.Context(), schema.ClientViewDossier, of(schema.TypeClient, "c3"))
		})
	}
	assert.Equal(t, heard.lists, heard.decided, "each is packed")
	assert.Less(t, heard.messages, 3*heard.lists+40, "messages for %d lists", heard.lists)
	assert.GreaterOrEqual(t, most, 3_000)

	tenant = "t"
	at := relationtest.Write(t, s.engine.Conn(), stored)
	bram, c7 := schema.Ref{Type: schema.TypeUser, Tenant: "t", ID: "c@bram"}, schema.Ref{Type: schema.TypeClient, Tenant: "t", ID: "c7"}
	_, err := engine.Resources(t.Context(), bram, schema.ClientViewDossier)
	require.ErrorContains(t, err, "stores \"now\"", "the engine allows by it, and is not believed")
	list, err := over.AtLeast(at).Resources(t.Context(), bram, schema.ClientViewDossier)
	require.NoError(t, err)
	require.False(t, slices.Contains(list.Refs, c7), "memory gives nothing by it")
	heard.calls = 0
	for client, want := range map[string]checker.Outcome{"c7": checker.Denied, "c3": checker.Allowed} {
		q := checker.Question{Subject: bram, Permission: schema.ClientViewDossier, Resource: schema.Ref{Type: schema.TypeClient, Tenant: "t", ID: client}}
		_, err := engine.Check(t.Context(), q)
		require.Equal(t, client == "c7", err != nil, "%v", err)
		got, err := over.Check(t.Context(), q)
		require.NoError(t, err)
		require.Equal(t, want, got.Outcome, client)
		require.Equal(t, want, over.CheckAll(t.Context(), []checker.Question{q})[0].Outcome, client)
	}
	require.Equal(t, 4, heard.calls, "nobody looks for what remit has looked at")
}

// Who does not ask for it has a message for each.
func TestPlainListsAreNotPacked(t *testing.T) {
	s := start(t, false)
	s.writeSchema(t, schema.Text())
	relationtest.Import(t, s.engine.Conn(), twoTenants()...)
	s.remembers(t, time.Minute, func() { s.askNothing(t) })
	stream, err := s.served.LookupResources(t.Context(), &v1.LookupResourcesRequest{
		Consistency: newest, ResourceObjectType: "client", Permission: "view_dossier", Subject: reference("user", "t/anna"),
	})
	require.NoError(t, err)
	count := 0
	for {
		m, err := stream.Recv()
		if err != nil {
			break
		}
		require.Equal(t, 1, decided.Count(m.GetResourceObjectId()))
		count++
	}
	require.Equal(t, 3_000, count)
}
