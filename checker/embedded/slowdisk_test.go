package embedded_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/checker/embedded"
	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/schema"
)

// slowDisk is a file system of its own that can be made to take as long as one likes for a
// write: until it is thawed.
func slowDisk(t *testing.T) (folder string, freeze, thaw func()) {
	t.Helper()
	image, folder := filepath.Join(t.TempDir(), "image"), t.TempDir()
	require.NoError(t, os.WriteFile(image, nil, 0o600))
	require.NoError(t, os.Truncate(image, 64<<20))
	for _, command := range [][]string{{"mkfs.ext4", "-q", "-F", image}, {"mount", "-o", "loop", image, folder}} {
		if out, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
			t.Skipf("a file system cannot be made and mounted here: %v: %s", err, out)
		}
	}
	frozen := false
	set := func(how string, to bool) func() {
		return func() {
			t.Helper()
			if frozen != to {
				out, err := exec.Command("fsfreeze", how, folder).CombinedOutput()
				require.NoError(t, err, string(out))
				frozen = to
			}
		}
	}
	freeze, thaw = set("--freeze", true), set("--unfreeze", false)
	t.Cleanup(func() {
		thaw()
		out, err := exec.Command("umount", folder).CombinedOutput()
		require.NoError(t, err, string(out))
	})
	return folder, freeze, thaw
}

// On a disk that takes long, nobody waits for the record; where it is required, a write
// that is not recorded in time is not acknowledged. All of it is recorded in the end, once.
func TestSlowDisk(t *testing.T) {
	for name, recording := range map[string]embedded.Recording{"recorded": embedded.Recorded, "required": embedded.RecordRequired} {
		t.Run(name, func(t *testing.T) {
			disk, freeze, thaw := slowDisk(t)
			store := filepath.Join(t.TempDir(), "remit.db")
			require.NoError(t, os.Mkdir(filepath.Join(disk, "ledger"), 0o700))
			require.NoError(t, os.Symlink(filepath.Join(disk, "ledger"), ledger.Beside(store)))
			e := open(t, embedded.Options{Store: store, Record: recording})
			write(t, e.Conn(), schema.Text())
			require.NoError(t, writeNamed(t.Context(), e.Conn(), "n-0"))

			freeze()
			defer thaw() // before the engine is closed, where a write fails
			for n := 1; n <= 3; n++ {
				ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
				err := writeNamed(ctx, e.Conn(), fmt.Sprint("n-", n))
				cancel()
				if recording == embedded.Recorded {
					require.NoError(t, err, "it waits for the record")
				} else {
					assert.Equal(t, codes.DeadlineExceeded, status.Code(err), "write %d is acknowledged, and not recorded: %v", n, err)
				}
			}
			thaw()

			require.NoError(t, writeNamed(t.Context(), e.Conn(), "n-4"))
			require.NoError(t, e.Close())
			require.NoError(t, e.RecordErr())
			var names []string
			for _, found := range recorded(t, store) {
				if found.Kind == entry.Change {
					names = append(names, found.Reason)
				}
			}
			assert.Equal(t, []string{"n-0", "n-1", "n-2", "n-3", "n-4"}, names)
		})
	}
}
