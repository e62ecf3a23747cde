package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/remit-authz/remit/internal/ledger"
)

// does runs the program.
func does(t *testing.T, args ...string) (code int, out string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(t.Context(), args, strings.NewReader(""), &stdout, &stderr)
	if code == exitFailed {
		t.Log(stderr.String())
	}
	return code, stdout.String()
}

// Whatever is done to a record, "log verify" says that it is not as it was signed.
func TestLogVerifyFindsWhatWasDone(t *testing.T) {
	store := filepath.Join(t.TempDir(), "remit.db")
	if code, _ := does(t, "sync", "../../fixtures/care", "--store", store); code != exitDone {
		t.Fatalf("sync: exit code %d", code)
	}
	kept := filepath.Join(t.TempDir(), "kept")
	_, out := does(t, "log", "checkpoint", "--store", store)
	if err := os.WriteFile(kept, []byte(out), 0o600); err != nil {
		t.Fatal(err)
	}
	record := func(folder string) string { return filepath.Join(folder, "records", "000000000000.jsonl") }
	lines := func(change func([]string) []string) func(*testing.T, string) {
		return func(t *testing.T, folder string) {
			editFile(t, record(folder), func(b []byte) []byte {
				all := strings.SplitAfter(string(b), "\n")
				return []byte(strings.Join(change(all[:len(all)-1]), ""))
			})
		}
	}
	for why, change := range map[string]func(*testing.T, string){
		"a record taken out": lines(func(l []string) []string { return append(l[:1:1], l[2:]...) }),
		"a record twice":     lines(func(l []string) []string { return append(l[:2:2], l[1:]...) }),
		"two swapped":        lines(func(l []string) []string { l[1], l[2] = l[2], l[1]; return l }),
		"the end cut":        lines(func(l []string) []string { return l[:len(l)-1] }),
		"a checkpoint of another record": func(t *testing.T, folder string) {
			other := t.TempDir()
			signAnew(t, other)
			signed, err := os.ReadFile(filepath.Join(other, "checkpoint"))
			if err != nil {
				t.Fatal(err)
			}
			editFile(t, filepath.Join(folder, "checkpoint"), func([]byte) []byte { return signed })
		},
		"another key": func(t *testing.T, folder string) {
			for _, name := range []string{"checkpoint", "public", "key"} {
				if err := os.Remove(filepath.Join(folder, name)); err != nil {
					t.Fatal(err)
				}
			}
			signAnew(t, folder)
		},
		"a state changed": func(t *testing.T, folder string) {
			editFile(t, filepath.Join(folder, "snapshots", "000000000000.jsonl.gz"), func(b []byte) []byte { b[len(b)/2] ^= 1; return b })
		},
	} {
		t.Run(why, func(t *testing.T) {
			folder := filepath.Join(t.TempDir(), "ledger")
			if err := os.CopyFS(folder, os.DirFS(ledger.Beside(store))); err != nil {
				t.Fatal(err)
			}
			if code, out := does(t, "log", "verify", folder, "--checkpoint", kept); code != exitDone {
				t.Fatalf("before: exit code %d, %s", code, out)
			}
			change(t, folder)
			if code, out := does(t, "log", "verify", folder, "--checkpoint", kept); code != exitNo || !strings.HasPrefix(out, "not as it was signed: ") {
				t.Errorf("exit code %d, %q", code, out)
			}
		})
	}
}

// signAnew signs the record in a folder with a key that is made where there is none.
func signAnew(t *testing.T, folder string) {
	t.Helper()
	l, err := ledger.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
}

// Every byte of the records and of the checkpoint counts.
func TestLogVerifyFindsAnyByte(t *testing.T) {
	folder := t.TempDir()
	l, err := ledger.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []string{`{"time":"2026-11-26T12:00:00Z","v":1}`, `{"time":"2026-11-26T12:00:01Z","v":1}`} {
		if _, err := l.Append([]byte(r)); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"records/000000000000.jsonl", "checkpoint"} {
		path := filepath.Join(folder, name)
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for i := range whole {
			editFile(t, path, func(b []byte) []byte { b[i] ^= 1; return b })
			if code, out := does(t, "log", "verify", folder); code != exitNo {
				t.Errorf("%s: byte %d: exit code %d, %s", name, i, code, out)
			}
			editFile(t, path, func([]byte) []byte { return whole })
		}
	}
	if code, out := does(t, "log", "verify", folder); code != exitDone {
		t.Errorf("put back: exit code %d, %s", code, out)
	}
}

func editFile(t *testing.T, path string, change func([]byte) []byte) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, change(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
