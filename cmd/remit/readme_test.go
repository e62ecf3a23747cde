package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/remit-authz/remit/internal/keys"
	"github.com/remit-authz/remit/internal/loopback/loopbacktest"
	"github.com/remit-authz/remit/schema"
)

var fenced = regexp.MustCompile("(?s)\n```([a-z]+)\n(.*?)\n```\n")

// What the README says of HTTP works as it stands there: in a shell, in Python and in
// Node.
func TestExamplesOfTheReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	care, err := absolute("../../fixtures/care")
	if err != nil {
		t.Fatal(err)
	}
	folder, http := t.TempDir(), loopbacktest.Address(t)
	file := filepath.Join(folder, "keys.json")
	for name, k := range map[string]keys.Key{
		"read.key":  {Purpose: keys.Read, Tenants: []schema.TenantID{"veldzicht"}},
		"write.key": {Purpose: keys.Write, Tenants: []schema.TenantID{"veldzicht"}},
	} {
		shown, _, err := keys.Create(file, k, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), []byte(shown+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	childOf(t, "--keys", file, "--source", care, "--listen", "", "--http", http)
	const where = "127.0.0.1:8080"
	ran := map[string]int{}
	for _, block := range fenced.FindAllStringSubmatch(string(readme), -1) {
		language, text := block[1], block[2]
		if !strings.Contains(text, "http://"+where) || language == "nginx" { // which TestNginx runs
			continue
		}
		program := map[string][]string{"sh": {"sh", "-c"}, "python": {"python3", "-c"}, "js": {"node", "--input-type=module", "-e"}}[language]
		if program == nil {
			t.Fatalf("the README has %s, and nothing here runs it", language)
		}
		ran[language]++
		t.Run(language, func(t *testing.T) {
			if _, err := exec.LookPath(program[0]); err != nil && os.Getenv("CI") == "" {
				t.Skip(err)
			}
			run := exec.CommandContext(t.Context(), program[0], append(program[1:], strings.ReplaceAll(text, where, http))...)
			run.Dir = folder
			out, err := run.CombinedOutput()
			got := strings.TrimSpace(string(out))
			for _, right := range []string{`{"decision":true}`, "True", "c-1001", `"reason":"found unresponsive"`} {
				if err == nil && strings.Contains(got, right) {
					return
				}
			}
			t.Errorf("%s\nprints %s (%v)", text, got, err)
		})
	}
	if ran["sh"] < 2 || ran["python"] < 1 || ran["js"] < 1 {
		t.Errorf("ran %v", ran)
	}
}
