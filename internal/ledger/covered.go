package ledger

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"github.com/remit-authz/remit/internal/files"
)

// coveredSuffix has the first line be no log's origin, so that it is nowhere taken for
// a checkpoint.
const coveredSuffix = " covered"

// Covered is up to when a log tells everything that there was to record, also where
// nothing happened. The zero value is of a log of which nobody said so.
type Covered struct {
	Until time.Time
	// Revision is the engine's newest one then.
	Revision string
}

// Cover says how far the log goes. A crash may leave what was said before, or nothing.
func (l *Log) Cover(c Covered) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err != nil {
		return l.err
	}
	signed, err := note.Sign(&note.Note{Text: c.text(l.signer.Name(), l.last.Size)}, l.signer)
	if err != nil {
		return err
	}
	return replace(filepath.Join(l.folder, coveredFile), signed)
}

// text is what is signed: how many records tell it, and what.
func (c Covered) text(origin string, size int64) string {
	return fmt.Sprintf("%s\n%d\n%s\n%s\n", origin+coveredSuffix, size, c.Until.UTC().Format(time.RFC3339Nano), c.Revision)
}

// readCovered is what a log's folder says, and how many records tell it; zero for what
// cannot be believed.
func readCovered(folder, public string) (Covered, int64) {
	f, err := files.Open(filepath.Join(folder, coveredFile))
	if err != nil {
		return Covered{}, 0
	}
	defer func() { _ = f.Close() }() // it was read
	message, err := files.ReadAll(f, maxCheckpoint)
	if err != nil {
		return Covered{}, 0
	}
	verifier, err := note.NewVerifier(public)
	if err != nil {
		return Covered{}, 0
	}
	opened, err := note.Open(message, note.VerifierList(verifier))
	if err != nil {
		return Covered{}, 0
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 5 || lines[0] != verifier.Name()+coveredSuffix {
		return Covered{}, 0
	}
	size, sizeErr := strconv.ParseInt(lines[1], 10, 64)
	until, err := time.Parse(time.RFC3339Nano, lines[2])
	if err != nil || sizeErr != nil {
		return Covered{}, 0
	}
	return Covered{until, lines[3]}, size
}
