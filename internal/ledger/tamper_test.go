package ledger_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/verify"
	"github.com/remit-authz/remit/internal/random"
)

// Every byte of the records and of the checkpoint counts.
func TestAnyByteChanged(t *testing.T) {
	folder := t.TempDir()
	fill(t, folder, 5)
	public := string(read(t, filepath.Join(folder, "public")))
	for _, path := range []string{segment(folder), filepath.Join(folder, "checkpoint")} {
		whole := read(t, path)
		for i := range whole {
			for _, flip := range []byte{1, 0x20, 0x80} {
				changed := bytes.Clone(whole)
				changed[i] ^= flip
				write(t, path, string(changed))
				if _, err := verify.Folder(os.DirFS(folder), public); err == nil {
					t.Errorf("%s: byte %d (%q) changed to %q was not found", filepath.Base(path), i, whole[i], changed[i])
				}
			}
		}
		write(t, path, string(whole))
	}
	holds(t, folder, nil)
}

func TestTampered(t *testing.T) {
	lines := func(change func([]string) []string) func(*testing.T, string) {
		return func(t *testing.T, folder string) {
			edit(t, segment(folder), func(b []byte) []byte {
				all := strings.SplitAfter(string(b), "\n")
				return []byte(strings.Join(change(all[:len(all)-1]), ""))
			})
		}
	}
	for name, c := range map[string]struct {
		change func(*testing.T, string)
		want   string
	}{
		"a record taken out": {lines(func(l []string) []string { return append(l[:3:3], l[4:]...) }), "the end was cut off"},
		"a record taken out, another added": {lines(func(l []string) []string {
			return append(append(l[:3:3], l[4:]...), record(9)+"\n")
		}), "changed, taken out or moved"},
		"a record twice": {lines(func(l []string) []string { return append(append(l[:3:3], l[2]), l[3:]...) }), "changed, taken out or moved"},
		"two swapped":    {lines(func(l []string) []string { l[2], l[3] = l[3], l[2]; return l }), "changed, taken out or moved"},
		"the end cut":    {lines(func(l []string) []string { return l[:7] }), "the end was cut off"},
		"all gone":       {lines(func([]string) []string { return nil }), "the end was cut off"},
		"the end cut, and signed again by the key's thief": {func(t *testing.T, folder string) {
			lines(func(l []string) []string { return l[:7] })(t, folder)
			resign(t, folder)
		}, "its end was cut off"},
		"a record changed, and signed again by the key's thief": {func(t *testing.T, folder string) {
			lines(func(l []string) []string { l[2] = strings.Replace(l[2], "entry-2", "entry-1", 1); return l })(t, folder)
			resign(t, folder)
		}, "not those of the checkpoint that was kept"},
		"an older checkpoint": {func(t *testing.T, folder string) {
			younger := t.TempDir()
			copyFile(t, filepath.Join(folder, "key"), filepath.Join(younger, "key"))
			fill(t, younger, 4)
			copyFile(t, filepath.Join(younger, "checkpoint"), filepath.Join(folder, "checkpoint"))
		}, "its end was cut off"},
		"another's log": {func(t *testing.T, folder string) {
			other := t.TempDir()
			fill(t, other, 9)
			copyFile(t, filepath.Join(other, "checkpoint"), filepath.Join(folder, "checkpoint"))
		}, "did not sign it"},
		"no records": {func(t *testing.T, folder string) { remove(t, segment(folder)) }, "the end was cut off"},
		"records as hashes": {func(t *testing.T, folder string) {
			hashes(t, segment(folder))
		}, "no record says that they were pruned"},
		"a stranger among the records": {func(t *testing.T, folder string) {
			write(t, filepath.Join(folder, "records", "note.txt"), "")
		}, "no part of a record"},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			kept := fill(t, folder, 9)
			public := string(read(t, filepath.Join(folder, "public")))
			c.change(t, folder)
			if _, err := verify.Folder(os.DirFS(folder), public, kept); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want one with %q", err, c.want)
			}
		})
	}
}

func TestClockSetBack(t *testing.T) {
	folder := t.TempDir()
	l := open(t, folder)
	add(t, l, record(10), record(11), record(4), record(5), record(12))
	if got := holds(t, folder, nil); len(got.Backwards) != 1 || got.Backwards[0] != 2 {
		t.Errorf("clock set back before %v, want before record 2 only", got.Backwards)
	}
}

func TestProofs(t *testing.T) {
	random.Check(t, func(t *rapid.T) {
		folder, err := os.MkdirTemp("", "ledger")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = os.RemoveAll(folder) }()
		size := rapid.IntRange(1, 70).Draw(t, "size")
		number := rapid.Int64Range(0, int64(size)-1).Draw(t, "number")
		proof, public := proved(t, folder, size, number)
		if got, under, err := verify.Proof(proof, public); err != nil || got != record(int(number)) || under.Size != int64(size) {
			t.Fatalf("the proof of %d in %d: %q under %+v, %v", number, size, got, under, err)
		}
		forged := bytes.Replace(proof, []byte("entry-"), []byte("entry-1"), 1)
		if _, _, err := verify.Proof(forged, public); err == nil {
			t.Fatalf("the proof of %d in %d holds for another record", number, size)
		}
		moved := bytes.Replace(proof, fmt.Appendf(nil, `"number":%d,`, number), fmt.Appendf(nil, `"number":%d,`, (number+1)%int64(size)), 1)
		if _, _, err := verify.Proof(moved, public); err == nil && size > 1 {
			t.Fatalf("the proof of %d in %d holds for another number", number, size)
		}
	})
}

func proved(t *rapid.T, folder string, size int, number int64) (proof []byte, public string) {
	l, err := ledger.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	var records [][]byte
	for i := range size {
		records = append(records, []byte(record(i)))
	}
	_, err = l.Append(records...)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := ledger.Read(folder)
	if err != nil {
		t.Fatal(err)
	}
	p, err := r.Prove(number)
	if err != nil {
		t.Fatal(err)
	}
	proof, err = json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	return proof, l.Public()
}

// resign is what somebody can do who has the key.
func resign(t *testing.T, folder string) {
	t.Helper()
	remove(t, filepath.Join(folder, "checkpoint"))
	remove(t, filepath.Join(folder, "hashes"))
	l := open(t, folder)
	if l.Last().Size == 0 {
		t.Fatal("nothing was signed")
	}
}

// hashes puts the hashes of a file's records in the place of it.
func hashes(t *testing.T, path string) {
	t.Helper()
	var all []byte
	for line := range bytes.Lines(read(t, path)) {
		h := tlog.RecordHash(bytes.TrimSuffix(line, []byte("\n")))
		all = append(all, h[:]...)
	}
	remove(t, path)
	write(t, strings.TrimSuffix(path, ".jsonl")+".hashes", string(all))
}
