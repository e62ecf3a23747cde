package api_test

import (
	"context"
	"sync"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/fixtures"
)

const anna = `{"by":"user:veldzicht/anna","client":"client:veldzicht/c-1003","reason":"fall","for":"20m"}`

// writes counts what is written, and loses answers.
type writes struct {
	grpc.ClientConnInterface
	mu     sync.Mutex
	count  int
	losing bool
}

func (w *writes) Invoke(ctx context.Context, method string, in, out any, opts ...grpc.CallOption) error {
	err := w.ClientConnInterface.Invoke(ctx, method, in, out, opts...)
	if method != v1.PermissionsService_WriteRelationships_FullMethodName {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.count++
	if w.losing {
		return status.Error(codes.Unavailable, "the answer was lost")
	}
	return err
}

// A request that comes again with the key of one that was done does nothing, and is
// answered as that was.
func TestOnce(t *testing.T) {
	w := &writes{ClientConnInterface: fixtures.Start(t, fixtures.Care())}
	s := start(t, w, veldzicht)
	_, first := s.send("/v1/emergencies", anna, "k1")
	var sending sync.WaitGroup
	for range 10 {
		sending.Go(func() {
			if code, again := s.send("/v1/emergencies", anna, "k1"); code != 200 || again["until"] != first["until"] || again["revision"] != first["revision"] {
				t.Errorf("got %d %v, want %v", code, again, first)
			}
		})
	}
	sending.Wait()
	if w.count != 1 {
		t.Errorf("%d writes, want one", w.count)
	}
	if code, answer := s.send("/v1/emergencies/stop", `{"by":"user:veldzicht/anna","client":"client:veldzicht/c-1003"}`, "k1"); code != 422 || answer["code"] != "repeated" {
		t.Errorf("another request with the same key: got %d %v", code, answer)
	}
	if code, _ := s.send("/v1/objects", `{"by":"user:veldzicht/bram","object":"client:veldzicht/c-9"}`, "k2"); code != 403 {
		t.Errorf("got %d", code)
	}
	if code, _ := s.send("/v1/objects", `{"by":"user:veldzicht/els","object":"client:veldzicht/c-9"}`, "k2"); code != 200 {
		t.Errorf("what was refused is not kept: got %d", code)
	}
}

// An act whose answer was lost is done again as of its first moment: what it began is
// not prolonged.
func TestOnceWhenNobodyKnows(t *testing.T) {
	w := &writes{ClientConnInterface: fixtures.Start(t, fixtures.Care()), losing: true}
	s := start(t, w, veldzicht)
	if code, answer := s.send("/v1/emergencies", anna, "k"); code != 503 || answer["code"] != "unanswered" {
		t.Fatalf("got %d %v", code, answer)
	}
	_, running := s.send("/v1/emergencies/list", `{"tenant":"veldzicht"}`, "")
	w.losing = false
	time.Sleep(1100 * time.Millisecond) // ends are in whole seconds
	if code, answer := s.send("/v1/emergencies", anna, "k"); code != 403 {
		t.Errorf("got %d %v", code, answer)
	}
	_, after := s.send("/v1/emergencies/list", `{"tenant":"veldzicht"}`, "")
	until := func(list map[string]any) any {
		all := list["emergencies"].([]any)
		if len(all) != 1 {
			t.Fatalf("got %v", all)
		}
		return all[0].(map[string]any)["until"]
	}
	if until(running) != until(after) {
		t.Errorf("it ended %v, and ends %v", until(running), until(after))
	}
}
