package recall_test

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/stretchr/testify/require"

	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/internal/loopback/loopbacktest"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/relation/relationtest"
	"github.com/remit-authz/remit/schema"
)

var flagClients = flag.Int("clients", 100_000, "of the benchmarked institution; there are four relationships to each")

const (
	users    = 2_000
	caseload = 150 // of user u0
)

// Calls over loopback to an engine that is served over a store in a file, with
// answers from memory and without, in one run.
//
//	go test ./internal/recall -run '^$' -bench Served
func BenchmarkServed(b *testing.B) {
	s := start(b, true)
	s.writeSchema(b, schema.Text())
	relationtest.Import(b, s.engine.Conn(), institution(*flagClients)...)
	s.remembers(b, time.Minute, func() { s.askNothing(b) })
	plain, err := s.engine.Serve(b.Context(), loopbacktest.Address(b), engine.OneKey("sesame"))
	require.NoError(b, err)
	b.Cleanup(func() { require.NoError(b, plain.Close()) })
	for _, c := range []struct {
		name   string
		client v1.PermissionsServiceClient
	}{{"memory", s.served}, {"spicedb", v1.NewPermissionsServiceClient(enginetest.Dial(b, plain.Address(), "sesame"))}} {
		b.Run("check/"+c.name, func(b *testing.B) { benchmarkCheck(b, c.client) })
		b.Run("checks-at-once/"+c.name, func(b *testing.B) { benchmarkChecks(b, c.client) })
		b.Run("caseload/"+c.name, func(b *testing.B) { benchmarkCaseload(b, c.client) })
		b.Run("check-after-a-write/"+c.name, func(b *testing.B) {
			s.benchmarkAfterWrite(b, func(i int) { requireView(b, c.client, i) })
		})
		b.Run("caseload-after-a-write/"+c.name, func(b *testing.B) {
			s.benchmarkAfterWrite(b, func(int) { requireCaseload(b, c.client) })
		})
	}
}

func benchmarkCheck(b *testing.B, client v1.PermissionsServiceClient) {
	for i := 0; b.Loop(); i++ {
		requireView(b, client, i)
	}
}

// requireView asks about one client after the other, so that few are in a cache.
func requireView(b *testing.B, client v1.PermissionsServiceClient, i int) {
	i %= *flagClients
	answer, err := client.CheckPermission(b.Context(), &v1.CheckPermissionRequest{
		Consistency: newest, Resource: object("client", clientID(i)), Permission: "view_dossier", Subject: reference("user", userID(practitioner(i))),
	})
	if err != nil || answer.GetPermissionship() != yes {
		b.Fatalf("client %d: got %v (%v), want %v", i, answer.GetPermissionship(), err, yes)
	}
}

func benchmarkChecks(b *testing.B, client v1.PermissionsServiceClient) {
	b.RunParallel(func(pb *testing.PB) {
		for i := rand.IntN(*flagClients); pb.Next(); i++ {
			requireView(b, client, i)
		}
	})
}

func benchmarkCaseload(b *testing.B, client v1.PermissionsServiceClient) {
	for b.Loop() {
		requireCaseload(b, client)
	}
}

func requireCaseload(b *testing.B, client v1.PermissionsServiceClient) {
	stream, err := client.LookupResources(b.Context(), &v1.LookupResourcesRequest{
		Consistency: newest, ResourceObjectType: "client", Permission: "view_dossier", Subject: reference("user", userID(0)),
	})
	require.NoError(b, err)
	count := -1
	for ; err == nil; count++ {
		_, err = stream.Recv()
	}
	if !errors.Is(err, io.EOF) || count != caseload {
		b.Fatalf("got %d clients (%v), want %d", count, err, caseload)
	}
}

// benchmarkAfterWrite takes the time of questions that come right after a
// write, and not that of the write: nothing is in SpiceDB's cache, and the
// memory has to wait, or leave the question to SpiceDB.
func (s *service) benchmarkAfterWrite(b *testing.B, ask func(i int)) {
	var took time.Duration
	for i := 0; b.Loop(); i++ {
		s.write(b, v1.RelationshipUpdate_OPERATION_TOUCH, relationtest.Of("client:"+clientID(i%*flagClients)+"#supervisor@user:"+userID(1)))
		begin := time.Now()
		ask(i)
		took += time.Since(begin)
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(took.Microseconds())/float64(b.N), "µs/question")
}

func clientID(i int) string { return fmt.Sprintf("t/c%d", i) }
func userID(i int) string   { return fmt.Sprintf("t/u%d", i) }

// practitioner is one who has the client in their caseload.
func practitioner(client int) int {
	if client < caseload {
		return 0
	}
	return 1 + client*7919%(users-1)
}

// institution has about four relationships to a client.
func institution(clients int) []relation.Relationship {
	var all []relation.Relationship
	add := func(text string) { all = append(all, relationtest.Of(text)) }
	for u := range users {
		add("tenant:t#member@user:" + userID(u))
		add("tenant:t#practitioner@user:" + userID(u))
	}
	for c := range clients {
		add("client:" + clientID(c) + "#tenant@tenant:t")
		first := practitioner(c)
		for _, u := range []int{first, 1 + (first+1)%(users-1), 1 + (first+2)%(users-1)} {
			add("client:" + clientID(c) + "#practitioner@user:" + userID(u))
		}
	}
	return all
}
