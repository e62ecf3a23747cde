package api_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/internal/api"
	"github.com/remit-authz/remit/internal/random"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

const anna = `{"by":"user:veldzicht/anna","client":"client:veldzicht/c-1003","reason":"fall","for":"20m"}`

// writes counts what is written by acts, and breaks.
type writes struct {
	grpc.ClientConnInterface
	mu    sync.Mutex
	count int
	// fails says whether a call is lost before it arrives, or its answer after.
	fails func(method string) (before, after bool)
	// held is what happens while the first write of an act is on its way.
	held func()
}

var errAway = status.Error(codes.Unavailable, "away")

func (w *writes) Invoke(ctx context.Context, method string, in, out any, opts ...grpc.CallOption) error {
	if meanwhile := w.held; meanwhile != nil && isAct(in) {
		w.held = nil
		meanwhile()
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	before, after := false, false
	if w.fails != nil {
		before, after = w.fails(method)
	}
	if before {
		return errAway
	}
	err := w.ClientConnInterface.Invoke(ctx, method, in, out, opts...)
	if err == nil && isAct(in) {
		w.count++
	}
	if after {
		return errAway
	}
	return err
}

func (w *writes) NewStream(ctx context.Context, desc *grpc.StreamDesc, method string, opts ...grpc.CallOption) (grpc.ClientStream, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.fails != nil {
		if before, after := w.fails(method); before || after {
			return nil, errAway
		}
	}
	return w.ClientConnInterface.NewStream(ctx, desc, method, opts...)
}

// isAct says whether a call writes more than that something was done.
func isAct(in any) bool {
	switch r := in.(type) {
	case *v1.WriteRelationshipsRequest:
		for _, u := range r.GetUpdates() {
			if u.GetRelationship().GetResource().GetObjectType() != string(schema.TypeLease) {
				return true
			}
		}
	case *v1.DeleteRelationshipsRequest:
		return r.GetRelationshipFilter().GetResourceType() != string(schema.TypeLease)
	}
	return false
}

// instances are some of the service over one engine.
func instances(t *testing.T, conn grpc.ClientConnInterface, callers ...api.Caller) (all []*service) {
	for _, caller := range callers {
		all = append(all, start(t, conn, caller))
	}
	return all
}

// A request that comes again with the key of one that was done does nothing, whichever
// instance it meets, and is answered as that was.
func TestOnce(t *testing.T) {
	w := &writes{ClientConnInterface: fixtures.Start(t, fixtures.Care())}
	all := instances(t, w, veldzicht, veldzicht, veldzicht)
	var sending sync.WaitGroup
	untils := make(chan any, 30)
	for i := range cap(untils) {
		sending.Go(func() {
			code, answer := all[i%len(all)].send("/v1/emergencies", anna, "k1")
			if code != 200 || answer["revision"] == "" {
				t.Errorf("got %d %v", code, answer)
			}
			untils <- fmt.Sprint(answer["since"], answer["until"], answer["user"], answer["client"], answer["reason"])
		})
	}
	sending.Wait()
	first := <-untils
	for range cap(untils) - 1 {
		if again := <-untils; again != first {
			t.Errorf("one was answered %v, another %v", first, again)
		}
	}
	if w.count != 1 {
		t.Errorf("%d writes, want one", w.count)
	}
	if code, answer := all[1].send("/v1/emergencies/stop", `{"by":"user:veldzicht/anna","client":"client:veldzicht/c-1003"}`, "k1"); code != 422 || answer["code"] != "repeated" {
		t.Errorf("another request with the same key: got %d %v", code, answer)
	}
	if code, _ := all[0].send("/v1/objects", `{"by":"user:veldzicht/bram","object":"client:veldzicht/c-9"}`, "k2"); code != 403 {
		t.Errorf("got %d", code)
	}
	if code, _ := all[1].send("/v1/objects", `{"by":"user:veldzicht/els","object":"client:veldzicht/c-9"}`, "k2"); code != 200 {
		t.Errorf("what was refused is not kept: got %d", code)
	}
	// A stopped one is answered as it was, and does not run again.
	if code, answer := all[2].send("/v1/emergencies/stop", `{"by":"user:veldzicht/anna","client":"client:veldzicht/c-1003"}`, "k3"); code != 200 {
		t.Errorf("got %d %v", code, answer)
	}
	if code, _ := all[0].send("/v1/emergencies", anna, "k1"); code != 200 {
		t.Errorf("got %d", code)
	}
	if _, running := all[0].send("/v1/emergencies/list", `{"tenant":"veldzicht"}`, ""); len(running["emergencies"].([]any)) != 0 {
		t.Errorf("it runs again: %v", running)
	}
}

// The keys of one caller mean nothing to another, whatever is in them and in the
// callers' names.
func TestKeysAreOfTheirCaller(t *testing.T) {
	conn := fixtures.Start(t, fixtures.Care())
	of := func(id string) api.Caller { return api.Caller{ID: id, Tenants: veldzicht.Tenants} }
	all := instances(t, conn, of("a"), of("ab"), of("a\nb"))
	for i, key := range []string{"bk", "k", "k"} {
		client := fmt.Sprintf("client:veldzicht/new-%d", i)
		if code, answer := all[i].send("/v1/objects", `{"by":"user:veldzicht/els","object":"`+client+`"}`, key); code != 200 {
			t.Errorf("caller %d: got %d %v", i, code, answer)
		}
	}
}

// What broke when an object was removed is told apart from what was done: an object of
// the same id that is made afterwards stays.
func TestRemovedOnce(t *testing.T) {
	w := &writes{ClientConnInterface: fixtures.Start(t, fixtures.Audit())}
	acme := api.Caller{ID: "one", Everywhere: true}
	all := instances(t, w, acme, acme)
	const object = `{"by":"user:kantoor-noord/alice","object":"library:kantoor-noord/new"}`
	create := func() {
		t.Helper()
		if code, answer := all[0].send("/v1/objects", object, ""); code != 200 {
			t.Fatalf("got %d %v", code, answer)
		}
	}
	create()
	lost := false
	w.fails = func(method string) (before, after bool) {
		lost = lost || method == v1.PermissionsService_DeleteRelationships_FullMethodName
		return false, lost // from then on no answer comes
	}
	if code, _ := all[0].send("/v1/objects/remove", object, "k"); code != 503 || !lost {
		t.Fatalf("got %d", code)
	}
	w.fails = nil
	for range 2 {
		if code, answer := all[1].send("/v1/objects/remove", object, "k"); code != 200 {
			t.Errorf("again: got %d %v", code, answer)
		}
	}
	create()
	if code, answer := all[1].send("/v1/objects/remove", object, "k"); code != 200 {
		t.Errorf("again: got %d %v", code, answer)
	}
	if code, _ := all[0].send("/v1/objects", object, ""); code != 403 {
		t.Errorf("the new object was taken away: making it again got %d", code)
	}
}

// A request that was held up on the way, and was sent again and done meanwhile, does
// nothing when it arrives: also where it would undo what was done after that.
func TestHeldUpOnTheWay(t *testing.T) {
	w := &writes{ClientConnInterface: fixtures.Start(t, fixtures.Care())}
	all := instances(t, w, veldzicht, veldzicht)
	const object, link = `{"by":"user:veldzicht/els","object":"client:veldzicht/new"}`, `{"by":"user:veldzicht/els","user":"user:veldzicht/anna","role":"practitioner","object":"client:veldzicht/new"}`
	want := func(path, body, key string) {
		t.Helper()
		if code, answer := all[1].send(path, body, key); code != 200 {
			t.Errorf("%s: got %d %v", path, code, answer)
		}
	}
	want("/v1/objects", object, "")
	w.held = func() {
		want("/v1/links", link, "k")
		want("/v1/links/remove", link, "k2")
	}
	if code, answer := all[0].send("/v1/links", link, "k"); code != 200 || w.held != nil {
		t.Errorf("got %d %v", code, answer)
	}
	_, answer := all[0].send("/v1/who", `{"permission":"view_dossier","object":"client:veldzicht/new"}`, "")
	if items := fmt.Sprint(answer["items"]); strings.Contains(items, "anna") || !strings.Contains(items, "els") {
		t.Errorf("who views the dossier: %s", items)
	}
}

// A removal that is refused writes nothing, not even that it was begun.
func TestARefusedRemovalBeginsNothing(t *testing.T) {
	w := &writes{ClientConnInterface: fixtures.Start(t, fixtures.Audit())}
	s := start(t, w, api.Caller{ID: "one", Tenants: []schema.TenantID{"kantoor-noord"}})
	w.fails = func(method string) (before, after bool) {
		if strings.Contains(method, "WriteRelationships") || strings.Contains(method, "DeleteRelationships") {
			t.Errorf("it calls %s", method)
		}
		return false, false
	}
	for _, object := range []string{"library:kantoor-noord/none", "library:cabinet-sud/none", "library:cabinet-sud/l1"} {
		if code, answer := s.send("/v1/objects/remove", `{"by":"user:kantoor-noord/alice","object":"`+object+`"}`, "k"); code != 403 {
			t.Errorf("%s: got %d %v", object, code, answer)
		}
	}
}

// Whatever breaks on the way, an act that is sent until it is answered is done once.
func TestOnceWhateverBreaks(t *testing.T) {
	w := &writes{ClientConnInterface: fixtures.Start(t, fixtures.Care())}
	all := instances(t, w, veldzicht, veldzicht, veldzicht)
	r := rand.New(rand.NewPCG(random.Seed(t), 0))
	breaking, lost := false, 0
	w.fails = func(string) (before, after bool) {
		if n := r.IntN(10); breaking && n < 3 {
			lost++
			return n < 1, n >= 1
		}
		return false, false
	}
	send := func(path, body, key string) (int, map[string]any) {
		t.Helper()
		for range 200 {
			if code, answer := all[r.IntN(len(all))].send(path, body, key); code != 503 {
				return code, answer
			}
		}
		t.Fatalf("%s %s is never answered", path, body)
		return 0, nil
	}
	for i := range 40 {
		client := fmt.Sprintf("client:veldzicht/made-%d", i)
		link := `{"by":"user:veldzicht/els","user":"user:veldzicht/anna","role":"practitioner","object":"` + client + `"}`
		emergency := `{"by":"user:veldzicht/anna","client":"` + client + `","reason":"fall","for":"20m"}`
		for j, act := range []struct{ path, body string }{
			{"/v1/objects", `{"by":"user:veldzicht/els","object":"` + client + `"}`},
			{"/v1/links", link}, {"/v1/links/remove", link},
			{"/v1/emergencies", emergency}, {"/v1/emergencies/stop", emergency[:strings.Index(emergency, `,"reason"`)] + "}"},
		} {
			key := fmt.Sprintf("%d-%d", i, j)
			breaking = true
			before := w.count
			code, answer := send(act.path, act.body, key)
			breaking = false
			if code != 200 || w.count != before+1 {
				t.Fatalf("%s %s: got %d %v after %d writes, want one", act.path, act.body, code, answer, w.count-before)
			}
			if code, again := send(act.path, act.body, key); code != 200 || w.count != before+1 || again["until"] != answer["until"] {
				t.Fatalf("%s %s again: got %d %v, want %v, and nothing written", act.path, act.body, code, again, answer)
			}
		}
	}
	if lost < 50 {
		t.Errorf("only %d calls were lost", lost)
	}
}

// What was done is known for a day at least, and let go after that, so that nothing
// grows.
func TestWhatWasDoneIsLetGo(t *testing.T) {
	conn := fixtures.Start(t, fixtures.Care())
	engine := v1.NewPermissionsServiceClient(conn)
	today := time.Now().Unix() / 86400
	lease := func(format string, of int64) relation.Object {
		return relation.Object{Type: schema.TypeLease, ID: fmt.Sprintf(format, of)}
	}
	for d := range int64(7) {
		row := relation.New(lease("veldzicht/0-0-%d", (today-d)*86400), schema.LeaseDone.Name(), lease("veldzicht/day-%d", today-d))
		row.Terms = row.Expiring(time.Now().Add(time.Hour))
		update, err := row.Update(v1.RelationshipUpdate_OPERATION_TOUCH)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := engine.WriteRelationships(t.Context(), &v1.WriteRelationshipsRequest{Updates: []*v1.RelationshipUpdate{update}}); err != nil {
			t.Fatal(err)
		}
	}
	start(t, conn, veldzicht).send("/v1/emergencies", anna, "k")
	left := map[string]int{}
	stream, err := engine.ReadRelationships(t.Context(), &v1.ReadRelationshipsRequest{
		Consistency:        &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}},
		RelationshipFilter: relation.In(schema.LeaseDone),
	})
	if err != nil {
		t.Fatal(err)
	}
	for {
		m, err := stream.Recv()
		if err != nil {
			break
		}
		left[relation.ObjectIn(m.GetRelationship().GetSubject().GetObject()).ID]++
	}
	want := map[string]int{fmt.Sprintf("veldzicht/day-%d", today): 2, fmt.Sprintf("veldzicht/day-%d", today-1): 1}
	if fmt.Sprint(left) != fmt.Sprint(want) {
		t.Errorf("left is %v, want %v", left, want)
	}
}
