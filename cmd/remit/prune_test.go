package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/entry"
)

// What was pruned is proved all the same: checkpoints that were kept before hold after it, the
// proofs of what is left too, and hashes that were changed since are found.
func TestAPrunedRecordIsProved(t *testing.T) {
	const whole, more = 1 << 16, 100
	folder := t.TempDir()
	store, record := filepath.Join(folder, "remit.db"), filepath.Join(folder, "remit.db.decisions")
	do := func(want int, args ...string) string {
		t.Helper()
		var said strings.Builder
		if code := run(t.Context(), append(args, "--store", store), strings.NewReader(""), &said, &said); code != want {
			t.Fatalf("%v: exit code %d, want %d: %s", args, code, want, said.String())
		}
		return said.String()
	}
	keep := func(name, content string) string {
		t.Helper()
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	do(exitDone, "sync", "../../fixtures/care")
	log, err := ledger.Open(record)
	if err != nil {
		t.Fatal(err)
	}
	before := ""
	for _, n := range []int{whole / 2, whole/2 + more} {
		var records [][]byte
		for range n {
			at := time.Now().AddDate(-1, 0, 0)
			if before != "" && len(records) >= whole/2 {
				at = time.Now()
			}
			content, err := entry.Entry{Kind: entry.Recording, Time: at, Recorded: at, Part: 1, Parts: 1, Answers: &entry.Answers{Record: entry.RecordOff}}.Encode()
			if err != nil {
				t.Fatal(err)
			}
			records = append(records, content)
		}
		if _, err := log.Append(records...); err != nil {
			t.Fatal(err)
		}
		if before == "" {
			if err := log.Close(); err != nil {
				t.Fatal(err)
			}
			before = keep("before.checkpoint", do(exitDone, "log", "checkpoint", "--ledger", record))
			if log, err = ledger.Open(record); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	last := keep("last.checkpoint", do(exitDone, "log", "checkpoint", "--ledger", record))
	proof := do(exitDone, "log", "prove", fmt.Sprint(whole+5), "--ledger", record)
	settings := keep("kept.yaml", "retention: {decisions_days: 30}\n")
	do(exitDone, "log", "prune", "--settings", settings, "--apply")
	if _, err := os.Stat(filepath.Join(record, "records", "000000000000.jsonl")); !os.IsNotExist(err) {
		t.Fatalf("nothing was pruned: %v", err)
	}
	verified := func(want int, checkpoint string) string {
		t.Helper()
		return do(want, "log", "verify", record, "--checkpoint", checkpoint, "--json")
	}
	for _, checkpoint := range []string{before, last} {
		var found struct{ Entries, Pruned int }
		if err := json.Unmarshal([]byte(verified(exitDone, checkpoint)), &found); err != nil || found.Pruned != whole || found.Entries != whole+more+1 {
			t.Errorf("%s: %+v, %v", checkpoint, found, err)
		}
	}
	do(exitDone, "log", "verify", "--proof", keep("old.proof", proof), "--checkpoint", last)
	do(exitDone, "log", "verify", "--proof", keep("new.proof", do(exitDone, "log", "prove", fmt.Sprint(whole+5), "--ledger", record)), "--checkpoint", last)
	if said := do(exitFailed, "log", "prove", "5", "--ledger", record); !strings.Contains(said, "was pruned") {
		t.Errorf("the proof of a pruned entry: %s", said)
	}
	if said := do(exitDone, "log", "--kind", "pruned", "--ledger", record); strings.Count(said, "\n") != 1 {
		t.Errorf("the pruning is recorded as %q", said)
	}
	hashes := filepath.Join(record, "records", "000000000000.hashes")
	content, err := os.ReadFile(hashes)
	if err != nil {
		t.Fatal(err)
	}
	content[40] ^= 1
	if err := os.WriteFile(hashes, content, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, checkpoint := range []string{before, last} {
		if said := verified(exitNo, checkpoint); !strings.Contains(said, `"whole":false`) {
			t.Errorf("changed hashes: %s", said)
		}
	}
}
