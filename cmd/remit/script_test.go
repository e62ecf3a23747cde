package main

import (
	"context"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/remit-authz/remit/internal/keys"
	"github.com/remit-authz/remit/internal/loopback/loopbacktest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"remit": held})
}

// TestScript runs the pages in testdata/script: what a person types, and what
// the program answers.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			fixtures, err := absolute("../../fixtures")
			if err != nil {
				return err
			}
			for _, name := range []string{"ADDRESS", "HTTP", "HTTP2", "ENVOY"} {
				env.Setenv(name, loopbacktest.Address(t))
			}
			// The key of an administrator, and the file that has it.
			env.Setenv("KEYS", filepath.Join(env.WorkDir, ".keys.json"))
			admin, _, err := keys.Create(env.Getenv("KEYS"), keys.Key{Purpose: keys.Admin, Everywhere: true}, time.Now())
			if err != nil {
				return err
			}
			env.Setenv("ADMIN", admin)
			startIssuer(env)
			startCollector(env)
			holdsJSON(env)
			env.Setenv("FIXTURES", fixtures)
			env.Setenv("REMIT_KEY", "")
			// Characters that nobody could see in a page.
			env.Setenv("ZWSP", "\u200b")
			env.Setenv("RLO", "\u202e")
			env.Setenv("FILLER", "\u3164\u2800")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"envoys":   envoys,
			"exits":    exits,
			"issues":   issues,
			"listens":  listens,
			"now":      now,
			"requests": requests,
			"revokes":  revokes,
			"waits":    waits,
		},
	})
}

// exits runs a program and wants an exit code: exits 3 remit sync people.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARGUMENT…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("running %v: %v", args[1:], err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code of %v: got %d, want %d", args[1:], got, want)
	}
}

// waits waits until a file holds what a pattern matches: waits status.json good.
func waits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: waits FILE PATTERN")
	}
	pattern, err := regexp.Compile(args[1])
	ts.Check(err)
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		content, err := os.ReadFile(ts.MkAbs(args[0]))
		if err == nil && pattern.Match(content) {
			return
		}
		if time.Now().After(end) {
			ts.Fatalf("%s holds %q (%v), want %s", args[0], content, err, args[1])
		}
	}
}

// listens waits until somebody listens on an address: listens $ADDRESS.
func listens(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: listens ADDRESS")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	for {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", args[0])
		if err == nil {
			ts.Check(conn.Close())
			return
		}
		select {
		case <-ctx.Done():
			ts.Fatalf("nobody listens on %s: %v", args[0], err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// now sets a variable to the time: now BEFORE. The next second has begun when it returns.
func now(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: now VARIABLE")
	}
	at := time.Now()
	ts.Setenv(args[0], at.UTC().Format(time.RFC3339Nano))
	time.Sleep(time.Until(at.Truncate(time.Second).Add(time.Second)))
}

func absolute(folder string) (string, error) {
	here, err := os.Getwd()
	if err != nil {
		return "", err
	}
	return filepath.Join(here, folder), nil
}
