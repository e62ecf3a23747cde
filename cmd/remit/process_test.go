package main

import (
	"bytes"
	"context"
	"net"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/remit-authz/remit/internal/keys"
	"github.com/remit-authz/remit/internal/loopback/loopbacktest"
)

// process is a remit that serves, which can be killed, ended and started again.
type process struct {
	t    *testing.T
	args []string
	cmd  *exec.Cmd
	done chan error
	mu   sync.Mutex
	said bytes.Buffer
}

// startServing starts a remit that serves, until the test ends.
func startServing(t *testing.T, args ...string) *process {
	t.Helper()
	p := &process{t: t, args: append([]string{"serve"}, args...)}
	t.Cleanup(p.kill)
	p.start()
	return p
}

// start starts it, and returns when it serves what it was asked to.
func (p *process) start() {
	p.t.Helper()
	p.cmd, p.done = exec.Command("remit", p.args...), make(chan error, 1)
	p.cmd.Dir, p.cmd.Stderr = p.t.TempDir(), p
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	go func(cmd *exec.Cmd, done chan error) { done <- cmd.Wait() }(p.cmd, p.done)
	deadline := time.Now().Add(60 * time.Second)
	for _, flag := range []string{"--http", "--listen"} {
		i := slices.Index(p.args, flag)
		if i < 0 || p.args[i+1] == "" {
			continue
		}
		for !accepts(p.args[i+1]) {
			if time.Now().After(deadline) {
				p.t.Fatalf("remit %v does not serve: %s", p.args, p.says())
			}
			time.Sleep(20 * time.Millisecond)
		}
	}
}

// Write takes what it says.
func (p *process) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.said.Write(b)
}

func (p *process) says() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.said.String()
}

// kill ends it as a machine that loses its power does.
func (p *process) kill() {
	if p.cmd == nil || p.cmd.Process == nil {
		return
	}
	_ = p.cmd.Process.Kill()
	<-p.done
	p.cmd = nil
}

// end ends it as a service manager does, and wants it to take that well.
func (p *process) end() {
	p.t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
	select {
	case err := <-p.done:
		if err != nil {
			p.t.Errorf("it ended with %v: %s", err, p.says())
		}
		p.cmd = nil
	case <-time.After(30 * time.Second):
		p.t.Errorf("it does not end: %s", p.says())
	}
}

// starts starts another program until the test ends, and returns when it listens.
func starts(t *testing.T, address, name string, args ...string) {
	t.Helper()
	var said bytes.Buffer
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stdout, cmd.Stderr, cmd.Dir = &said, &said, t.TempDir()
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 5 * time.Second
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { _ = cmd.Wait(); close(ended) }()
	t.Cleanup(func() { cancel(); <-ended })
	for deadline := time.Now().Add(20 * time.Second); !accepts(address); time.Sleep(20 * time.Millisecond) {
		select {
		case <-ended:
			t.Fatalf("%s has ended: %s", name, &said)
		default:
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s does not listen on %s", name, address)
		}
	}
}

// makeKey makes a key in a file of keys.
func makeKey(t *testing.T, file string, k keys.Key) string {
	t.Helper()
	shown, _, err := keys.Create(file, k, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return shown
}

// cluster is an engine of its own, with the fixtures of the care world, and a file of
// keys for whoever serves before it; REMIT_KEY is an administrator's.
type cluster struct {
	engine         *process
	endpoint, keys string
}

func startCluster(t *testing.T) *cluster {
	t.Helper()
	c := &cluster{endpoint: loopbacktest.Address(t), keys: adminKeys(t)}
	care, err := absolute("../../fixtures/care")
	if err != nil {
		t.Fatal(err)
	}
	store := filepath.Join(t.TempDir(), "remit.db")
	if out, err := exec.CommandContext(t.Context(), "remit", "sync", care, "--store", store).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	c.engine = startServing(t, "--keys", c.keys, "--store", store, "--listen", c.endpoint)
	return c
}

// before serves HTTP in front of the engine.
func (c *cluster) before(t *testing.T, args ...string) (*process, string) {
	t.Helper()
	http := loopbacktest.Address(t)
	return startServing(t, append([]string{"--keys", c.keys, "--endpoint", c.endpoint, "--http", http}, args...)...), http
}

// accepts says whether somebody listens on an address.
func accepts(address string) bool {
	conn, err := net.DialTimeout("tcp", address, time.Second)
	if err == nil {
		_ = conn.Close()
	}
	return err == nil
}
