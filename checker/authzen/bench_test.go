package authzen_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker/memory"
	"github.com/remit-authz/remit/internal/boltstore"
	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/internal/keys"
	"github.com/remit-authz/remit/internal/loopback/loopbacktest"
	"github.com/remit-authz/remit/internal/service"
	"github.com/remit-authz/remit/schema"
)

const (
	benchClients  = 100_000 // four relationships to each
	benchUsers    = 2_000
	benchCaseload = 150
	// benchCallers is how many call at once: enough for every core.
	benchCallers = 32
)

// BenchmarkLoopback asks the same questions of the same 404,000 relationships in a
// durable store, over loopback, by callers enough for all cores: of this package over
// HTTP with a memory, as `remit serve` has it, and of SpiceDB's own gRPC API. Callers
// and servers are in one process, and share the cores. One op is a request.
//
//	go test -run '^$' -bench Loopback -timeout 30m ./checker/authzen
func BenchmarkLoopback(b *testing.B) {
	e := benchEngine(b)
	address := loopbacktest.Address(b)
	plain, err := e.Serve(b.Context(), address, engine.OneKey("k"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = plain.Close() })
	m := memory.Follow(e.Conn(), memory.Options{})
	b.Cleanup(func() { _ = m.Close() })
	if err := m.Ready(b.Context()); err != nil {
		b.Fatal(err)
	}
	httpURL := benchService(b, over{conn: e.Conn(), memory: m})
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: benchCallers}}
	// As many connections as callers, as an application's pool has them.
	conns := make([]v1.PermissionsServiceClient, benchCallers)
	for i := range conns {
		conns[i] = v1.NewPermissionsServiceClient(enginetest.Dial(b, address, "k"))
	}
	post := func(path string, body func(int) string, right string) func(int, int) error {
		return func(_, n int) error { return benchPost(client, httpURL+path, body(n), right) }
	}
	b.Run("check/http", func(b *testing.B) {
		benchmark(b, post(evaluationPath, func(n int) string { c, u := benchLink(n); return asks("t/"+u, "view_dossier", "t/"+c) }, yes))
	})
	b.Run("check/grpc", func(b *testing.B) {
		benchmark(b, func(caller, n int) error {
			c, u := benchLink(n)
			got, err := conns[caller].CheckPermission(context.Background(), &v1.CheckPermissionRequest{
				Consistency: benchNewest(), Resource: benchObject("client", c), Permission: "view_dossier", Subject: benchSubject(u)})
			if err == nil && got.GetPermissionship() != v1.CheckPermissionResponse_PERMISSIONSHIP_HAS_PERMISSION {
				err = fmt.Errorf("got %s", got.GetPermissionship())
			}
			return err
		})
	})
	b.Run("batch-of-100/http", func(b *testing.B) {
		benchmark(b, post(evaluationsPath, benchBatch, `{"evaluations":[`+strings.TrimSuffix(strings.Repeat(yes+",", 100), ",")+`]}`))
	})
	b.Run("batch-of-100/grpc", func(b *testing.B) {
		benchmark(b, func(caller, n int) error {
			request := &v1.CheckBulkPermissionsRequest{Consistency: benchNewest()}
			for i := range 100 {
				c, u := benchLink(n*100 + i)
				request.Items = append(request.Items, &v1.CheckBulkPermissionsRequestItem{Resource: benchObject("client", c), Permission: "view_dossier", Subject: benchSubject(u)})
			}
			got, err := conns[caller].CheckBulkPermissions(context.Background(), request)
			if err == nil && len(got.GetPairs()) != 100 {
				err = fmt.Errorf("got %d", len(got.GetPairs()))
			}
			return err
		})
	})
	b.Run("search-of-150/http", func(b *testing.B) {
		benchmark(b, post(resourcesPath, func(n int) string {
			return `{"subject":{"type":"user","id":"t/` + benchUser(n) + `"},"action":{"name":"view_dossier"},"resource":{"type":"client"},"page":{"limit":1000}}`
		}, `"count":150`))
	})
	b.Run("search-of-150/grpc", func(b *testing.B) {
		benchmark(b, func(caller, n int) error {
			stream, err := conns[caller].LookupResources(context.Background(), &v1.LookupResourcesRequest{
				Consistency: benchNewest(), ResourceObjectType: "client", Permission: "view_dossier", Subject: benchSubject(benchUser(n))})
			count := 0
			for ; err == nil; count++ {
				_, err = stream.Recv()
			}
			if err == io.EOF && count == benchCaseload+1 {
				return nil
			}
			return fmt.Errorf("got %d: %w", count-1, err)
		})
	})
}

// benchmark runs requests of many callers, and reports how many a second there were
// and how long they took.
func benchmark(b *testing.B, ask func(caller, n int) error) {
	var next, failed atomic.Int64
	took := make([][]time.Duration, benchCallers)
	for caller := range benchCallers { // connections and caches are warm
		if err := ask(caller, caller); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	b.ResetTimer()
	var calling sync.WaitGroup
	for caller := range benchCallers {
		calling.Go(func() {
			for n := next.Add(1); n <= int64(b.N); n = next.Add(1) {
				begun := time.Now()
				if err := ask(caller, int(n)); err != nil {
					failed.Add(1)
					b.Error(err)
					return
				}
				took[caller] = append(took[caller], time.Since(begun))
			}
		})
	}
	calling.Wait()
	all := slices.Concat(took...)
	slices.Sort(all)
	if len(all) == 0 {
		return
	}
	b.ReportMetric(float64(all[len(all)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(all[len(all)*99/100].Microseconds()), "p99-µs")
	b.ReportMetric(float64(len(all))/b.Elapsed().Seconds(), "requests/s")
}

func benchPost(client *http.Client, url, body, right string) error {
	r, err := http.NewRequest(http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer k")
	answer, err := client.Do(r)
	if err != nil {
		return err
	}
	got, err := io.ReadAll(answer.Body)
	_ = answer.Body.Close()
	if err == nil && !bytes.Contains(got, []byte(right)) {
		err = fmt.Errorf("got %d %.200s", answer.StatusCode, got)
	}
	return err
}

// benchKey is the one key there is.
type benchKey struct{}

func (benchKey) Find(shown string, _ time.Time) (keys.Key, error) {
	if shown != "k" {
		return keys.Key{}, keys.ErrUnknown
	}
	return keys.Key{ID: "k", Purpose: keys.Read, Everywhere: true}, nil
}

func benchService(b *testing.B, o over) string {
	b.Helper()
	callers["k"] = callers["all"]
	h := o.handler(b)
	var routes []service.Route
	for _, path := range []string{evaluationPath, evaluationsPath, resourcesPath} {
		routes = append(routes, service.Route{Pattern: "POST " + path, Handler: h, May: keys.Key.MayAsk})
	}
	address := loopbacktest.Address(b)
	s, err := service.Start(b.Context(), service.Options{Address: address, Keys: benchKey{}, Routes: routes, Limits: service.Limits{Rate: 1_000_000}})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	return "http://" + address
}

// benchLink is the nth client and one of their practitioners.
func benchLink(n int) (client, user string) {
	n = n * 7919 % benchClients
	return fmt.Sprintf("c-%d", n), benchUser(benchPractitioner(n))
}

func benchUser(n int) string { return fmt.Sprintf("u-%d", n%(benchUsers)) }

// benchPractitioner spreads clients so that everybody has 150: three to each client.
func benchPractitioner(client int) int { return client % benchUsers }

func benchBatch(n int) string {
	var items []string
	for i := range 100 {
		c, u := benchLink(n*100 + i)
		items = append(items, asks("t/"+u, "view_dossier", "t/"+c))
	}
	return `{"evaluations":[` + strings.Join(items, ",") + `]}`
}

func benchNewest() *v1.Consistency {
	return &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}}
}

func benchObject(kind, id string) *v1.ObjectReference {
	return &v1.ObjectReference{ObjectType: kind, ObjectId: "t/" + id}
}

func benchSubject(user string) *v1.SubjectReference {
	return &v1.SubjectReference{Object: benchObject("user", user)}
}

func benchEngine(b *testing.B) *engine.Engine {
	b.Helper()
	store, err := boltstore.Open(filepath.Join(b.TempDir(), "remit.db"), boltstore.Options{NoSync: true})
	if err != nil {
		b.Fatal(err)
	}
	e, err := engine.Start(b.Context(), engine.Options{Datastore: store})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = e.Close(); _ = store.Close() })
	if _, err := v1.NewSchemaServiceClient(e.Conn()).WriteSchema(b.Context(), &v1.WriteSchemaRequest{Schema: schema.Text()}); err != nil {
		b.Fatal(err)
	}
	benchLoad(b, e.Conn())
	return e
}

func benchLoad(b *testing.B, conn *grpc.ClientConn) {
	b.Helper()
	var all []*v1.Relationship
	tenant := &v1.ObjectReference{ObjectType: "tenant", ObjectId: "t"}
	for u := range benchUsers {
		for _, relation := range []string{"member", "practitioner"} {
			all = append(all, &v1.Relationship{Resource: tenant, Relation: relation, Subject: benchSubject(benchUser(u))})
		}
	}
	for c := range benchClients {
		client := benchObject("client", fmt.Sprintf("c-%d", c))
		all = append(all, &v1.Relationship{Resource: client, Relation: "tenant", Subject: &v1.SubjectReference{Object: tenant}})
		for i := range 3 {
			all = append(all, &v1.Relationship{Resource: client, Relation: "practitioner", Subject: benchSubject(benchUser(benchPractitioner(c) + i))})
		}
	}
	for part := range slices.Chunk(all, 50_000) {
		stream, err := v1.NewPermissionsServiceClient(conn).ImportBulkRelationships(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		for message := range slices.Chunk(part, 1000) {
			if err := stream.Send(&v1.ImportBulkRelationshipsRequest{Relationships: message}); err != nil {
				b.Fatal(err)
			}
		}
		if _, err := stream.CloseAndRecv(); err != nil {
			b.Fatal(err)
		}
	}
}
