package boltstore

import (
	"bytes"
	"context"
	"flag"
	"io/fs"
	"maps"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/structpb"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/internal/boltstore/boltfile"
	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

var (
	flips    = flag.Int("boltstore.flips", 15, "single bits that the flip tests change, one at a time")
	flipSeed = flag.Int64("boltstore.flipseed", 1, "seed of the flip tests")
)

// flipQuestions are asked after every flip.
const flipQuestions = 2500

// TestFlipAtRest: one bit of a store turned over. With one of its schema, 94 of
// the questions were answered allowed where denied was right, and the check of
// the store found nothing. Whoever opens such a store is told, and so nothing is
// answered; where nothing is found, nothing is answered otherwise.
func TestFlipAtRest(t *testing.T) {
	w := newFlipWorld(t)
	path := filepath.Join(t.TempDir(), "flipped.db")
	found := 0
	for bit := range w.bits(t) {
		require.NoError(t, os.WriteFile(path, w.flipped(bit), 0o600))
		s, err := Open(path, Options{ReadOnly: true})
		if err != nil {
			report, failed := Check(t.Context(), path, nil)
			require.True(t, failed != nil || !report.OK(), "bit %d: Open says %v, and Check nothing", bit, err)
			found++
			continue
		}
		require.Equal(t, w.rows, rowsOf(t, w.flipped(bit)), "bit %d changes a row and is not found", bit)
		if w.asks(bit) {
			require.Empty(t, w.differ(t, s, func() {}), "bit %d changes answers and is not found", bit)
		}
		require.NoError(t, s.Close())
	}
	t.Logf("%d of %d flips were found; the others are where nothing is kept", found, *flips)
	require.NotZero(t, found)
}

// TestFlipUnderAStore: the same while the store is open and has been found sound.
// What a row says is looked at when it is read. What a damaged page hides is only
// found when the whole is read, by Verify here and by the scrub.
func TestFlipUnderAStore(t *testing.T) {
	w := newFlipWorld(t)
	ofSchema := pagesOf(t, w.file, boltfile.Definitions)
	path := filepath.Join(t.TempDir(), "flipped.db")
	asked, refused, wrong := 0, 0, 0
	for bit := range w.bits(t) {
		if !w.asks(bit) && maps.Equal(w.rows, rowsOf(t, w.flipped(bit))) {
			continue
		}
		asked++
		require.NoError(t, os.WriteFile(path, w.file, 0o600))
		s, err := Open(path, Options{ReadOnly: true})
		require.NoError(t, err)
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		require.NoError(t, err)
		allowed := slices.DeleteFunc(w.differ(t, s, func() {
			_, err = f.WriteAt(w.flipped(bit)[bit/8:bit/8+1], bit/8)
			require.NoError(t, err)
		}), func(d difference) bool { return !d.allowed })
		require.NoError(t, f.Close())
		if s.usable() != nil {
			refused++
		}
		if len(allowed) > 0 {
			wrong++
			require.NotContains(t, ofSchema, uint64(bit/8)/uint64(os.Getpagesize()), "bit %d of the schema: wrong allowed: %v", bit, allowed)
			report, err := s.Verify(t.Context())
			require.True(t, err != nil || !report.OK(), "bit %d: wrong allowed, and nobody notices: %v", bit, allowed)
		}
		require.NoError(t, s.Close())
	}
	t.Logf("of %d flips %d were asked about, and questions met %d of them; %d gave a wrong allowed, which Verify finds", *flips, asked, refused, wrong)
}

// flipWorld is a store with both worlds of the fixtures, and questions.
type flipWorld struct {
	file      []byte
	rows      map[string]string
	questions []*v1.CheckBulkPermissionsRequestItem
	answers   []v1.CheckPermissionResponse_Permissionship
}

func newFlipWorld(t *testing.T) *flipWorld {
	t.Helper()
	path := filepath.Join(t.TempDir(), "store.db")
	s, err := Open(path, Options{})
	require.NoError(t, err)
	w := &flipWorld{}
	overStore(t, s, func(conn *grpc.ClientConn) {
		for _, world := range []fs.FS{fixtures.Care(), fixtures.Audit()} {
			_, err := loader.Load(t.Context(), conn, world, time.Now())
			require.NoError(t, err)
		}
	})
	require.NoError(t, s.Close())
	w.file, err = os.ReadFile(path)
	require.NoError(t, err)
	w.rows = rowsOf(t, w.file)
	w.ask(t)
	s = openStore(t, path, Options{ReadOnly: true})
	w.answers = w.answer(t, s, func() {})
	allowed := 0
	for _, a := range w.answers {
		if a == v1.CheckPermissionResponse_PERMISSIONSHIP_HAS_PERMISSION {
			allowed++
		}
	}
	t.Logf("seed %d; %d questions, %d of them allowed", *flipSeed, len(w.questions), allowed)
	require.Greater(t, allowed, 100)
	return w
}

// ask takes all questions of the fixtures, and then mixes what is in them.
func (w *flipWorld) ask(t *testing.T) {
	t.Helper()
	subjects, resources, permissions := map[string]bool{}, map[string]bool{}, map[string]bool{}
	add := func(subject, permission, resource string) {
		w.questions = append(w.questions, modelQuestion(t, subject, permission, resource))
	}
	for _, world := range []fs.FS{fixtures.Care(), fixtures.Audit()} {
		text, err := fs.ReadFile(world, "questions.tsv")
		require.NoError(t, err)
		for line := range strings.Lines(string(text)) {
			q := strings.Split(strings.TrimSpace(line), "\t")
			kind, _, _ := strings.Cut(q[2], ":")
			subjects[q[0]], resources[q[2]], permissions[kind+":"+q[1]] = true, true, true
			add(q[0], q[1], q[2])
		}
	}
	random := rand.New(rand.NewSource(*flipSeed))
	who, what, can := slices.Sorted(maps.Keys(subjects)), slices.Sorted(maps.Keys(resources)), slices.Sorted(maps.Keys(permissions))
	for len(w.questions) < flipQuestions {
		kind, permission, _ := strings.Cut(can[random.Intn(len(can))], ":")
		if resource := what[random.Intn(len(what))]; strings.HasPrefix(resource, kind+":") {
			add(who[random.Intn(len(who))], permission, resource)
		}
	}
}

// modelQuestion is one of the model's, asked now.
func modelQuestion(t *testing.T, subject, permission, resource string) *v1.CheckBulkPermissionsRequestItem {
	t.Helper()
	who, err := schema.ParseRef(subject)
	require.NoError(t, err)
	what, err := schema.ParseRef(resource)
	require.NoError(t, err)
	now, err := structpb.NewStruct(map[string]any{"now": time.Now().UTC().Format(time.RFC3339)})
	require.NoError(t, err)
	return &v1.CheckBulkPermissionsRequestItem{
		Resource:   relation.ObjectOf(what).Message(),
		Permission: permission,
		Subject:    relation.ObjectOf(who).Subject(""),
		Context:    now,
	}
}

// overStore runs an engine over a store.
func overStore(t *testing.T, s *Store, fn func(*grpc.ClientConn)) {
	t.Helper()
	e, err := engine.Start(t.Context(), engine.Options{Datastore: s})
	require.NoError(t, err)
	fn(e.Conn())
	require.NoError(t, e.Close())
}

// answer is UNSPECIFIED where there was an error. The flip comes when the engine
// runs: over a store that it has found damaged it would not start.
func (w *flipWorld) answer(t *testing.T, s *Store, flip func()) []v1.CheckPermissionResponse_Permissionship {
	t.Helper()
	answers := make([]v1.CheckPermissionResponse_Permissionship, len(w.questions))
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	overStore(t, s, func(conn *grpc.ClientConn) {
		flip()
		bulk, err := v1.NewPermissionsServiceClient(conn).CheckBulkPermissions(ctx, &v1.CheckBulkPermissionsRequest{
			Consistency: fullyConsistent, Items: w.questions,
		})
		if err != nil {
			return
		}
		require.Len(t, bulk.Pairs, len(w.questions))
		for i, p := range bulk.Pairs {
			answers[i] = p.GetItem().GetPermissionship()
		}
	})
	return answers
}

// difference is a question that is answered otherwise than before the flip.
type difference struct {
	question string
	allowed  bool // now, and not before
}

func (w *flipWorld) differ(t *testing.T, s *Store, flip func()) (found []difference) {
	t.Helper()
	for i, a := range w.answer(t, s, flip) {
		if a != w.answers[i] {
			found = append(found, difference{w.questions[i].String(), a == v1.CheckPermissionResponse_PERMISSIONSHIP_HAS_PERMISSION})
		}
	}
	return found
}

// bits are places anywhere in what is kept.
func (w *flipWorld) bits(t *testing.T) func(func(int64) bool) {
	t.Helper()
	end := len(bytes.TrimRight(w.file, "\x00")) // the file grows in steps
	random := rand.New(rand.NewSource(*flipSeed))
	return func(yield func(int64) bool) {
		for range *flips {
			if !yield(random.Int63n(int64(end) * 8)) {
				return
			}
		}
	}
}

func (w *flipWorld) flipped(bit int64) []byte {
	file := bytes.Clone(w.file)
	file[bit/8] ^= 1 << (bit % 8)
	return file
}

// asks is true for one in eight bits that change no row: the answers to them can
// hardly change.
func (w *flipWorld) asks(bit int64) bool { return bit%8 == 0 }

// rowsOf are all rows that a walk through the file comes to, and what it finds:
// a search can go astray where every row is there.
func rowsOf(t *testing.T, file []byte) map[string]string {
	t.Helper()
	rows := map[string]string{}
	walk, buckets := walkOf(t, file)
	for name, value := range buckets {
		walk.Bucket(name, value, func(e boltfile.Element) { rows[name+"/"+string(e.Key)] = string(e.Value) })
	}
	rows["found"] = strings.Join(walk.Report.Details, "\n")
	return rows
}

// walkOf is a walk that has come to the buckets. It may have found that it
// cannot go on.
func walkOf(t *testing.T, file []byte) (*boltfile.Walk, map[string][]byte) {
	t.Helper()
	w := &boltfile.Walk{Ctx: t.Context(), Data: file, PageSize: os.Getpagesize(), Report: &Report{}}
	buckets := map[string][]byte{}
	newest, err := boltfile.ReadHeads(bytes.NewReader(file), w.PageSize)
	if err != nil {
		return w, buckets
	}
	w.Head = newest
	w.Prepare()
	w.Tree("root", newest.Root, func(e boltfile.Element) { buckets[string(e.Key)] = bytes.Clone(e.Value) })
	return w, buckets
}

// pagesOf are the pages of a table.
func pagesOf(t *testing.T, file []byte, of boltfile.Table) []uint64 {
	t.Helper()
	walk, buckets := walkOf(t, file)
	before := slices.Clone(walk.Seen)
	walk.Bucket(string(of.Name), buckets[string(of.Name)], func(boltfile.Element) {})
	var pages []uint64
	for id, seen := range walk.Seen {
		if seen != 0 && before[id] == 0 {
			pages = append(pages, uint64(id))
		}
	}
	require.NotEmpty(t, pages)
	return pages
}
