//go:build unix

package files

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
)

// asked names the file that TestPrivateOfRoot looks at when it runs as somebody else.
const asked = "REMIT_TEST_PRIVATE"

func TestPrivate(t *testing.T) {
	file := filepath.Join(t.TempDir(), "key")
	for mode, want := range map[fs.FileMode]bool{
		0o600: true, 0o400: true, 0o700: true, 0o000: true,
		0o640: false, 0o440: false, 0o604: false, 0o602: false, 0o660: false, 0o644: false,
	} {
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(file, mode); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := Private(info); (err == nil) != want {
			t.Errorf("one's own file of mode %#o: %v", mode, err)
		}
	}
}

// What root hands to a process that is not root, as Kubernetes does: readable by its
// group, and by nobody else's.
func TestPrivateOfRoot(t *testing.T) {
	if file := os.Getenv(asked); file != "" {
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := Private(info); err != nil {
			t.Fatal(err)
		}
		return
	}
	if os.Geteuid() != 0 {
		t.Skip("SKIPPED: only root can make a file of root's for another group")
	}
	const group, other = 65532, 65531
	folder, err := os.MkdirTemp("", "remit")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	program, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	test, file := filepath.Join(folder, "test"), filepath.Join(folder, "key")
	for name, content := range map[string][]byte{test: program, file: nil} {
		if err := os.WriteFile(name, content, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		owner, group int
		mode         fs.FileMode
		want         bool
	}{
		{0, group, 0o440, true},
		{0, group, 0o640, true},
		{0, group, 0o660, false}, // the group may write
		{0, group, 0o444, false},
		{0, other, 0o440, false}, // another group's
		{0, 0, 0o440, false},     // whoever is in root's group is not this process
		{65531, group, 0o440, false},
	} {
		if err := os.Chown(file, tt.owner, tt.group); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(file, tt.mode); err != nil {
			t.Fatal(err)
		}
		again := exec.CommandContext(t.Context(), test, "-test.run=^TestPrivateOfRoot$")
		again.Dir, again.Env = folder, append(os.Environ(), asked+"="+file)
		again.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65532, Gid: group}}
		out, err := again.CombinedOutput()
		if (err == nil) != tt.want {
			t.Errorf("of %d:%d, mode %s: %v\n%s", tt.owner, tt.group, "0"+strconv.FormatUint(uint64(tt.mode), 8), err, out)
		}
	}
}
