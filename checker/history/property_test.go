package history_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/history"
	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/provenance"
	"github.com/remit-authz/remit/internal/random"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

var (
	histories    = flag.Int("histories", 300, "how many random histories TestThePastIsTheSimulations goes through")
	workers      = flag.Int("workers", 1, "how many of them at a time")
	firstHistory = flag.Int("first-history", 0, "the number of the first of them: what a seed draws is the same by its number")
)

// pruneEvery is of how many histories one is long enough to be pruned, which takes as long
// as thousands of others: the first, and then one in so many.
const pruneEvery = 10_000

// small is what of the model the simulation knows: a compiler is done with it sooner.
const small = `use expiration

caveat emergency_access(now timestamp, since timestamp, until timestamp, reason string) {
	since <= now && now < until
}

definition user {}

definition tenant {
	relation member: user
	relation practitioner: user
	relation supervisor: user
	relation secretary: user
	relation emergency_procedure: user:*
	permission use_emergency_procedure = member & practitioner & emergency_procedure
	permission active_practitioner = member & practitioner
	permission active_supervisor = member & supervisor
	permission active_secretary = member & secretary
}

definition client {
	relation tenant: tenant
	relation practitioner: user | user with expiration
	relation supervisor: user | user with expiration
	relation emergency: user with emergency_access and expiration
	permission view_dossier = (practitioner & tenant->active_practitioner) + (supervisor & tenant->active_supervisor) + (emergency & tenant->use_emergency_procedure)%s
}
`

var (
	strict = fmt.Sprintf(small, "")
	// open is the same, but that secretaries read dossiers.
	open   = fmt.Sprintf(small, " + tenant->active_secretary")
	tenant = schema.TenantRef("veldzicht")
)

func user(i int) schema.Ref {
	return schema.Ref{Type: schema.TypeUser, Tenant: "veldzicht", ID: fmt.Sprint("u", i)}
}

func client(i int) schema.Ref {
	return schema.Ref{Type: schema.TypeClient, Tenant: "veldzicht", ID: fmt.Sprint("c", i)}
}

const (
	users   = 3
	clients = 2
)

// world is what a simulation knows to be so. It copies by value but for its map.
type world struct {
	schema string
	held   map[relation.Relationship]relation.Terms
}

func (w world) clone() world { return world{w.schema, maps.Clone(w.held)} }

func (w world) has(r relation.Relationship, at time.Time) bool {
	terms, found := w.held[r.Key()]
	if !found || terms.Expires == "" {
		return found
	}
	end, err := time.Parse(time.RFC3339, terms.Expires)
	return err == nil && end.After(at)
}

// reads is the rule, said once more: who reads a dossier at a moment.
func (w world) reads(u, c schema.Ref, at time.Time) bool {
	in := func(r schema.Relation) bool { return w.has(relation.Between(tenant, r, u), at) }
	linked := func(r schema.Relation) bool { return w.has(relation.Between(c, r, u), at) }
	if !in(schema.TenantMember) || !w.has(relation.Between(c, schema.ClientTenant, tenant), at) {
		return false
	}
	if w.schema == open && in(schema.TenantSecretary) {
		return true
	}
	if in(schema.TenantSupervisor) && linked(schema.ClientSupervisor) {
		return true
	}
	if !in(schema.TenantPractitioner) {
		return false
	}
	if linked(schema.ClientPractitioner) {
		return true
	}
	emergency := relation.Between(c, schema.ClientEmergency, u)
	if !w.has(procedure, at) || !w.has(emergency, at) {
		return false
	}
	given, err := w.held[emergency].Given()
	if err != nil {
		return false
	}
	since, _ := time.Parse(time.RFC3339, given["since"].(string))
	until, _ := time.Parse(time.RFC3339, given["until"].(string))
	return !at.Before(since) && at.Before(until)
}

var procedure = relation.Relationship{
	Resource: relation.ObjectOf(tenant), Relation: schema.TenantEmergencyProcedure,
	Subject: relation.Object{Type: schema.TypeUser, ID: relation.Wildcard},
}

// simulation makes a history, what the ledger is told of it, and what was so when.
type simulation struct {
	*rand.Rand
	packed *gzip.Writer // to use again
	folder string
	log    *ledger.Log
	now    time.Time
	world  world
	// entries are how many there are, those among them that are not written yet, whose
	// first is vouched for together with all others.
	entries   int64
	unwritten []entry.Entry
	last      time.Time // of the last entry
	covered   time.Time
	states    []told // by their entries
	// begins is since when the ledger tells anything, as far as it was pruned.
	begins time.Time
	// eras are what is known of the times since each began, and before the next.
	eras []era
}

// told is a whole state in the ledger.
type told struct {
	entry int64
	from  time.Time
}

type era struct {
	since time.Time
	world world
	known bool
}

// at is what a simulation knows of a moment; false for nothing.
func (s *simulation) at(t time.Time) (world, bool) {
	if t.Before(s.begins) {
		return world{}, false
	}
	for _, e := range slices.Backward(s.eras) {
		if !e.since.After(t) {
			return e.world, e.known
		}
	}
	return world{}, false
}

func (s *simulation) pass() {
	s.now = s.now.Add(time.Duration(1+s.IntN(20*60*1000)) * time.Millisecond)
}

// write tells the ledger something, which it may have on disk a while later.
func (s *simulation) write(t testing.TB, e entry.Entry) {
	t.Helper()
	s.entries++
	e.Revision = fmt.Sprint("r", s.entries)
	if e.Recorded.IsZero() {
		e.Recorded = e.Time.Add(time.Duration(s.IntN(3)) * time.Millisecond)
	}
	e.Part, e.Parts = 1, 1
	if n := len(e.Changes); n > 1 && s.IntN(8) == 0 { // too much for one record
		first := e
		first.Changes, e.Changes, e.Part = e.Changes[:1:1], e.Changes[1:], 2
		first.Parts, e.Parts = 2, 2
		s.unwritten = append(s.unwritten, first)
		s.entries++
	}
	s.unwritten, s.last = append(s.unwritten, e), e.Time
	if e.Snapshot != nil || s.IntN(6) == 0 {
		s.append(t)
	}
}

// append has on disk what was told, which one checkpoint of the engine's vouches for: a
// snapshot comes alone.
func (s *simulation) append(t testing.TB) {
	t.Helper()
	records := make([][]byte, len(s.unwritten))
	for i, e := range s.unwritten {
		e.Through = s.unwritten[len(s.unwritten)-1].Revision
		var err error
		if records[i], err = e.Encode(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.log.Append(records...); err != nil {
		t.Fatal(err)
	}
	s.unwritten = s.unwritten[:0]
}

// snapshot writes the whole state as it is found: the file by its format, not by what
// writes it otherwise.
func (s *simulation) snapshot(t testing.TB, e entry.Entry) {
	t.Helper()
	s.append(t)
	var file bytes.Buffer
	s.packed.Reset(&file)
	lines := json.NewEncoder(s.packed)
	err := lines.Encode(map[string]any{"v": 1, "revision": fmt.Sprint("r", s.entries+1), "schema": s.world.schema})
	for r, terms := range s.world.held {
		r.Terms = terms
		err = errors.Join(err, lines.Encode(r))
	}
	err = errors.Join(err, s.packed.Close(), os.WriteFile(s.snapshotFile(), file.Bytes(), 0o600))
	if err != nil {
		t.Fatal(err)
	}
	e.Snapshot = &entry.SnapshotFile{Digest: fmt.Sprintf("sha256:%x", sha256.Sum256(file.Bytes())), Relationships: len(s.world.held)}
	s.states = append(s.states, told{s.entries, e.Time})
	if e.Kind == entry.Gap || s.entries == 0 {
		s.states[len(s.states)-1].from = e.Recorded
	}
	s.write(t, e)
}

func (s *simulation) snapshotFile() string {
	return filepath.Join(s.folder, "snapshots", fmt.Sprintf("%012d.jsonl.gz", s.entries))
}

// restart ends the writer and begins another: after a while in which it may have said how
// far it goes, or by a crash, which leaves what it was about to write, or all of it but the
// checkpoint, or a snapshot that nobody recorded.
func (s *simulation) restart(t testing.TB) {
	t.Helper()
	checkpoint := filepath.Join(s.folder, "checkpoint")
	before, err := os.ReadFile(checkpoint)
	if err != nil {
		t.Fatal(err)
	}
	s.append(t)
	how := s.IntN(4)
	if how == 0 {
		s.pass()
		s.covered = s.now
		err = s.log.Cover(ledger.Covered{Until: s.now})
	}
	err = errors.Join(err, s.log.Close())
	switch how {
	case 1:
		err = errors.Join(err, os.WriteFile(checkpoint, before, 0o600))
	case 2:
		f, opened := os.OpenFile(filepath.Join(s.folder, "records", fmt.Sprintf("%012d.jsonl", s.entries>>16<<16)), os.O_WRONLY|os.O_APPEND, 0o600)
		if err = errors.Join(err, opened); err == nil {
			_, err = f.WriteString(`{"time":"2026-03-01T08:00:00Z","v":1,"kind":"ch`)
			err = errors.Join(err, f.Close())
		}
	case 3:
		err = errors.Join(err, os.WriteFile(s.snapshotFile(), []byte("half"), 0o600))
	}
	if err != nil {
		t.Fatal(err)
	}
	s.open(t)
}

func (s *simulation) open(t testing.TB) {
	t.Helper()
	var err error
	if s.log, err = ledger.Open(s.folder); err != nil {
		t.Fatal(err)
	}
	if got := s.log.Last().Size; got != s.entries-int64(len(s.unwritten)) {
		t.Fatalf("a writer finds %d entries, want %d", got, s.entries)
	}
}

// prune fills a file with what somebody else does, and takes it away with all before it.
func (s *simulation) prune(t testing.TB) {
	t.Helper()
	const file = 1 << 16
	other := relation.Change{Relationship: relation.Between(tenant, schema.TenantMember, user(users))}
	s.world = s.world.with(other)
	for s.entries <= file {
		s.write(t, entry.Entry{Time: s.last, Kind: entry.Change, Changes: []relation.Change{other}})
	}
	for range s.IntN(5) {
		s.step(t)
	}
	s.snapshot(t, entry.Entry{Time: s.last, Kind: entry.Snapshot})
	for range s.IntN(5) {
		s.step(t)
	}
	s.append(t)
	h, err := entry.Open(s.folder)
	if err != nil {
		t.Fatal(err)
	}
	before, err := h.Prunable(s.now.Add(time.Hour))
	if err != nil || before != file {
		t.Fatalf("%d entries could be pruned (%v), want %d", before, err, file)
	}
	err = errors.Join(s.log.Close(), entry.Prune(s.folder, before, "kept for an hour", provenance.Provenance{Actor: "ada"}, s.now))
	if err != nil {
		t.Fatal(err)
	}
	s.entries++
	s.states = slices.DeleteFunc(s.states, func(one told) bool { return one.entry < file })
	s.begins = s.states[0].from
	s.open(t)
}

// change draws what somebody does.
func (s *simulation) change() relation.Change {
	u, c := user(s.IntN(users)), client(s.IntN(clients))
	r := relation.Between(tenant, schema.TenantMember, u)
	switch s.IntN(9) {
	case 0, 1:
		r = relation.Between(tenant, []schema.Relation{schema.TenantPractitioner, schema.TenantSupervisor, schema.TenantSecretary}[s.IntN(3)], u)
	case 2:
		r = procedure
	case 3, 4:
		r = relation.Between(c, []schema.Relation{schema.ClientPractitioner, schema.ClientSupervisor}[s.IntN(2)], u)
		if s.IntN(2) == 0 {
			r.Terms = relation.Ending(s.now.Add(time.Duration(s.IntN(60)) * time.Minute))
		}
	case 5, 6:
		r = relation.Between(c, schema.ClientEmergency, u)
		since := s.now.Add(time.Duration(s.IntN(20)-5) * time.Minute)
		r.Terms = relation.Emergency(since.UTC(), since.Add(time.Duration(1+s.IntN(60))*time.Minute).UTC(), "a reason")
	case 7:
		r = relation.Between(c, schema.ClientTenant, tenant)
	}
	return relation.Change{Relationship: r, Gone: s.IntN(3) == 0}
}

func (w world) with(c relation.Change) world {
	w = w.clone()
	if c.Gone {
		delete(w.held, c.Key())
	} else {
		w.held[c.Key()] = c.Terms
	}
	return w
}

// step lets something happen.
func (s *simulation) step(t testing.TB) {
	t.Helper()
	s.pass()
	switch n := s.IntN(20); {
	case n == 0: // another schema
		s.world.schema = []string{strict, open}[s.IntN(2)]
		s.write(t, entry.Entry{Time: s.now, Kind: entry.Schema, Schema: &entry.SchemaText{Digest: schema.Digest(s.world.schema), Text: s.world.schema}})
	case n == 1: // a snapshot that is due
		s.snapshot(t, entry.Entry{Time: s.last, Kind: entry.Snapshot})
		return
	case n == 2:
		s.gap(t)
		return
	case n == 3:
		s.restart(t)
		return
	default:
		e := entry.Entry{Time: s.now}
		for range 1 + s.IntN(3) {
			c := s.change()
			if !slices.ContainsFunc(e.Changes, func(o relation.Change) bool { return o.Key() == c.Key() }) {
				e.Changes, s.world = append(e.Changes, c), s.world.with(c)
			}
		}
		e.Kind = entry.KindOf(e.Changes)
		s.write(t, e)
	}
	s.eras = append(s.eras, era{s.now, s.world.clone(), true})
}

// gap is a time in which nobody records, after some in which nothing happens. The
// engine may be put back from a copy meanwhile, whose last revision is long past.
func (s *simulation) gap(t testing.TB) {
	t.Helper()
	gap := &entry.Unrecorded{From: fmt.Sprint("r", s.entries), Why: "nobody recorded"}
	from := s.last
	if s.IntN(2) == 0 {
		gap.Since, from = s.now, s.now
	}
	s.eras = append(s.eras, era{from.Add(1), world{}, false})
	found := s.now
	for range s.IntN(4) {
		s.pass()
		found = s.now
		s.world = s.world.with(s.change())
	}
	if s.IntN(3) == 0 {
		past := s.eras[s.IntN(len(s.eras))]
		if past.known {
			s.world, found = past.world.clone(), past.since
		}
	}
	s.pass()
	s.snapshot(t, entry.Entry{Time: found, Recorded: s.now, Kind: entry.Gap, Gap: gap})
	s.last = s.now
	s.eras = append(s.eras, era{s.now, s.world.clone(), true})
}

func newSimulation(t testing.TB, r *rand.Rand, folder string, packed *gzip.Writer, pruned bool) *simulation {
	t.Helper()
	s := &simulation{Rand: r, packed: packed, folder: folder, now: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)}
	if err := os.MkdirAll(filepath.Join(folder, "snapshots"), 0o700); err != nil {
		t.Fatal(err)
	}
	s.open(t)
	s.world = world{strict, map[relation.Relationship]relation.Terms{}}
	for range 12 {
		s.world = s.world.with(s.change())
	}
	s.snapshot(t, entry.Entry{Time: s.now, Recorded: s.now, Kind: entry.Snapshot})
	s.eras = []era{{s.now, s.world.clone(), true}}
	for range 5 + r.IntN(25) {
		s.step(t)
	}
	if pruned {
		s.prune(t)
		for range r.IntN(10) {
			s.step(t)
		}
	}
	s.append(t)
	end := s.last
	if s.covered.After(end) {
		end = s.covered
	}
	if r.IntN(2) == 0 {
		s.pass()
		end = s.now
		if err := s.log.Cover(ledger.Covered{Until: end}); err != nil {
			t.Fatal(err)
		}
	}
	s.eras = append(s.eras, era{end.Add(1), world{}, false})
	if err := s.log.Close(); err != nil {
		t.Fatal(err)
	}
	return s
}

// moments are some of a history: random ones, and those at which something happens, ends
// or begins to be unknown, with what lies beside them.
func (s *simulation) moments() []time.Time {
	first, last := s.eras[0].since, s.eras[len(s.eras)-1].since
	if !s.begins.IsZero() {
		first = s.begins
	}
	beside := func(t time.Time) time.Time { return t.Add(time.Duration(s.IntN(3) - 1)) }
	all := []time.Time{first.Add(time.Duration(s.Int64N(int64(last.Sub(first)) + 1))), beside(s.eras[s.IntN(len(s.eras))].since)}
	var ends []time.Time
	for _, r := range slices.SortedFunc(maps.Keys(s.world.held), relation.Relationship.Compare) {
		if terms := s.world.held[r]; terms != (relation.Terms{}) {
			ends = append(ends, terms.End())
		}
	}
	if len(ends) > 0 {
		all = append(all, beside(ends[s.IntN(len(ends))]))
	}
	switch s.IntN(10) {
	case 0:
		all = append(all, first.Add(-time.Hour))
	case 1:
		all = append(all, last.Add(time.Hour))
	case 2:
		all = append(all, beside(first))
	}
	return all
}

// tells are how much the histories have told.
type tells struct{ moments, uncovered, allowed, periods int }

// What the ledger answers of a moment is what was so, whatever happened before and
// since; of a moment that it does not cover it answers nothing.
func TestThePastIsTheSimulations(t *testing.T) {
	seed := random.Seed(t)
	var all tells
	var mu sync.Mutex
	t.Run("by number", func(t *testing.T) {
		each := (*histories + *workers - 1) / *workers
		for first := *firstHistory; first < *firstHistory+*histories; first += each {
			t.Run(fmt.Sprint("from ", first), func(t *testing.T) {
				t.Parallel()
				of := simulated(t, seed, first, min(first+each, *firstHistory+*histories))
				mu.Lock()
				defer mu.Unlock()
				all.moments, all.uncovered, all.allowed, all.periods = all.moments+of.moments, all.uncovered+of.uncovered, all.allowed+of.allowed, all.periods+of.periods
			})
		}
	})
	t.Logf("%d histories from number %d on: %+v", *histories, *firstHistory, all)
	if *histories >= pruneEvery/100 && (all.uncovered == 0 || all.allowed == 0) {
		t.Error("the histories have nothing to tell")
	}
}

// simulated goes through the histories from a number on, and before another.
func simulated(t *testing.T, seed uint64, from, to int) (of tells) {
	packed, err := gzip.NewWriterLevel(nil, gzip.HuffmanOnly)
	if err != nil {
		t.Fatal(err)
	}
	var before *history.History
	folder := filepath.Join(t.TempDir(), "ledger")
	for i := from; i < to; i++ {
		s := newSimulation(t, rand.New(rand.NewPCG(seed, uint64(i))), folder, packed, i%pruneEvery == 0)
		h, err := history.Open(folder, history.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if before != nil {
			h.Learn(before)
		}
		of.require(t, fmt.Sprintf("seed %d, history %d", seed, i), h, s, i%10 == 0)
		before = h
		if err := os.RemoveAll(folder); err != nil {
			t.Fatal(err)
		}
	}
	return of
}

// require asks about some moments of a history, and about all of one question.
func (of *tells) require(t *testing.T, name string, h *history.History, s *simulation, periods bool) {
	t.Helper()
	for _, at := range s.moments() {
		want, known := s.at(at)
		m, err := h.At(t.Context(), at)
		of.moments++
		if !known {
			of.uncovered++
			var uncovered *history.UncoveredError
			if !errors.As(err, &uncovered) {
				t.Fatalf("%s, at %s: nobody knows what was so then: got %v, want an UncoveredError", name, at, err)
			}
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		of.allowed += requireThen(t, name, m, want, at)
	}
	if periods {
		of.periods++
		requirePeriods(t, name, h, s)
	}
}

// requireThen asks about everybody, by check and by list, and says how often it was
// allowed.
func requireThen(t *testing.T, of string, m *history.Moment, want world, at time.Time) (allowed int) {
	t.Helper()
	asks := m.Checker()
	for c := range clients {
		var readers []schema.Ref
		for u := range users {
			reads := want.reads(user(u), client(c), at)
			q := checker.Question{Subject: user(u), Permission: schema.ClientViewDossier, Resource: client(c)}
			d, err := asks.Check(t.Context(), q)
			if err != nil || d.Allowed() != reads {
				t.Fatalf("%s, at %s: %s: got %s, %v, want %t", of, at, q, d.Outcome, err, reads)
			}
			if reads {
				readers = append(readers, user(u))
			}
		}
		allowed += len(readers)
		if lists := len(readers) > 0 || c == 0; !lists {
			continue // of nobody one is enough
		}
		list, err := asks.Subjects(t.Context(), schema.ClientViewDossier, client(c))
		if err != nil || !slices.Equal(list.Refs, readers) {
			t.Fatalf("%s, at %s: who reads %s: got %v, %v, want %v", of, at, client(c), list.Refs, err, readers)
		}
	}
	return allowed
}

// requirePeriods asks since when somebody reads a dossier.
func requirePeriods(t *testing.T, of string, h *history.History, s *simulation) {
	t.Helper()
	u, c := user(s.IntN(users)), client(s.IntN(clients))
	all, err := h.Periods(t.Context(), checker.Question{Subject: u, Permission: schema.ClientViewDossier, Resource: c})
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range s.moments() {
		want, known := s.at(at)
		i := slices.IndexFunc(all, func(p history.Period) bool {
			return !at.Before(p.Since) && (p.Until.IsZero() || at.Before(p.Until)) && !(p.Unknown != "" && at.Equal(p.Since))
		})
		switch {
		case !known && (i < 0 || all[i].Unknown != ""):
		case i < 0 && known && slices.ContainsFunc(all, func(p history.Period) bool { return p.Unknown != "" && at.Equal(p.Since) }):
		case i < 0, all[i].Unknown != "", (all[i].Outcome == checker.Allowed) != want.reads(u, c, at):
			t.Fatalf("%s, at %s: %s reads %s: got %+v, want %t, %t", of, at, u, c, all, known, known && want.reads(u, c, at))
		}
	}
}
