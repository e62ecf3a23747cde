package engine_test

import (
	"bufio"
	"context"
	"os"
	"strings"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/loopback/loopbacktest"
	"github.com/remit-authz/remit/schema"
)

func TestStartAnswersAndStops(t *testing.T) {
	begin := time.Now()
	e, err := engine.Start(t.Context(), engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("started in %s", time.Since(begin))
	if _, err := v1.NewSchemaServiceClient(e.Conn()).WriteSchema(t.Context(), &v1.WriteSchemaRequest{Schema: schema.Text()}); err != nil {
		t.Fatalf("the engine does not take the model: %v", err)
	}
	if err := e.Close(); err != nil {
		t.Fatalf("closing: %v", err)
	}
}

// An embedded engine must be reachable by nobody but its own process: SpiceDB's
// defaults open four sockets.
func TestEmbeddedEngineOpensNoSocket(t *testing.T) {
	before := listening(t)
	e, err := engine.Start(t.Context(), engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if after := listening(t); after != before {
		t.Errorf("listening sockets of this process: got %d, want %d as before the start", after, before)
	}
}

func TestServedEngineWantsItsKey(t *testing.T) {
	address := loopbacktest.Address(t)
	e, err := engine.Start(t.Context(), engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	served, err := e.Serve(t.Context(), address, engine.OneKey("right"))
	if err != nil {
		t.Fatal(err)
	}
	defer served.Close()
	for _, c := range []struct {
		key  string
		want codes.Code
	}{
		{"right", codes.NotFound}, // no schema has been written
		{"wrong", codes.PermissionDenied},
	} {
		conn, err := engine.Dial(address, c.key)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		_, err = v1.NewSchemaServiceClient(conn).ReadSchema(ctx, &v1.ReadSchemaRequest{})
		if got := status.Code(err); got != c.want {
			t.Errorf("reading with key %q: got %v (%v), want %v", c.key, got, err, c.want)
		}
	}
}

// Of two keys neither counts: something on the way may have looked at the other.
func TestTwoKeysAreNone(t *testing.T) {
	address := loopbacktest.Address(t)
	e, err := engine.Start(t.Context(), engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	served, err := e.Serve(t.Context(), address, engine.OneKey("right"))
	if err != nil {
		t.Fatal(err)
	}
	defer served.Close()
	for _, second := range []string{"right", "wrong"} {
		conn, err := engine.Dial(address, "right")
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		ctx, cancel := context.WithTimeout(metadata.AppendToOutgoingContext(t.Context(), "authorization", "Bearer "+second), 10*time.Second)
		defer cancel()
		_, err = v1.NewSchemaServiceClient(conn).ReadSchema(ctx, &v1.ReadSchemaRequest{})
		if got := status.Code(err); got != codes.Unauthenticated {
			t.Errorf("right and %s: got %v (%v), want %v", second, got, err, codes.Unauthenticated)
		}
	}
}

func TestUnsafeServingIsRefused(t *testing.T) {
	e, err := engine.Start(t.Context(), engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	for why, c := range map[string]struct{ address, key, want string }{
		"no key":        {"127.0.0.1:50051", "", "needs a key"},
		"every address": {":50051", "k", "in clear"},
		"a network":     {"0.0.0.0:50051", "k", "in clear"},
		"no port":       {"127.0.0.1", "k", "HOST:PORT"},
	} {
		served, err := e.Serve(t.Context(), c.address, engine.OneKey(c.key))
		if err == nil {
			served.Close()
			t.Errorf("%s: served, want it refused", why)
			continue
		}
		if !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got error %q, want one with %q", why, err, c.want)
		}
	}
}

func TestDialRefusesWhatCannotWork(t *testing.T) {
	for why, c := range map[string]struct{ endpoint, key, want string }{
		"no port": {"localhost", "k", "HOST:PORT"},
		"no key":  {"127.0.0.1:50051", "", "REMIT_KEY"},
	} {
		conn, err := engine.Dial(c.endpoint, c.key)
		if err == nil {
			conn.Close()
			t.Errorf("%s: dialled, want it refused", why)
			continue
		}
		if !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got error %q, want one with %q", why, err, c.want)
		}
	}
}

// listening counts this process's listening TCP sockets.
func listening(t *testing.T) int {
	t.Helper()
	const listenState = "0A"
	inodes := map[string]bool{}
	for _, table := range []string{"/proc/self/net/tcp", "/proc/self/net/tcp6"} {
		file, err := os.Open(table)
		if err != nil {
			t.Skipf("this system does not list sockets in %s: %v", table, err)
		}
		defer file.Close()
		lines := bufio.NewScanner(file)
		for lines.Scan() {
			if f := strings.Fields(lines.Text()); len(f) > 9 && f[3] == listenState {
				inodes["socket:["+f[9]+"]"] = true
			}
		}
	}
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, entry := range entries {
		if target, err := os.Readlink("/proc/self/fd/" + entry.Name()); err == nil && inodes[target] {
			count++
		}
	}
	return count
}
