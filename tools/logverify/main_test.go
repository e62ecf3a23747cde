package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A verifier is only as small as what it links.
func TestLinksTheStandardLibraryOnly(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range strings.Fields(string(out)) {
		if path != "github.com/remit-authz/remit/internal/ledger/verify" && path != "github.com/remit-authz/remit/tools/logverify" {
			t.Errorf("it links %s", path)
		}
	}
}

// testdata/ledger was written by remit: a sync of the care world, and an emergency.
func TestVerify(t *testing.T) {
	for _, tt := range []struct {
		why, want string
		args      []string
		change    func(folder string) error
		code      int
	}{
		{"whole", "are as they were signed", []string{"-kept", "testdata/kept", "LEDGER"}, nil, exitWhole},
		{"by the key alone", "are as they were signed", []string{"-key", "testdata/ledger/public", "LEDGER"}, nil, exitWhole},
		{"a record changed", "not as it was signed", []string{"-kept", "testdata/kept", "LEDGER"}, edit("records/000000000000.jsonl", `"actor":"ada"`, `"actor":"bob"`), exitNot},
		{"a snapshot changed", "not as it was signed", []string{"-kept", "testdata/kept", "LEDGER"}, edit("snapshots/000000000000.jsonl.gz", "", "x"), exitNot},
		{"a checkpoint changed", "not as it was signed", []string{"-kept", "testdata/kept", "LEDGER"}, edit("checkpoint", "\n", "\n1"), exitNot},
		{"the end cut off", "not as it was signed", []string{"-kept", "testdata/kept", "LEDGER"}, edit("records/000000000000.jsonl", "\n", " "), exitNot},
		{"a proof", "is in the record remit-ledger-", []string{"-kept", "testdata/kept", "-proof", "testdata/proof.json"}, nil, exitWhole},
		{"a forged proof", "not as it was signed", []string{"-kept", "testdata/kept", "-proof", "testdata/forged.json"}, nil, exitNot},
		{"nothing that was kept", "", []string{"LEDGER"}, nil, exitFailed},
		{"nothing to verify", "", []string{"-kept", "testdata/kept"}, nil, exitFailed},
		{"no such record", "", []string{"-kept", "testdata/kept", "testdata/none"}, nil, exitFailed},
		{"no such flag", "", []string{"-forge"}, nil, exitFailed},
	} {
		t.Run(tt.why, func(t *testing.T) {
			folder := t.TempDir()
			if err := os.CopyFS(folder, os.DirFS("testdata/ledger")); err != nil {
				t.Fatal(err)
			}
			if tt.change != nil {
				if err := tt.change(folder); err != nil {
					t.Fatal(err)
				}
			}
			for i, arg := range tt.args {
				if arg == "LEDGER" {
					tt.args[i] = folder
				}
			}
			var stdout, stderr bytes.Buffer
			if code := run(tt.args, &stdout, &stderr); code != tt.code || !strings.Contains(stdout.String(), tt.want) {
				t.Errorf("got %d, %q, %q; want %d with %q", code, stdout.String(), stderr.String(), tt.code, tt.want)
			}
		})
	}
}

// edit replaces the first of a text in a file of a ledger.
func edit(name, old, with string) func(string) error {
	return func(folder string) error {
		path := filepath.Join(folder, name)
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(path, bytes.Replace(content, []byte(old), []byte(with), 1), 0o600)
	}
}
