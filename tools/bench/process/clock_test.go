package process_test

import (
	"io/fs"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/remit-authz/remit/tools/bench/process"
)

// burn has a process below another work for some time, after it was told to.
const burn = `read go; (i=0; while [ $i -lt 60000 ]; do i=$((i+1)); done; echo worked; read gone); echo gone; read end || true`

// What a process and those below it took counts, also of those that have ended; what
// nobody did does not.
func TestProcessorTimeOfATree(t *testing.T) {
	t.Parallel()
	cmd := exec.Command("sh", "-c", burn)
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	said := make([]byte, 64)
	next := func(line string) {
		_, err := in.Write([]byte("\n"))
		require.NoError(t, err)
		n, err := out.Read(said)
		require.NoError(t, err)
		require.Equal(t, line+"\n", string(said[:n]))
	}
	read := func() process.Reading {
		r, err := process.Read(cmd.Process.Pid)
		require.NoError(t, err)
		return r
	}
	before := read()
	next("worked")
	working := read()
	worked := working.Since(before)
	require.Greater(t, worked, 5*time.Millisecond)
	next("gone")
	gone := read()
	// The child's time is its parent's now, in ticks of 10 ms.
	require.InDelta(t, worked.Seconds(), gone.Since(before).Seconds(), 0.025)
	require.InDelta(t, 0, gone.Since(working).Seconds(), 0.025)
	memory, err := process.Memory(cmd.Process.Pid)
	require.NoError(t, err)
	require.Positive(t, memory)
	require.NoError(t, in.Close())
	require.NoError(t, cmd.Wait())
	_, err = process.Processor(cmd.Process.Pid)
	require.ErrorIs(t, err, fs.ErrNotExist)
}

func TestProcessorTimeIsItsOwn(t *testing.T) {
	t.Parallel()
	before, err := process.Processor(os.Getpid())
	require.NoError(t, err)
	for i, begin := 0, time.Now(); time.Since(begin) < 5*time.Millisecond; i++ {
	}
	after, err := process.Processor(os.Getpid())
	require.NoError(t, err)
	require.Greater(t, after, before)
}
