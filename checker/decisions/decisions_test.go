package decisions_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/decisions"
	"github.com/remit-authz/remit/checker/explain"
	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/ledger/verify"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader/emergency"
	"github.com/remit-authz/remit/schema"
)

func ref(t schema.Type, id string) schema.Ref {
	return schema.Ref{Type: t, Tenant: "veldzicht", ID: id}
}

var (
	anna    = ref(schema.TypeUser, "anna")
	bram    = ref(schema.TypeUser, "bram")
	dirk    = ref(schema.TypeUser, "dirk")
	linked  = ref(schema.TypeClient, "c-1001")
	outside = ref(schema.TypeClient, "c-1003")
)

func views(user, client schema.Ref) checker.Question {
	return checker.Question{Subject: user, Permission: schema.ClientViewDossier, Resource: client}
}

// world is an engine whose answers are recorded.
type world struct {
	t      *testing.T
	conn   grpc.ClientConnInterface
	folder string
	log    *decisions.Log
	may    *checker.Checker
}

func record(t *testing.T, o decisions.Options) *world {
	t.Helper()
	w := &world{t: t, conn: fixtures.Start(t, fixtures.Care()), folder: filepath.Join(t.TempDir(), "decisions")}
	o.Explain = explain.New(w.conn, explain.Options{}).Explain
	w.open(o)
	return w
}

func (w *world) open(o decisions.Options) {
	w.t.Helper()
	log, err := decisions.Open(w.folder, o)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = log.Close() })
	w.log, w.may = log, checker.New(w.conn, checker.Options{Witness: log})
}

// entries closes the log, holds it to its checkpoint, and reads it.
func (w *world) entries() []entry.Entry {
	w.t.Helper()
	if err := w.log.Close(); err != nil {
		w.t.Fatal(err)
	}
	public, err := ledger.ReadPublic(w.folder)
	if err != nil {
		w.t.Fatal(err)
	}
	report, err := verify.Folder(os.DirFS(w.folder), public)
	if err != nil || len(report.Backwards) > 0 {
		w.t.Fatalf("the ledger is not as it was signed: %+v %v", report, err)
	}
	h, err := entry.Open(w.folder)
	if err != nil {
		w.t.Fatal(err)
	}
	var all []entry.Entry
	for e, err := range h.Entries(0) {
		if err != nil {
			w.t.Fatal(err)
		}
		if e.Kind == entry.Recording {
			continue // what is recorded, and no answer
		}
		all = append(all, e)
	}
	return all
}

// ask asks everything once: three checks alone, of which one is invalid, two together,
// and a list.
func (w *world) ask() {
	ctx := decisions.With(w.t.Context(), decisions.Asker{Via: "authzen", Caller: "k1"})
	_, _ = w.may.Check(ctx, views(anna, linked))
	_, _ = w.may.Check(ctx, views(dirk, linked))
	_, _ = w.may.Check(ctx, checker.Question{Subject: anna, Permission: "client#no-such", Resource: linked})
	_ = w.may.CheckAll(ctx, []checker.Question{views(anna, linked), {Subject: anna, Permission: schema.ClientMessage, Resource: outside}})
	_, _ = w.may.Resources(ctx, anna, schema.ClientViewDossier)
}

func TestWhatNEN7513Demands(t *testing.T) {
	w := record(t, decisions.Options{Record: decisions.All})
	before := time.Now()
	w.ask()
	all := w.entries()
	if len(all) != 5 {
		t.Fatalf("%d entries, want 5: %+v", len(all), all)
	}
	d := all[0].Decision
	if d.User != relation.ObjectOf(anna) || d.Permission != schema.ClientViewDossier || d.Object != relation.ObjectOf(linked) || d.Outcome != "allowed" ||
		d.Operation != "check" || d.Source != "engine" || d.Via != "authzen" || d.Caller != "k1" || d.Role != "practitioner" || d.Pathless != "" {
		t.Errorf("an allowed check: %+v", d)
	}
	if all[0].Revision == "" || all[0].Time.Before(before) || all[0].Time.After(time.Now()) || d.PathAt != "" {
		t.Errorf("of when, and of which data: %+v", all[0])
	}
	path := strings.Join(d.Path, " ")
	for _, step := range []string{"client:veldzicht/c-1001#practitioner@user:veldzicht/anna", "tenant:veldzicht#practitioner@user:veldzicht/anna", "tenant:veldzicht#member@user:veldzicht/anna"} {
		if !strings.Contains(path, step) {
			t.Errorf("the path %s has no %s", path, step)
		}
	}
	if d := all[1].Decision; d.User != relation.ObjectOf(dirk) || d.Outcome != "denied" || d.Path != nil || d.Pathless != "" {
		t.Errorf("a denied check: %+v", d)
	}
	if d := all[3].Decision; d.Operation != "check_all" || d.Outcome != "denied" || d.Permission != schema.ClientMessage {
		t.Errorf("the second of two together: %+v", d)
	}
	if d := all[4].Decision; d.Operation != "resources" || d.Outcome != "listed" || d.Listed == 0 || d.Object != (relation.Object{}) {
		t.Errorf("a list: %+v", d)
	}
}

func TestWhich(t *testing.T) {
	for _, tt := range []struct {
		why  string
		o    decisions.Options
		want []string
	}{
		{"none", decisions.Options{}, nil},
		{"denials", decisions.Options{Record: decisions.Denials}, []string{"denied", "denied"}},
		{"named", decisions.Options{Record: decisions.Named, Permissions: []schema.Permission{schema.ClientMessage}}, []string{"denied", "denied"}},
		{"named, of which one is allowed", decisions.Options{Record: decisions.Named, Permissions: []schema.Permission{schema.ClientViewDossier}}, []string{"allowed", "denied", "allowed", "denied", "listed"}},
	} {
		w := record(t, tt.o)
		w.ask()
		var got []string
		for _, e := range w.entries() {
			got = append(got, e.Decision.Outcome)
		}
		if strings.Join(got, " ") != strings.Join(tt.want, " ") {
			t.Errorf("%s: recorded %v, want %v", tt.why, got, tt.want)
		}
	}
}

func TestSampling(t *testing.T) {
	w := record(t, decisions.Options{Record: decisions.All, Share: 0.25})
	for range 400 {
		_, _ = w.may.Check(t.Context(), views(anna, linked))
	}
	_, _ = w.may.Check(t.Context(), views(dirk, linked))
	allowed, denied := 0, 0
	for _, e := range w.entries() {
		switch {
		case e.Decision.Outcome == "denied" && e.Decision.Sampled == 0:
			denied++
		case e.Decision.Outcome == "allowed" && e.Decision.Sampled == 4:
			allowed++
		default:
			t.Errorf("recorded %+v", e.Decision)
		}
	}
	// One in 10^9 runs is outside.
	if allowed < 45 || allowed > 160 || denied != 1 {
		t.Errorf("of 400 allowed checks %d are recorded, of one denial %d", allowed, denied)
	}
}

// Under an emergency the reason is why.
func TestAnEmergencysReasonIsWhy(t *testing.T) {
	w := record(t, decisions.Options{Record: decisions.All})
	begun, err := emergency.Start(t.Context(), w.conn, emergency.Access{User: anna, Client: outside, Reason: "found unresponsive", For: time.Minute}, emergency.Limits{}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if d, err := w.may.AtLeast(begun.Revision).Check(t.Context(), views(anna, outside)); err != nil || !d.Allowed() {
		t.Fatal(d, err)
	}
	all := w.entries()
	if len(all) != 1 || all[0].Decision.Emergency != "found unresponsive" || all[0].Decision.Role != "emergency" || !all[0].Decision.Since.Equal(begun.Since) {
		t.Errorf("recorded %+v", all)
	}
}

// A path that is found later says so, and one that is gone by then is not made up.
func TestAPathIsHonest(t *testing.T) {
	w := record(t, decisions.Options{Record: decisions.All})
	if err := w.log.Close(); err != nil {
		t.Fatal(err)
	}
	hold := make(chan struct{})
	real := explain.New(w.conn, explain.Options{}).Explain
	w.open(decisions.Options{Record: decisions.All, Explain: func(ctx context.Context, q checker.Question) (explain.Explanation, error) {
		<-hold
		return real(ctx, q)
	}})
	begun, err := emergency.Start(t.Context(), w.conn, emergency.Access{User: anna, Client: outside, Reason: "a fall", For: time.Minute}, emergency.Limits{}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []checker.Question{views(anna, linked), views(anna, outside)} {
		if d, err := w.may.AtLeast(begun.Revision).Check(t.Context(), q); err != nil || !d.Allowed() {
			t.Fatal(q, d, err)
		}
	}
	if _, err := emergency.Stop(t.Context(), w.conn, anna, outside, "ada"); err != nil {
		t.Fatal(err)
	}
	close(hold)
	all := w.entries()
	if d := all[0].Decision; d.PathAt == "" || d.PathAt == all[0].Revision || d.Role != "practitioner" {
		t.Errorf("a path of a later revision: %+v", d)
	}
	if d := all[1].Decision; d.Path != nil || d.Emergency != "" || d.Pathless != "it was denied when it was looked for" || d.Outcome != "allowed" {
		t.Errorf("a path that is gone: %+v", d)
	}
}

// What finds no room is counted, in the ledger and in the health; nothing waits.
func TestNothingIsDroppedInSilence(t *testing.T) {
	w := record(t, decisions.Options{})
	if err := w.log.Close(); err != nil {
		t.Fatal(err)
	}
	hold := make(chan struct{})
	w.open(decisions.Options{Record: decisions.All, Queue: 8, Explain: func(context.Context, checker.Question) (explain.Explanation, error) {
		<-hold
		return explain.Explanation{}, errors.New("slow")
	}})
	const asked = 60
	for range asked {
		if d, err := w.may.Check(t.Context(), views(anna, linked)); err != nil || !d.Allowed() {
			t.Fatal(d, err)
		}
	}
	lost, err := w.log.Health()
	if lost == 0 || err != nil {
		t.Errorf("health says that %d are lost (%v)", lost, err)
	}
	close(hold)
	written, counted := int64(0), int64(0)
	for _, e := range w.entries() {
		switch e.Kind {
		case entry.Decision:
			written++
		case entry.Dropped:
			counted += e.Dropped.Decisions
			if e.Dropped.Why != "the queue of decisions is full" || e.Dropped.Since.IsZero() {
				t.Errorf("dropped %+v", e.Dropped)
			}
		}
	}
	if written+counted != asked || counted != lost {
		t.Errorf("%d are written and %d counted, want %d; health says %d", written, counted, asked, lost)
	}
}

// broken puts a file in the place of what the ledger is written to.
func (w *world) broken() {
	w.t.Helper()
	name := filepath.Join(w.folder, "records", "000000000000.jsonl")
	if err := os.Rename(name, name+".away"); err != nil {
		w.t.Fatal(err)
	}
}

// Where it is required there is no answer without its entry.
func TestRequired(t *testing.T) {
	w := record(t, decisions.Options{Record: decisions.All, Required: true})
	if d, err := w.may.Check(t.Context(), views(anna, linked)); err != nil || !d.Allowed() {
		t.Fatal(d, err)
	}
	h, err := entry.Open(w.folder)
	if err != nil || h.Size() != 2 { // the first says what is recorded
		t.Fatalf("an answer is given, and the ledger has %d entries on disk (%v)", h.Size(), err)
	}
	w.broken()
	const why = "the answer is to be recorded, and cannot be"
	if d, err := w.may.Check(t.Context(), views(anna, linked)); err == nil || d.Allowed() || !strings.Contains(err.Error(), why) {
		t.Errorf("without a record: %v %v", d, err)
	}
	for _, a := range w.may.CheckAll(t.Context(), []checker.Question{views(anna, linked), views(bram, linked)}) {
		if a.Err == nil || a.Allowed() || a.Outcome != checker.Denied {
			t.Errorf("without a record: %+v", a)
		}
	}
	if list, err := w.may.Resources(t.Context(), anna, schema.ClientViewDossier); err == nil || len(list.Refs) > 0 {
		t.Errorf("without a record: %v %v", list, err)
	}
	last := error(nil)
	for _, err := range w.may.ResourcesSeq(t.Context(), anna, schema.ClientViewDossier) {
		last = err
	}
	if last == nil {
		t.Error("without a record a list ends as if it were whole")
	}
	if page, err := w.may.ResourcesPage(t.Context(), anna, schema.ClientViewDossier, checker.Paging{}); err == nil || len(page.Refs) > 0 {
		t.Errorf("without a record: %v %v", page, err)
	}
	if _, err := w.log.Health(); err == nil {
		t.Error("health says that all is well")
	}
}

// Where it is not required, answers go on, and what was lost meanwhile is told once the
// ledger can be written again.
func TestItGoesOnWhenTheDiskDoes(t *testing.T) {
	w := record(t, decisions.Options{Record: decisions.All})
	w.broken()
	if d, err := w.may.Check(t.Context(), views(anna, linked)); err != nil || !d.Allowed() {
		t.Fatal(d, err)
	}
	eventually(t, func() bool { lost, err := w.log.Health(); return lost == 1 && err != nil })
	name := filepath.Join(w.folder, "records", "000000000000.jsonl")
	_ = os.Remove(name)
	if err := os.Rename(name+".away", name); err != nil {
		t.Fatal(err)
	}
	eventually(t, func() bool { _, err := w.log.Health(); return err == nil })
	_, _ = w.may.Check(t.Context(), views(dirk, linked))
	counted := int64(0)
	for _, e := range w.entries() {
		if e.Dropped != nil {
			counted += e.Dropped.Decisions
		}
	}
	if counted < 1 {
		t.Errorf("the ledger tells of %d that were lost, want 1", counted)
	}
}

// A ledger that is taken away while it is written is missed until it is put back: none is
// begun in its place, by which an answer would go out that the first does not have.
func TestTheLedgerIsTakenAway(t *testing.T) {
	w := record(t, decisions.Options{Record: decisions.All, Required: true})
	if _, err := w.may.Check(t.Context(), views(anna, linked)); err != nil {
		t.Fatal(err)
	}
	was, err := ledger.ReadPublic(w.folder)
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := w.folder + ".away"
	if err := os.Rename(w.folder, elsewhere); err != nil {
		t.Fatal(err)
	}
	refused := func(why string) {
		t.Helper()
		for range 60 { // the writer tries again more than once meanwhile
			if d, err := w.may.Check(t.Context(), views(anna, linked)); err == nil || d.Allowed() {
				t.Fatalf("%s: %v %v", why, d, err)
			}
			time.Sleep(20 * time.Millisecond)
		}
		if _, err := w.log.Health(); err == nil || !strings.Contains(err.Error(), "put it back") && !strings.Contains(err.Error(), "put back the one") {
			t.Errorf("%s: health says %v", why, err)
		}
	}
	refused("it is away")
	if _, err := os.Stat(w.folder); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a folder was made in its place: %v", err)
	}
	another, err := ledger.Open(w.folder)
	if err != nil {
		t.Fatal(err)
	}
	if err := another.Close(); err != nil {
		t.Fatal(err)
	}
	refused("another lies in its place")
	if err := os.Rename(w.folder, w.folder+".another"); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(elsewhere, w.folder); err != nil {
		t.Fatal(err)
	}
	eventually(t, func() bool { _, err := w.log.Health(); return err == nil })
	if d, err := w.may.Check(t.Context(), views(anna, linked)); err != nil || !d.Allowed() {
		t.Error(d, err)
	}
	all := w.entries()
	if is, _ := ledger.ReadPublic(w.folder); is != was || len(all) < 3 || !slices.ContainsFunc(all, func(e entry.Entry) bool { return e.Dropped != nil }) {
		t.Errorf("%d entries under %s, want the one of %s with what was lost", len(all), is, was)
	}
}

func eventually(t *testing.T, so func() bool) {
	t.Helper()
	for range 1500 {
		if so() {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatal("it did not come to that")
}

func TestOneProcessWrites(t *testing.T) {
	w := record(t, decisions.Options{})
	if _, err := decisions.Open(w.folder, decisions.Options{}); !errors.Is(err, ledger.ErrLocked) {
		t.Errorf("a second one: %v", err)
	}
	if _, err := decisions.Open(t.TempDir(), decisions.Options{Share: 1.5}); err == nil {
		t.Error("one and a half of all answers can be recorded")
	}
}

func TestRefusedActs(t *testing.T) {
	w := record(t, decisions.Options{})
	err := w.log.Refused(t.Context(), entry.Entry{Refused: &entry.Refusal{Act: "emergency", User: relation.ObjectOf(bram), Reasons: []string{"not a practitioner"}}})
	if err != nil {
		t.Fatal(err)
	}
	if all := w.entries(); len(all) != 1 || all[0].Kind != entry.Refused || all[0].Time.IsZero() {
		t.Errorf("recorded %+v", all)
	}
}

// Many askers at once: every answer is there or counted, in the order of time.
func TestManyAtOnce(t *testing.T) {
	w := record(t, decisions.Options{Record: decisions.All})
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			for range 50 {
				_, _ = w.may.Check(t.Context(), views(dirk, linked))
			}
		})
	}
	all.Wait()
	got := w.entries()
	if lost, _ := w.log.Health(); int64(len(got))+lost != 800 || lost != 0 {
		t.Errorf("%d entries and %d lost, want 800", len(got), lost)
	}
}

// More questions at once than the queue has room for were dropped, or never answered
// where they had to be recorded.
func TestMoreAtOnceThanThereIsRoomFor(t *testing.T) {
	w := record(t, decisions.Options{Record: decisions.All, Queue: 8, Required: true})
	questions := make([]checker.Question, 50)
	for i := range questions {
		questions[i] = views(dirk, linked)
	}
	for _, a := range w.may.CheckAll(t.Context(), questions) {
		if a.Err != nil {
			t.Fatal(a.Err)
		}
	}
	if got := len(w.entries()); got != len(questions) {
		t.Errorf("%d entries, want %d", got, len(questions))
	}
}

// A log that is asked nothing says that it lives, and up to when every answer is written.
func TestALogThatLivesSaysSo(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	log, err := decisions.Open(folder, decisions.Options{Record: decisions.All})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = log.Close() }()
	begun, late := time.Now(), time.After(time.Minute)
	for {
		h, err := entry.Open(folder)
		if err != nil {
			t.Fatal(err)
		}
		if h.Covered().After(begun) {
			if h.Covered().After(time.Now()) {
				t.Errorf("it tells of what is to come: %s", h.Covered())
			}
			return
		}
		select {
		case <-late:
			t.Fatalf("it tells until %s", h.Covered())
		case <-time.After(100 * time.Millisecond):
		}
	}
}
