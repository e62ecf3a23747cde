package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheApplicationRuns(t *testing.T) {
	store := filepath.Join(t.TempDir(), "application.db")
	for range 2 { // the second time over the store of the first
		var out strings.Builder
		if err := run(t.Context(), &out, store, os.DirFS("../../fixtures/care")); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"is allowed\n", "client:veldzicht/c-1001", "supervisor", "one of them is client:veldzicht/c-1001\n", "and there are more: false\n", "from memory it is allowed\n"} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("it said\n%s\nwant %q in it", out.String(), want)
			}
		}
	}
}

// What the README shows is this program's code, line by line.
func TestTheREADMEShowsThisCode(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	code, err := os.ReadFile("main.go")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(readme), "\n## Ask from Go\n")
	section, _, _ = strings.Cut(section, "\n## ")
	blocks := strings.Split(section, "```go\n")[1:]
	if len(blocks) < 2 {
		t.Fatalf("README.md, Ask from Go, has %d examples in Go", len(blocks))
	}
	for _, block := range blocks {
		if shown, _, closed := strings.Cut(block, "```"); !closed || !strings.Contains(unindented(string(code)), unindented(shown)) {
			t.Errorf("README.md, Ask from Go, shows what is not in tools/example/main.go:\n%s", shown)
		}
	}
}

func unindented(code string) string {
	lines := strings.Split(code, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimSpace(line)
	}
	return strings.Join(lines, "\n")
}
