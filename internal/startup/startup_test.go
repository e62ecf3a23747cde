package startup_test

import (
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strconv"
	"testing"
	"time"

	_ "github.com/remit-authz/remit/internal/startup"
)

// asked tells a process of the test what it is to expect: at how many percent the
// first collection comes.
const asked = "REMIT_STARTUP_TEST"

// The delay is over with the first collection: a heap that went on growing to
// seventeen times its live part would take the memory of a machine. Whoever sets
// GOGC has it.
func TestDelay(t *testing.T) {
	if want := os.Getenv(asked); want != "" {
		requirePercents(t, want)
		return
	}
	for gogc, want := range map[string]string{"": "1600", "50": "50"} {
		again := exec.Command(os.Args[0], "-test.run=^TestDelay$")
		again.Env = append(os.Environ(), "GOGC="+gogc, asked+"="+want)
		if out, err := again.CombinedOutput(); err != nil {
			t.Errorf("GOGC=%s: %v: %s", gogc, err, out)
		}
	}
}

func requirePercents(t *testing.T, first string) {
	t.Helper()
	if got := percent(); strconv.Itoa(got) != first {
		t.Fatalf("the first collection comes at %d percent, not at %s", got, first)
	}
	runtime.GC()
	for until := time.Now().Add(10 * time.Second); percent() > 100; time.Sleep(time.Millisecond) {
		if time.Now().After(until) {
			t.Fatalf("after a collection the next one comes at %d percent", percent())
		}
	}
}

// percent is how much a heap may grow before it is collected.
func percent() int {
	now := debug.SetGCPercent(100)
	debug.SetGCPercent(now)
	return now
}
