package ledger_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/remit-authz/remit/internal/ledger"
)

// Nothing is read that the checkpoint does not sign, wherever it stands and whatever
// else was made to fit it.
func TestReadersAreGivenWhatIsSigned(t *testing.T) {
	whole := t.TempDir()
	fill(t, whole, 2*segmentSize+300)
	first, last := filepath.Join("records", "000000000000.jsonl"), filepath.Join("records", "000000131072.jsonl")
	forge := func(name, from, to string) func(t *testing.T, folder string) {
		return func(t *testing.T, folder string) {
			edit(t, filepath.Join(folder, name), func(b []byte) []byte {
				if !bytes.Contains(b, []byte(from)) {
					t.Fatalf("%s has no %s", name, from)
				}
				return bytes.Replace(b, []byte(from), []byte(to), 1)
			})
		}
	}
	early, late := record(7), record(2*segmentSize+9)
	other := func(of string) string { return of[:len(of)-3] + `X"}` }
	for name, tt := range map[string]struct {
		change func(t *testing.T, folder string)
		from   int64
		forged bool
		// alone says which of the two records are refused to whoever reads one alone.
		alone [2]bool
	}{
		"as it was":                        {func(*testing.T, string) {}, 0, false, [2]bool{}},
		"without the tree":                 {func(t *testing.T, folder string) { remove(t, filepath.Join(folder, "hashes")) }, 0, false, [2]bool{}},
		"with the tree of another":         {func(t *testing.T, folder string) { zero(t, filepath.Join(folder, "hashes")) }, 0, false, [2]bool{}},
		"with half of the tree":            {func(t *testing.T, folder string) { truncate(t, filepath.Join(folder, "hashes"), 5000) }, 0, false, [2]bool{}},
		"a record of the first segment":    {forge(first, early, other(early)), 0, true, [2]bool{true, false}},
		"one that nobody reads":            {forge(first, early, other(early)), 2 * segmentSize, false, [2]bool{true, false}},
		"a record of the last segment":     {forge(last, late, other(late)), 2 * segmentSize, true, [2]bool{false, true}},
		"the last, read from the first on": {forge(last, late, other(late)), 0, true, [2]bool{false, true}},
		"one, and the tree of it": {func(t *testing.T, folder string) {
			forge(first, early, other(early))(t, folder)
			fit(t, folder)
		}, 0, true, [2]bool{true, true}},
		"one of the last, and the tree of it": {func(t *testing.T, folder string) {
			forge(last, late, other(late))(t, folder)
			fit(t, folder)
		}, 2 * segmentSize, true, [2]bool{true, true}},
		"one, and no tree": {func(t *testing.T, folder string) {
			forge(first, early, other(early))(t, folder)
			remove(t, filepath.Join(folder, "hashes"))
		}, 0, true, [2]bool{true, true}},
		"one, and a tree without its way": {func(t *testing.T, folder string) {
			forge(first, early, other(early))(t, folder)
			edit(t, filepath.Join(folder, "hashes"), func(b []byte) []byte {
				index := tlog.StoredHashIndex(0, 6)
				return append(append(b[:index*tlog.HashSize:index*tlog.HashSize], make([]byte, tlog.HashSize)...), b[(index+1)*tlog.HashSize:]...)
			})
		}, 0, true, [2]bool{true, false}},
		"a tree without its way": {func(t *testing.T, folder string) {
			edit(t, filepath.Join(folder, "hashes"), func(b []byte) []byte { clear(b[:64*tlog.HashSize]); return b })
		}, 0, false, [2]bool{}},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			if err := os.CopyFS(folder, os.DirFS(whole)); err != nil {
				t.Fatal(err)
			}
			tt.change(t, folder)
			requireAlone(t, folder, []int64{7, 2*segmentSize + 9}, tt.alone)
			r, err := ledger.Read(folder)
			if err == nil {
				for _, err = range r.Records(tt.from) {
					if err != nil {
						break
					}
				}
			}
			if errors.Is(err, ledger.ErrForged) != tt.forged || err != nil && !tt.forged {
				t.Errorf("got %v, want forged: %t", err, tt.forged)
			}
		})
	}
}

// requireAlone reads records one by one, each as if it were the only one.
func requireAlone(t *testing.T, folder string, numbers []int64, forged [2]bool) {
	t.Helper()
	for i, number := range numbers {
		r, err := ledger.Read(folder)
		var one ledger.Record
		if err == nil {
			one, err = r.Record(number)
		}
		if errors.Is(err, ledger.ErrForged) != forged[i] || err != nil && !forged[i] || err == nil && string(one.Content) != record(int(number)) {
			t.Errorf("record %d alone: got %s, %v, want forged: %t", number, one.Content, err, forged[i])
		}
	}
}

// fit makes the stored tree that of the records that are there.
func fit(t *testing.T, folder string) {
	t.Helper()
	var tree []tlog.Hash
	stored := tlog.HashReaderFunc(func(indexes []int64) (found []tlog.Hash, err error) {
		for _, i := range indexes {
			found = append(found, tree[i])
		}
		return found, nil
	})
	number := int64(0)
	files, err := filepath.Glob(filepath.Join(folder, "records", "*.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		for line := range bytes.Lines(read(t, file)) {
			more, err := tlog.StoredHashes(number, bytes.TrimSuffix(line, []byte("\n")), stored)
			if err != nil {
				t.Fatal(err)
			}
			tree, number = append(tree, more...), number+1
		}
	}
	var content []byte
	for _, h := range tree {
		content = append(content, h[:]...)
	}
	write(t, filepath.Join(folder, "hashes"), string(content))
}
