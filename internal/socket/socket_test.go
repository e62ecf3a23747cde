//go:build linux

package socket_test

import (
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/remit-authz/remit/internal/socket"
)

// stranger is the user that another process runs as.
const stranger = 65534

// TestMain also is the other processes of the tests: REMIT_SOCKET_TEST says which.
func TestMain(m *testing.M) {
	switch os.Getenv("REMIT_SOCKET_TEST") {
	case "listen": // on the socket that is descriptor 3, until standard input ends
		if err := unix.Listen(3, 1); err != nil {
			panic(err)
		}
		_, _ = os.Stdout.WriteString("ready\n")
		_, _ = io.Copy(io.Discard, os.Stdin)
	case "connect": // to the address, and tell whether it says anything
		conn, err := net.Dial("unix", os.Args[1])
		if err != nil {
			panic(err)
		}
		said, _ := io.ReadAll(conn)
		_, _ = os.Stdout.Write(append([]byte("read:"), said...))
	default:
		os.Exit(m.Run())
	}
}

// newStore is a file that stands for a store.
func newStore(t *testing.T, folder string) string {
	t.Helper()
	store := filepath.Join(folder, "remit.db")
	if err := os.WriteFile(store, []byte("store"), 0o600); err != nil {
		t.Fatal(err)
	}
	return store
}

// listen greets whoever is let in, until the test ends.
func listen(t *testing.T, store string) net.Listener {
	t.Helper()
	l, err := socket.Listen(store)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Write([]byte("hello"))
			_ = conn.Close()
		}
	}()
	return l
}

func greeted(t *testing.T, store string) {
	t.Helper()
	conn, err := socket.Dial(t.Context(), store)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if said, err := io.ReadAll(conn); string(said) != "hello" {
		t.Fatalf("read %q, %v", said, err)
	}
}

func refused(t *testing.T, store string, want error) {
	t.Helper()
	conn, err := socket.Dial(t.Context(), store)
	if err == nil {
		_ = conn.Close()
	}
	if !errors.Is(err, want) {
		t.Errorf("dialling: got %v, want %v", err, want)
	}
}

func TestReachesWhoeverListens(t *testing.T) {
	store := newStore(t, t.TempDir())
	refused(t, store, socket.ErrNobody)
	l := listen(t, store)
	greeted(t, store)
	folder, err := socket.Folder(store)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]os.FileMode{folder: 0o700, l.Addr().String(): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: got %v, %v, want mode %v", path, info, err, want)
		}
	}
	link := filepath.Join(t.TempDir(), "link.db")
	if err := os.Symlink(store, link); err != nil {
		t.Fatal(err)
	}
	greeted(t, link)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	refused(t, store, socket.ErrNobody)
	if _, err := os.Lstat(folder); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder is left behind: %v", err)
	}
}

// The kernel takes an address of 107 bytes; a path may have 4095.
func TestAnyLengthOfPath(t *testing.T) {
	folder := t.TempDir()
	for range 5 {
		folder = filepath.Join(folder, strings.Repeat("long", 25))
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	store := newStore(t, folder)
	listen(t, store)
	greeted(t, store)
}

// A killed process leaves its socket: nobody is reached by it, and the next takes it
// away.
func TestSocketOfAKilledProcess(t *testing.T) {
	store := newStore(t, t.TempDir())
	leave(t, store)
	refused(t, store, socket.ErrNobody)
	listen(t, store)
	greeted(t, store)
}

// leave leaves a socket on which nobody listens, and is its address.
func leave(t *testing.T, store string) string {
	t.Helper()
	l := listen(t, store)
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Dir(address), 0o700); err != nil {
		t.Fatal(err)
	}
	left, err := net.ListenUnix("unix", &net.UnixAddr{Net: "unix", Name: address})
	if err != nil {
		t.Fatal(err)
	}
	left.SetUnlinkOnClose(false)
	if err := os.Chmod(address, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := left.Close(); err != nil {
		t.Fatal(err)
	}
	return address
}

// Another file under the store's name has another socket: the process that has the old
// one open is not asked about the new one.
func TestStoreThatWasReplaced(t *testing.T) {
	store := newStore(t, t.TempDir())
	listen(t, store)
	if err := os.Rename(store, store+".old"); err != nil {
		t.Fatal(err)
	}
	newStore(t, filepath.Dir(store))
	refused(t, store, socket.ErrNobody)
	listen(t, store)
	greeted(t, store)
}

func TestWhatIsInItsPlace(t *testing.T) {
	for _, tt := range []struct {
		what string
		put  func(store, folder, address string) error
	}{
		{"a link to a folder", func(_, folder, _ string) error {
			return errors.Join(os.Mkdir(folder+".real", 0o700), os.Symlink(folder+".real", folder))
		}},
		{"a file", func(_, folder, _ string) error { return os.WriteFile(folder, nil, 0o600) }},
		{"a folder that others may enter", func(_, folder, _ string) error {
			return errors.Join(os.Mkdir(folder, 0o700), os.Chmod(folder, 0o711))
		}},
		{"a link to another socket of ours", func(store, folder, address string) error {
			elsewhere := store + ".elsewhere"
			l, err := net.ListenUnix("unix", &net.UnixAddr{Net: "unix", Name: elsewhere})
			if err != nil {
				return err
			}
			t.Cleanup(func() { _ = l.Close() })
			return errors.Join(os.Chmod(elsewhere, 0o600), os.Mkdir(folder, 0o700), os.Symlink(elsewhere, address))
		}},
		{"a file where the socket is to be", func(_, folder, address string) error {
			return errors.Join(os.Mkdir(folder, 0o700), os.WriteFile(address, []byte("keep"), 0o600))
		}},
		{"a pipe where the socket is to be", func(_, folder, address string) error {
			return errors.Join(os.Mkdir(folder, 0o700), syscall.Mkfifo(address, 0o600))
		}},
	} {
		t.Run(tt.what, func(t *testing.T) {
			store := newStore(t, t.TempDir())
			l := listen(t, store)
			address := l.Addr().String()
			folder := filepath.Dir(address)
			if err := l.Close(); err != nil {
				t.Fatal(err)
			}
			if err := tt.put(store, folder, address); err != nil {
				t.Fatal(err)
			}
			refused(t, store, socket.ErrUnsafe)
			if l, err := socket.Listen(store); !errors.Is(err, socket.ErrUnsafe) {
				if err == nil {
					_ = l.Close()
				}
				t.Errorf("listening: got %v, want %v", err, socket.ErrUnsafe)
			}
			if content, err := os.ReadFile(store); string(content) != "store" {
				t.Errorf("the store has %q, %v", content, err)
			}
		})
	}
}

// asStranger runs a command of TestMain as another user.
func asStranger(t *testing.T, which string, files []*os.File, args ...string) *exec.Cmd {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("NOT RUN: only root can be another user too")
	}
	program := filepath.Join(os.TempDir(), filepath.Base(t.TempDir())+"-stranger")
	// The test's own folder is for its user only.
	own, err := os.ReadFile("/proc/self/exe")
	if err == nil {
		err = os.WriteFile(program, own, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Remove(program) })
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Env, cmd.ExtraFiles = append(os.Environ(), "REMIT_SOCKET_TEST="+which), files
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: stranger, Gid: stranger}}
	return cmd
}

// Were the folder open to all by somebody's mistake, a stranger still is not let in.
func TestStrangerIsNotLetIn(t *testing.T) {
	parent, err := os.MkdirTemp("/tmp", "remit-socket-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(parent) })
	store := newStore(t, parent)
	address := listen(t, store).Addr().String()
	for _, path := range []string{parent, filepath.Dir(address), address} {
		if err := os.Chmod(path, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	said, err := asStranger(t, "connect", nil, address).Output()
	if err != nil || string(said) != "read:" {
		t.Errorf("a stranger got %q, %v, want nothing", said, err)
	}
	refused(t, store, socket.ErrUnsafe) // nor is it gone by any more
}

// A stranger that listens on a socket of ours is not taken for us.
func TestStrangerIsNotAsked(t *testing.T) {
	store := newStore(t, t.TempDir())
	address := leave(t, store)
	if err := os.Remove(address); err != nil {
		t.Fatal(err)
	}
	bound, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM, 0)
	if err == nil {
		err = unix.Bind(bound, &unix.SockaddrUnix{Name: address})
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(address, 0o600); err != nil {
		t.Fatal(err)
	}
	handed := os.NewFile(uintptr(bound), address)
	defer handed.Close()
	child := asStranger(t, "listen", []*os.File{handed})
	hold, err := child.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	ready, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = hold.Close(); _ = child.Wait() }()
	if _, err := io.ReadFull(ready, make([]byte, len("ready\n"))); err != nil {
		t.Fatal(err)
	}
	refused(t, store, socket.ErrUnsafe)
}

// A folder that another user owns is not entered, by root neither.
func TestFolderOfAnotherUser(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("NOT RUN: only root can give a folder to another user")
	}
	store := newStore(t, t.TempDir())
	folder := filepath.Dir(listen(t, store).Addr().String())
	if err := os.Chown(folder, stranger, stranger); err != nil {
		t.Fatal(err)
	}
	refused(t, store, socket.ErrUnsafe)
}

// Closing while somebody waits for a connection ends that, once.
func TestCloseEndsAccept(t *testing.T) {
	l, err := socket.Listen(newStore(t, t.TempDir()))
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { _, err := l.Accept(); ended <- err }()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-ended:
		if !errors.Is(err, net.ErrClosed) {
			t.Errorf("accepting ended with %v", err)
		}
	case <-time.After(10 * time.Second):
		t.Error("accepting goes on")
	}
	if err := l.Close(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("closed twice: %v", err)
	}
}
