package main

import (
	"bytes"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Whoever presses a key is not kept waiting by an engine that never answers.
func TestCompletionIsBounded(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	t.Setenv("REMIT_KEY", strings.Repeat("k", 16))
	var out, said bytes.Buffer
	begin := time.Now()
	code := run(t.Context(), []string{"__complete", "check", "--endpoint", silent.Addr().String(), "user:veldzicht/"}, nil, &out, &said)
	if took := time.Since(begin); code != exitDone || took > 2*completeWithin {
		t.Errorf("exit code %d after %s, want 0 after %s", code, took, completeWithin)
	}
	if strings.Contains(out.String(), "veldzicht") || strings.Contains(said.String(), "remit:") {
		t.Errorf("got %q, and %q on standard error", out.String(), said.String())
	}
}

// typed is what somebody types in a shell, in which each tab completes a word.
const typed = "remit check user:veldzicht/ann\t view_d\t client:veldzicht/c-1001\n" +
	"remit explain --format mer\t user:veldzicht/ann\t view_d\t client:veldzicht/c-1001\n" +
	"exit\n"

// In bash on a terminal, with the package that its completion scripts are made for.
func TestCompletionInBash(t *testing.T) {
	const scripts = "/usr/share/bash-completion/bash_completion"
	if _, err := os.Stat(scripts); err != nil {
		missing(t, "bash-completion", "bash-completion")
	}
	terminal := needs(t, "script", "bsdutils")
	syncCare(t)
	start := ". " + scripts + "\n. <(remit completion bash)\n"
	if err := os.WriteFile("rc", []byte(start), 0o600); err != nil {
		t.Fatal(err)
	}
	shell := exec.CommandContext(t.Context(), terminal, "--quiet", "--command", "bash --noprofile --rcfile rc -i", "/dev/null")
	shell.Stdin = strings.NewReader(typed)
	shell.Env = append(os.Environ(), "HOME="+t.TempDir(), "TERM=dumb")
	out, err := shell.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "\nallowed\r\n") || !strings.Contains(string(out), "\nflowchart ") {
		t.Errorf("%v: %s", err, out)
	}
}

// In zsh on a terminal, with the completion that it comes with.
func TestCompletionInZsh(t *testing.T) {
	zsh := needs(t, "zsh", "zsh")
	terminal := needs(t, "script", "bsdutils")
	syncCare(t)
	home := t.TempDir()
	start := "autoload -Uz compinit\ncompinit -D -u\nsource <(remit completion zsh)\n"
	if err := os.WriteFile(filepath.Join(home, ".zshrc"), []byte(start), 0o600); err != nil {
		t.Fatal(err)
	}
	shell := exec.CommandContext(t.Context(), terminal, "--quiet", "--command", zsh+" --no-global-rcs -i", "/dev/null")
	shell.Stdin = strings.NewReader(typed)
	shell.Env = append(os.Environ(), "HOME="+home, "ZDOTDIR="+home, "TERM=dumb")
	out, err := shell.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "\nallowed\r\n") || !strings.Contains(string(out), "\nflowchart ") {
		t.Errorf("%v: %s", err, out)
	}
}

// In fish, which says how a line may go on.
func TestCompletionInFish(t *testing.T) {
	fish := needs(t, "fish", "fish")
	syncCare(t)
	for line, want := range map[string]string{
		"remit check user:veldzicht/ann":                         "user:veldzicht/anna\n",
		"remit check user:veldzicht/anna view_doss":              "view_dossier\n",
		"remit who view_dossier client:veldzicht/c-1001 --lang ": "en\nfr\nnl\n",
		"remit report unre":                                      "unrelated\t",
	} {
		shell := exec.CommandContext(t.Context(), fish, "--no-config", "--command", `remit completion fish | source; complete --do-complete "$argv[1]"`, line)
		shell.Env = append(os.Environ(), "HOME="+t.TempDir())
		var said bytes.Buffer
		shell.Stderr = &said
		out, err := shell.Output()
		if err != nil || !strings.HasPrefix(string(out), want) || said.Len() > 0 {
			t.Errorf("%s: got %q (%v, %s), want %q", line, out, err, &said, want)
		}
	}
}

// syncCare makes a store in the folder that the test then runs in.
func syncCare(t *testing.T) {
	t.Helper()
	care, err := absolute("../../fixtures/care")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if out, err := exec.CommandContext(t.Context(), "remit", "sync", care).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// What a shell would run is not completed: ids are whatever a source has.
func TestCompletionIsPlain(t *testing.T) {
	for word, want := range map[string]bool{
		"user:veldzicht/anna": true, "client:veldzicht/zoë-2": true, "client#view_dossier": true, "a@b.example": true,
		"user:t/z$(touch x)": false, "user:t/`x`": false, "user:t/a b": false, "user:t/a;b": false, "user:t/a&b": false, "user:t/a|b": false,
		"user:t/a'b": false, `user:t/a"b`: false, `user:t/a\b`: false, "user:t/*": false, "user:t/a>b": false, "user:t/{a,b}": false, "user:t/a!b": false, "--x": false,
		"user:t/a\u202eb": false,
	} {
		if got := isPlain(word); got != want {
			t.Errorf("%q: got %t, want %t", word, got, want)
		}
	}
}
