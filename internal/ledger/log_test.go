package ledger_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/verify"
)

func TestAppendAndRead(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "log")
	l := open(t, folder)
	for i := range 5 {
		if first := add(t, l, record(2*i), record(2*i+1)); first != int64(2*i) {
			t.Errorf("got record %d first, want %d", first, 2*i)
		}
	}
	r, err := ledger.Read(folder) // while it is open
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{record(7), record(8), record(9)}, contents(t, r, 7)); diff != "" {
		t.Errorf("records from 7 on (-want +got):\n%s", diff)
	}
	if got := holds(t, folder, nil); got.Size != 10 {
		t.Errorf("verified %d records, want 10", got.Size)
	}
}

func TestAppendRefuses(t *testing.T) {
	l := open(t, t.TempDir())
	for name, bad := range map[string][]byte{
		"blank":        nil,
		"two lines":    []byte("a\nb"),
		"NUL":          []byte("a\x00b"),
		"not UTF-8":    {0xff},
		"far too long": bytes.Repeat([]byte("a"), ledger.MaxRecord+1),
	} {
		if _, err := l.Append([]byte("good"), bad); err == nil {
			t.Errorf("%s: appended", name)
		}
	}
	if got := l.Last().Size; got != 0 {
		t.Errorf("there are %d records of refused calls", got)
	}
	add(t, l, "good")
}

func TestOneWriter(t *testing.T) {
	folder := t.TempDir()
	l := open(t, folder)
	if _, err := ledger.Open(folder); !errors.Is(err, ledger.ErrLocked) {
		t.Errorf("a second writer got %v, want ErrLocked", err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Append([]byte("late")); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("appending after Close: %v, want fs.ErrClosed", err)
	}
	add(t, open(t, folder), "next")
}

// A log goes on after every kind of end.
func TestReopened(t *testing.T) {
	for name, change := range map[string]func(t *testing.T, folder string){
		"closed":                   func(*testing.T, string) {},
		"half a record behind":     func(t *testing.T, folder string) { tail(t, folder, `{"half":"`+strings.Repeat("a", 500)) },
		"zeros behind":             func(t *testing.T, folder string) { tail(t, folder, strings.Repeat("\x00", 500)+"\n\x00\n") },
		"without the tree":         func(t *testing.T, folder string) { remove(t, filepath.Join(folder, "hashes")) },
		"with half of the tree":    func(t *testing.T, folder string) { truncate(t, filepath.Join(folder, "hashes"), 100) },
		"with half a checkpoint":   func(t *testing.T, folder string) { write(t, filepath.Join(folder, "checkpoint.next"), "half") },
		"without the public half":  func(t *testing.T, folder string) { remove(t, filepath.Join(folder, "public")) },
		"with the tree of another": func(t *testing.T, folder string) { zero(t, filepath.Join(folder, "hashes")) },
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			kept := fill(t, folder, 9)
			change(t, folder)
			l := open(t, folder)
			if first := add(t, l, "next"); first != 9 {
				t.Errorf("the next record is number %d, want 9", first)
			}
			if got := holds(t, folder, kept); got.Size != 10 || got.Unsigned != 0 || len(got.Kept) != 1 {
				t.Errorf("verified %+v, want 10 records, all signed, and the checkpoint that was kept", got)
			}
		})
	}
}

// Whole records behind the checkpoint are a crash's, between the two writes.
func TestUnsignedRecordsAreKept(t *testing.T) {
	folder := t.TempDir()
	kept := fill(t, folder, 3)
	tail(t, folder, record(3)+"\n"+record(4)+"\n"+"half")
	if got := holds(t, folder, kept); got.Unsigned != 2 {
		t.Errorf("%d records are not signed, want 2", got.Unsigned)
	}
	open(t, folder)
	if got := holds(t, folder, kept); got.Size != 5 || got.Unsigned != 0 {
		t.Errorf("verified %+v, want 5 signed records", got)
	}
}

// What is not as it was signed is not signed again.
func TestOpenRefuses(t *testing.T) {
	for name, change := range map[string]func(t *testing.T, folder string){
		"a changed record": func(t *testing.T, folder string) {
			edit(t, segment(folder), func(b []byte) []byte { return bytes.Replace(b, []byte("entry-1"), []byte("entry-2"), 1) })
		},
		"a record less": func(t *testing.T, folder string) {
			edit(t, segment(folder), func(b []byte) []byte { return b[:bytes.LastIndexByte(b[:len(b)-1], '\n')+1] })
		},
		"no records":           func(t *testing.T, folder string) { remove(t, segment(folder)) },
		"a damaged checkpoint": func(t *testing.T, folder string) { truncate(t, filepath.Join(folder, "checkpoint"), 60) },
		"no key":               func(t *testing.T, folder string) { remove(t, filepath.Join(folder, "key")) },
		"another's key": func(t *testing.T, folder string) {
			other := t.TempDir()
			fill(t, other, 1)
			copyFile(t, filepath.Join(other, "key"), filepath.Join(folder, "key"))
		},
		"another's keys": func(t *testing.T, folder string) {
			other := t.TempDir()
			fill(t, other, 1)
			copyFile(t, filepath.Join(other, "key"), filepath.Join(folder, "key"))
			copyFile(t, filepath.Join(other, "public"), filepath.Join(folder, "public"))
		},
		"a key that others can read": func(t *testing.T, folder string) {
			if err := os.Chmod(filepath.Join(folder, "key"), 0o644); err != nil {
				t.Fatal(err)
			}
		},
	} {
		for _, tree := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, tree there: %v", name, tree), func(t *testing.T) {
				folder := t.TempDir()
				fill(t, folder, 9)
				if !tree {
					remove(t, filepath.Join(folder, "hashes"))
				}
				change(t, folder)
				refused(t, folder)
			})
		}
	}
}

// refused wants that a log cannot be opened, and that trying leaves it as it is.
func refused(t *testing.T, folder string) {
	t.Helper()
	before := snapshot(t, folder)
	if l, err := ledger.Open(folder); err == nil {
		t.Error("opened")
		_ = l.Close()
	}
	after := snapshot(t, folder)
	delete(before, "hashes") // made anew from the records
	delete(after, "hashes")
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("refused, and yet written (-before +after):\n%s", diff)
	}
}

func record(i int) string {
	return fmt.Sprintf(`{"time":"2026-11-26T10:%02d:%02dZ","kind":"change","of":"entry-%d"}`, i/60%60, i%60, i)
}

func open(t testing.TB, folder string) *ledger.Log {
	t.Helper()
	l, err := ledger.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

func add(t testing.TB, l *ledger.Log, records ...string) int64 {
	t.Helper()
	var all [][]byte
	for _, r := range records {
		all = append(all, []byte(r))
	}
	first, err := l.Append(all...)
	if err != nil {
		t.Fatal(err)
	}
	return first
}

// fill makes a log of n records in a folder, closes it and returns its
// checkpoint.
func fill(t testing.TB, folder string, n int) []byte {
	t.Helper()
	l, err := ledger.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	var some []string
	for i := range n {
		if some = append(some, record(i)); len(some) == 1000 {
			add(t, l, some...)
			some = nil
		}
	}
	add(t, l, some...)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return read(t, filepath.Join(folder, "checkpoint"))
}

// holds verifies a log by its own public key, and by checkpoints that were kept.
func holds(t testing.TB, folder string, kept []byte) verify.Report {
	t.Helper()
	var all [][]byte
	if kept != nil {
		all = append(all, kept)
	}
	report, err := verify.Folder(os.DirFS(folder), string(read(t, filepath.Join(folder, "public"))), all...)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func contents(t testing.TB, r *ledger.Reader, from int64) []string {
	t.Helper()
	var found []string
	for record, err := range r.Records(from) {
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, string(record.Content))
	}
	return found
}

func segment(folder string) string {
	return filepath.Join(folder, "records", "000000000000.jsonl")
}

func tail(t testing.TB, folder, content string) {
	t.Helper()
	edit(t, segment(folder), func(b []byte) []byte { return append(b, content...) })
}

func edit(t testing.TB, path string, change func([]byte) []byte) {
	t.Helper()
	write(t, path, string(change(read(t, path))))
}

func zero(t testing.TB, path string) {
	t.Helper()
	edit(t, path, func(b []byte) []byte { return make([]byte, len(b)) })
}

func read(t testing.TB, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func write(t testing.TB, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func copyFile(t testing.TB, from, to string) {
	t.Helper()
	write(t, to, string(read(t, from)))
}

func remove(t testing.TB, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}

func truncate(t testing.TB, path string, size int64) {
	t.Helper()
	if err := os.Truncate(path, size); err != nil {
		t.Fatal(err)
	}
}

// snapshot is the content of every file of a folder but the lock.
func snapshot(t testing.TB, folder string) map[string]string {
	t.Helper()
	found := map[string]string{}
	if err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && d.Name() != "lock" {
			name, _ := filepath.Rel(folder, path)
			found[name] = string(read(t, path))
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return found
}
