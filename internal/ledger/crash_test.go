package ledger_test

import (
	"bufio"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/random"
)

// writing names the folder that a test's own process appends to.
const writing = "REMIT_LEDGER_WRITES"

func TestMain(m *testing.M) {
	if folder := os.Getenv(writing); folder != "" {
		if err := appendForever(folder); err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// appendForever appends batches of one to nine records, and says each number
// that was acknowledged.
func appendForever(folder string) error {
	signal.Ignore(syscall.SIGXFSZ) // a file that gets too large is an error
	l, err := ledger.Open(folder)
	if err != nil {
		return err
	}
	for next := int(l.Last().Size); ; {
		var batch [][]byte
		for i := range 1 + rand.IntN(9) {
			batch = append(batch, []byte(record(next+i)))
		}
		first, err := l.Append(batch...)
		if err != nil {
			return errors.Join(err, l.Close())
		}
		next = int(first) + len(batch)
		fmt.Println(next)
	}
}

// What was acknowledged is there after kill -9, in order, and nothing half.
func TestKilled(t *testing.T) {
	rounds := 40
	if testing.Short() {
		rounds = 5
	}
	r := rand.New(rand.NewPCG(random.Seed(t), 0))
	folder := t.TempDir()
	for round := range rounds {
		command, lines := writer(t, folder)
		var acknowledged int
		wait := time.Duration(r.IntN(30)) * time.Millisecond
		for begin := time.Now(); lines.Scan() && (acknowledged == 0 || time.Since(begin) < wait); {
			acknowledged = number(t, lines.Text())
		}
		_ = command.Process.Kill()
		for lines.Scan() {
			acknowledged = number(t, lines.Text())
		}
		_ = command.Wait() // killed
		l, err := ledger.Open(folder)
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		if got := int(l.Last().Size); got < acknowledged {
			t.Fatalf("round %d: %d records, %d were acknowledged", round, got, acknowledged)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		whole(t, folder)
	}
}

// A disk that is full: an error, all that was acknowledged, and it goes on when
// there is room again.
func TestFullDisk(t *testing.T) {
	folder := t.TempDir()
	command := exec.Command("sh", "-c", `ulimit -f 64; exec "$0"`, os.Args[0])
	command.Env = append(os.Environ(), writing+"="+folder)
	out, err := command.Output()
	if err == nil {
		t.Fatal("the writer ended without an error")
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	said := lines[len(lines)-1]
	if !strings.HasPrefix(said, "error record "+folder) {
		t.Fatalf("the writer ended with %q", said)
	}
	l := open(t, folder)
	if acknowledged := number(t, lines[len(lines)-2]); int(l.Last().Size) < acknowledged {
		t.Errorf("%d records, %d were acknowledged", l.Last().Size, acknowledged)
	}
	add(t, l, record(int(l.Last().Size)))
	whole(t, folder)
}

func writer(t *testing.T, folder string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), writing+"="+folder)
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	return command, bufio.NewScanner(out)
}

func number(t *testing.T, line string) int {
	t.Helper()
	n, err := strconv.Atoi(line)
	if err != nil {
		t.Fatalf("the writer says %q", line)
	}
	return n
}

// whole wants the records to be those that were written, in order.
func whole(t *testing.T, folder string) {
	t.Helper()
	holds(t, folder, nil)
	r, err := ledger.Read(folder)
	if err != nil {
		t.Fatal(err)
	}
	for i, content := range contents(t, r, 0) {
		if content != record(i) {
			t.Fatalf("record %d is %q", i, content)
		}
	}
}

// What was written to a file that somebody had taken away was acknowledged.
func TestRecordIsGone(t *testing.T) {
	for name, away := range map[string]func(folder string) error{
		"moved": func(folder string) error {
			return os.Rename(filepath.Join(folder, "records"), filepath.Join(folder, "old"))
		},
		"deleted": os.RemoveAll,
		"replaced": func(folder string) error {
			if err := os.RemoveAll(filepath.Join(folder, "records")); err != nil {
				return err
			}
			if err := os.Mkdir(filepath.Join(folder, "records"), 0o700); err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(folder, "records", "000000000000.jsonl"), nil, 0o600)
		},
	} {
		folder := filepath.Join(t.TempDir(), "l")
		l := open(t, folder)
		add(t, l, record(0))
		if err := away(folder); err != nil {
			t.Fatal(err)
		}
		if _, err := l.Append([]byte(record(1))); err == nil {
			t.Errorf("%s: a record was acknowledged", name)
		}
		if _, err := l.Append([]byte(record(2))); err == nil {
			t.Errorf("%s: a later record was acknowledged", name)
		}
	}
}
