package main

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/remit-authz/remit/internal/keys"
	"github.com/remit-authz/remit/internal/loopback/loopbacktest"
)

// Each way to serve listens where it was asked to, and nowhere else.
func TestSocketsOfServe(t *testing.T) {
	care, err := absolute("../../fixtures/care")
	if err != nil {
		t.Fatal(err)
	}
	documents := filepath.Join(t.TempDir(), "documents.yaml")
	if err := os.WriteFile(documents, []byte("schema: |-\n  definition user {}\n  definition document {\n    relation reader: user\n  }\nrelationships: \"\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	routes := filepath.Join(t.TempDir(), "remit.yaml")
	if err := os.WriteFile(routes, []byte("gateway: {user_header: X-User, user: 'user:veldzicht/{user}', trusted: [127.0.0.1/32], "+
		"routes: [{pattern: 'GET /clients/{id}', permission: view_dossier, resource: 'client:veldzicht/{id}'}]}"), 0o600); err != nil {
		t.Fatal(err)
	}
	file := adminKeys(t)
	if _, _, err := keys.Create(file, keys.Key{Purpose: keys.Read, Everywhere: true}, time.Now()); err != nil {
		t.Fatal(err)
	}
	store := filepath.Join(t.TempDir(), "remit.db")
	if out, err := exec.Command("remit", "sync", care, "--store", store).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var beside []string
	if runtime.GOOS == "linux" {
		beside = []string{"unix"} // for this user's verbs, where it is not switched off
	}
	engine := childOf(t, "--keys", file, "--source", care, "--listen", loopbacktest.Address(t))
	const grpcDefault = "127.0.0.1:50051"
	for _, tt := range []struct {
		mode string
		args []string
		want []string
	}{
		{"gRPC", []string{"--keys", file, "--source", care, "--listen", "GRPC"}, []string{"GRPC"}},
		{"gRPC where nothing is said", []string{"--keys", file, "--source", care}, []string{grpcDefault}},
		{"both", []string{"--keys", file, "--source", care, "--listen", "GRPC", "--http", "HTTP"}, []string{"GRPC", "HTTP"}},
		{"both, and Envoy", []string{"--keys", file, "--source", care, "--settings", routes, "--listen", "GRPC", "--http", "HTTP", "--ext-authz", "ENVOY"}, []string{"GRPC", "HTTP", "ENVOY"}},
		{"HTTP alone", []string{"--keys", file, "--source", care, "--listen", "", "--http", "HTTP"}, []string{"HTTP"}},
		{"without keys", []string{"--no-keys", "--source", care, "--http", "HTTP"}, []string{"HTTP"}},
		{"in front of an engine", []string{"--keys", file, "--endpoint", engine.listens[0], "--http", "HTTP"}, []string{"HTTP"}},
		{"a store", []string{"--keys", file, "--store", store, "--listen", "GRPC"}, append(slices.Clone(beside), "GRPC")},
		{"a store by HTTP alone", []string{"--no-keys", "--store", store, "--http", "HTTP"}, append(slices.Clone(beside), "HTTP")},
		{"a store without a socket", []string{"--keys", file, "--store", store, "--listen", "GRPC", "--no-socket"}, []string{"GRPC"}},
		{"another schema", []string{"--keys", file, "--data", documents, "--http", "HTTP", "--listen", ""}, []string{"HTTP"}},
	} {
		t.Run(tt.mode, func(t *testing.T) {
			if slices.Contains(tt.want, grpcDefault) {
				if free, err := net.Listen("tcp", grpcDefault); err != nil {
					t.Skipf("somebody else listens on %s", grpcDefault)
				} else {
					_ = free.Close()
				}
			}
			named := strings.NewReplacer("GRPC", loopbacktest.Address(t), "HTTP", loopbacktest.Address(t), "ENVOY", loopbacktest.Address(t))
			var args, want []string
			for _, a := range tt.args {
				args = append(args, named.Replace(a))
			}
			for _, a := range tt.want {
				want = append(want, named.Replace(a))
			}
			slices.Sort(want)
			if got := childOf(t, args...).listens; !slices.Equal(got, want) {
				t.Errorf("it listens on %v, want %v", got, want)
			}
		})
	}
}

// child is a remit that serves, and where it listens.
type child struct{ listens []string }

// childOf serves until the test ends. It returns when everything that was asked for is
// served, and a little later.
func childOf(t *testing.T, args ...string) child {
	t.Helper()
	server := exec.Command("remit", append([]string{"serve"}, args...)...)
	server.Dir = t.TempDir()
	said, err := server.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Signal(os.Interrupt)
		_ = server.Wait()
	})
	expected := 1
	if slices.Contains(args, "--http") && !slices.Contains(args, "") && !slices.Contains(args, "--no-keys") && !slices.Contains(args, "--endpoint") {
		expected = 2
	}
	if slices.Contains(args, "--ext-authz") {
		expected++
	}
	lines := bufio.NewScanner(said)
	for expected > 0 && lines.Scan() {
		if strings.Contains(lines.Text(), "serving") {
			expected--
		}
	}
	if expected > 0 {
		t.Fatalf("%v: it does not serve", args)
	}
	go func() {
		for lines.Scan() {
		}
	}()
	time.Sleep(200 * time.Millisecond)
	return child{listening(t, server.Process.Pid)}
}

// listening are the addresses on which a process listens.
func listening(t *testing.T, pid int) (found []string) {
	t.Helper()
	inodes := map[string]bool{}
	fds, err := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", pid))
	if err != nil {
		t.Fatal(err)
	}
	for _, fd := range fds {
		if link, err := os.Readlink(fd); err == nil && strings.HasPrefix(link, "socket:[") {
			inodes[strings.TrimSuffix(strings.TrimPrefix(link, "socket:["), "]")] = true
		}
	}
	for _, table := range []string{"tcp", "tcp6", "udp", "udp6", "unix"} {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/net/%s", pid, table))
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(string(text), "\n")[1:] {
			f := strings.Fields(line)
			switch {
			case len(f) < 7:
			case table == "unix" && inodes[f[6]] && f[3] == "00010000", // __SO_ACCEPTCON
				strings.HasPrefix(table, "udp") && len(f) > 9 && inodes[f[9]]:
				found = append(found, table)
			case strings.HasPrefix(table, "tcp") && len(f) > 9 && f[3] == "0A" && inodes[f[9]]:
				found = append(found, addressOf(t, f[1]))
			}
		}
	}
	slices.Sort(found)
	return found
}

// addressOf reads an address of IPv4 as the kernel writes it; any other is as it is.
func addressOf(t *testing.T, hex string) string {
	t.Helper()
	host, port, _ := strings.Cut(hex, ":")
	n, err := strconv.ParseUint(host, 16, 32)
	if err != nil {
		return hex
	}
	p, err := strconv.ParseUint(port, 16, 16)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%d.%d.%d.%d:%d", n&255, n>>8&255, n>>16&255, n>>24, p)
}
