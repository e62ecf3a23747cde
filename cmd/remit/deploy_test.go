package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/remit-authz/remit/internal/keys"
	"github.com/remit-authz/remit/internal/loopback/loopbacktest"
	"github.com/remit-authz/remit/schema"
)

const unit = "deploy/remit.service"

// needs is a program that a test starts: in CI one that is missing is a failure.
func needs(t *testing.T, name, packaged string) string {
	t.Helper()
	found, err := exec.LookPath(name)
	if err != nil {
		missing(t, name, packaged)
	}
	return found
}

// missing ends a test that lacks something: in CI that is a failure.
func missing(t *testing.T, name, packaged string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatalf("%s is missing: apt-get install %s", name, packaged)
	}
	t.Skipf("NOT RUN: %s is missing: apt-get install %s", name, packaged)
}

// TestUnit holds the unit to systemd itself: nothing in it is unknown, and what is
// exposed is what has to be.
func TestUnit(t *testing.T) {
	analyze := needs(t, "systemd-analyze", "systemd")
	program, err := exec.LookPath("remit")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "remit.service")
	if err := os.WriteFile(file, []byte(strings.ReplaceAll(readUnit(t), "/usr/local/bin/remit", program)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"verify", "--man=no", file},
		// 0 is nothing exposed, 100 everything; a network, sockets and the machine's files
		// are 12.
		{"security", "--offline=true", "--no-pager", "--threshold=12", file},
	} {
		out, err := exec.CommandContext(t.Context(), analyze, args...).CombinedOutput()
		if err != nil || args[0] == "verify" && len(out) > 0 {
			t.Errorf("systemd-analyze %s: %v: %s", args[0], err, out)
		}
	}
}

// What the unit starts is ready when its own check says so, and ends when it is told to.
func TestUnitStarts(t *testing.T) {
	folder, http := t.TempDir(), loopbacktest.Address(t)
	care, err := absolute("../../fixtures/care")
	if err != nil {
		t.Fatal(err)
	}
	sync := func() {
		t.Helper()
		if out, err := exec.CommandContext(t.Context(), "remit", "sync", care, "--store", filepath.Join(folder, "remit.db")).CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, out)
		}
	}
	sync()
	if _, _, err := keys.Create(filepath.Join(folder, "keys.json"), keys.Key{Purpose: keys.Read, Tenants: []schema.TenantID{"veldzicht"}}, time.Now()); err != nil {
		t.Fatal(err)
	}
	command := func(setting string) *exec.Cmd {
		t.Helper()
		found := regexp.MustCompile(`(?m)^` + setting + `=/usr/local/bin/(.*)$`).FindStringSubmatch(readUnit(t))
		if found == nil {
			t.Fatalf("the unit has no %s", setting)
		}
		args := strings.Fields(strings.ReplaceAll(found[1], "127.0.0.1:8080", http))
		run := exec.Command(args[0], args[1:]...)
		run.Dir = folder
		return run
	}
	server := command("ExecStart")
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Wait() }()
	if out, err := command("ExecStartPost").Output(); err != nil || string(out) != "ready\n" {
		t.Errorf("it is not ready: %s (%v)", out, err)
	}
	sync() // while it serves
	if err := server.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("it ended with %v", err)
		}
	case <-time.After(20 * time.Second):
		t.Error("it does not end")
		_ = server.Process.Kill()
	}
}

func readUnit(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(unit)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
