package history_test

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/history"
	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

var (
	benchHeld    = flag.Int("bench-held", 400_000, "relationships in the benchmark's record")
	benchChanges = flag.Int("bench-changes", 1_000_000, "changes in it")
	benchRecord  = flag.String("bench-record", "", "a folder to keep the benchmark's record in, for the next time; \"\" for none")
)

// BenchmarkAt answers one question about last year, as a program does that has not asked
// anything before; then another one of the same time. The moment is the last one before a
// snapshot, so that as many changes as ever lie between it and the one before.
func BenchmarkAt(b *testing.B) {
	folder := *benchRecord
	if folder == "" {
		folder = filepath.Join(b.TempDir(), "ledger")
	}
	start := time.Date(2024, 11, 26, 0, 0, 0, 0, time.UTC)
	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		record(b, folder, start)
	}
	at := beforeSnapshot(b, folder, start.AddDate(1, 0, 0))
	q := checker.Question{Subject: member(17), Permission: schema.ClientViewDossier, Resource: caseload(17)}
	b.Run("first", func(b *testing.B) {
		before := processor(b)
		defer func() { b.ReportMetric((processor(b)-before).Seconds()/float64(b.N), "cpu-s/op") }()
		for b.Loop() {
			h, err := history.Open(folder, history.Options{})
			if err != nil {
				b.Fatal(err)
			}
			answer(b, h, at, q)
		}
	})
	b.Run("next", func(b *testing.B) {
		h, err := history.Open(folder, history.Options{})
		if err != nil {
			b.Fatal(err)
		}
		answer(b, h, at, q)
		for b.Loop() {
			answer(b, h, at, q)
		}
	})
}

// beforeSnapshot is the last moment before the first snapshot after a time.
func beforeSnapshot(b *testing.B, folder string, after time.Time) time.Time {
	b.Helper()
	h, err := entry.Open(folder)
	if err != nil {
		b.Fatal(err)
	}
	for e, err := range h.Since(after) {
		if err != nil {
			b.Fatal(err)
		}
		if e.Kind == entry.Snapshot {
			return e.Time.Add(-1)
		}
	}
	b.Fatal("no snapshot follows")
	return time.Time{}
}

// processor is the time that the process had of all processors: on a busy machine it says
// more than the clock.
func processor(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

func answer(b *testing.B, h *history.History, at time.Time, q checker.Question) {
	b.Helper()
	m, err := h.At(b.Context(), at)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := m.Checker().Check(b.Context(), q); err != nil {
		b.Fatal(err)
	}
}

func member(i int) schema.Ref {
	return schema.Ref{Type: schema.TypeUser, Tenant: "veldzicht", ID: fmt.Sprint("employee-", i%10_000)}
}

func caseload(i int) schema.Ref {
	return schema.Ref{Type: schema.TypeClient, Tenant: "veldzicht", ID: fmt.Sprint("client-", i)}
}

// record writes a record of two years: half of what is held belongs to clients, and each
// change links somebody, or ends a link; with a snapshot as often as a recorder makes one.
func record(b *testing.B, folder string, start time.Time) {
	b.Helper()
	log, err := ledger.Open(folder)
	if err != nil {
		b.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 1))
	held := map[relation.Relationship]bool{}
	for i := range *benchHeld / 2 {
		held[relation.Between(caseload(i), schema.ClientTenant, schema.TenantRef("veldzicht"))] = true
		held[relation.Between(caseload(i), schema.ClientPractitioner, member(i))] = true
	}
	for i := range 10_000 {
		held[relation.Between(schema.TenantRef("veldzicht"), schema.TenantMember, member(i))] = true
		held[relation.Between(schema.TenantRef("veldzicht"), schema.TenantPractitioner, member(i))] = true
	}
	number, due := int64(0), int64(0)
	var records [][]byte
	write := func(e entry.Entry) {
		e.Recorded, e.Revision, e.Through, e.Part, e.Parts = e.Time, fmt.Sprint("r", number), fmt.Sprint("r", number), 1, 1
		record, err := e.Encode()
		if err != nil {
			b.Fatal(err)
		}
		records = append(records, record)
		if number++; len(records) == 10_000 {
			if _, err := log.Append(records...); err != nil {
				b.Fatal(err)
			}
			records = records[:0]
		}
	}
	for i := range *benchChanges {
		at := start.Add(time.Duration(i) * (2 * 365 * 24 * time.Hour / time.Duration(*benchChanges)))
		if number >= due {
			made, err := entry.WriteSnapshot(folder, number, fmt.Sprint("r", number), schema.Text(), func(yield func(relation.Relationship, error) bool) {
				for _, r := range slices.SortedFunc(maps.Keys(held), relation.Relationship.Compare) { // as a store tells them
					if !yield(r, nil) {
						return
					}
				}
			})
			if err != nil {
				b.Fatal(err)
			}
			due = number + int64(made.Relationships/4)
			write(entry.Entry{Time: at, Kind: entry.Snapshot, Snapshot: &made})
		}
		c := relation.Change{Relationship: relation.Between(caseload(r.IntN(*benchHeld/2)), schema.ClientPractitioner, member(r.IntN(10_000)))}
		if c.Gone = held[c.Key()]; c.Gone {
			delete(held, c.Key())
		} else {
			held[c.Key()] = true
		}
		write(entry.Entry{Time: at, Kind: entry.Change, Changes: []relation.Change{c}})
	}
	if _, err := log.Append(records...); err != nil {
		b.Fatal(err)
	}
	if err := log.Close(); err != nil {
		b.Fatal(err)
	}
}
