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
		for _, want := range []string{"is allowed\n", "client:veldzicht/c-1001", "supervisor", "from memory it is allowed\n"} {
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
	_, shown, found := strings.Cut(section, "```go\n")
	shown, _, closed := strings.Cut(shown, "```")
	if !found || !closed {
		t.Fatal("README.md, Ask from Go, has no example in Go")
	}
	if !strings.Contains(unindented(string(code)), unindented(shown)) {
		t.Errorf("README.md, Ask from Go, shows what is not in tools/example/main.go:\n%s", shown)
	}
}

func unindented(code string) string {
	lines := strings.Split(code, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimSpace(line)
	}
	return strings.Join(lines, "\n")
}
