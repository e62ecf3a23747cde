package ledger

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"unicode/utf8"

	"github.com/gofrs/flock"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/phrase"
)

const (
	hashesFile     = "hashes"
	checkpointFile = "checkpoint"
	coveredFile    = "covered"
	lockFile       = "lock"

	private       = 0o600
	privateFolder = 0o700
)

// Beside is the folder of the ledger of a store, DecisionsBeside that of what was answered
// from it, and ReviewsBeside that of reviews of its roles and links.
func Beside(store string) string { return store + ".ledger" }

// DecisionsBeside is described at Beside.
func DecisionsBeside(store string) string { return store + ".decisions" }

// ReviewsBeside is described at Beside.
func ReviewsBeside(store string) string { return store + ".reviews" }

// ErrLocked means that another process writes the log.
var ErrLocked = phrase.Errorf("another process writes it: stop that one first")

// Log is a log that is open for writing, by one process at a time. It is safe
// for concurrent use. Open makes one, and its owner closes it.
type Log struct {
	folder string
	lock   *flock.Flock
	signer note.Signer
	public string

	mu     sync.Mutex
	last   Checkpoint
	hashes hashFile
	open   *os.File // the last segment
	size   int64    // bytes of its records
	err    error    // why nothing can be written any more
}

// Open opens the log in a folder, and makes folder and log where there is none.
// A log whose records are not what its checkpoint says is refused. What a crash
// left half-written, and was never acknowledged, is cut off; whole records after
// the checkpoint are part of the log again.
func Open(folder string) (*Log, error) {
	l, err := open(folder)
	if err != nil {
		return nil, fmt.Errorf("record %s: %w", folder, err)
	}
	return l, nil
}

// Reopen opens a log again that was open before, as it is known: another one, or one that
// has not all of it, is an error, and none is made. The caller closed what it had of it.
func Reopen(folder string, known Known) (*Log, error) {
	if err := stillThere(folder, known.Public); err != nil {
		return nil, fmt.Errorf("record %s: %w", folder, err)
	}
	l, err := Open(folder)
	if err != nil {
		return nil, err
	}
	lacks, err := l.Lacks(known)
	if err == nil && lacks != "" {
		err = fmt.Errorf("record %s: %s: put back the one that was written", folder, lacks)
	}
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

func stillThere(folder, public string) error {
	switch have, err := ReadPublic(folder); {
	case errors.Is(err, fs.ErrNotExist):
		return errors.New("it was taken away while it was written: put it back")
	case err != nil:
		return err
	case have != public:
		return fmt.Errorf("another record, with key %s, lies in its place: put back the one with key %s", have, public)
	}
	return nil
}

func open(folder string) (_ *Log, err error) {
	if err := os.MkdirAll(filepath.Join(folder, recordsFolder), privateFolder); err != nil {
		return nil, err
	}
	l := &Log{folder: folder, lock: flock.New(filepath.Join(folder, lockFile), flock.SetPermissions(private))}
	switch locked, err := l.lock.TryLock(); {
	case err != nil:
		return nil, err
	case !locked:
		return nil, ErrLocked
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, l.release())
		}
	}()
	if l.signer, l.public, err = openKey(folder); err != nil {
		return nil, err
	}
	if l.hashes.file, err = os.OpenFile(filepath.Join(folder, hashesFile), os.O_RDWR|os.O_CREATE, private); err != nil {
		return nil, err
	}
	return l, l.recover()
}

// Append adds records at the end: all or none of them, and when it returns nil
// they are on disk and under a signed checkpoint. A record is UTF-8 on one line,
// not blank, of at most MaxRecord bytes. It returns the number of the first. An
// error of the disk is the error of everything after it as well: close the log
// and open it again, which keeps what is whole.
func (l *Log) Append(records ...[]byte) (first int64, err error) {
	for i, record := range records {
		if err := valid(record); err != nil {
			return 0, fmt.Errorf("record %d of %d: %w", i+1, len(records), err)
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err != nil {
		return 0, l.err
	}
	first = l.last.Size
	if len(records) == 0 {
		return first, nil
	}
	if err := l.append(records); err != nil {
		l.giveUpReserve(err)
		l.err = fmt.Errorf("record %s: it may not have what was written last: %w", l.folder, err)
		return 0, l.err
	}
	return first, nil
}

func valid(record []byte) error {
	switch {
	case len(record) == 0:
		return errors.New("it is blank")
	case len(record) > MaxRecord:
		return fmt.Errorf("it is longer than %d bytes", MaxRecord)
	case bytes.ContainsAny(record, "\n\x00"):
		return errors.New("it has a line's end or a NUL in it")
	case !utf8.Valid(record):
		return errors.New("it is not UTF-8")
	}
	return nil
}

// append writes records first and what says how many there are last, so that a
// crash in between leaves records that nobody was told of.
func (l *Log) append(records [][]byte) error {
	next := l.last.Size
	var lines []byte
	for _, record := range records {
		if err := l.hashes.add(next, tlog.RecordHash(record)); err != nil {
			return err
		}
		lines = append(append(lines, record...), '\n')
		if next++; next%segmentSize == 0 {
			if err := l.write(lines); err != nil {
				return err
			}
			if err := l.begin(next); err != nil {
				return err
			}
			lines = lines[:0]
		}
	}
	if err := l.write(lines); err != nil {
		return err
	}
	if err := l.hashes.write(); err != nil {
		return err
	}
	return l.checkpoint(next)
}

// write has lines on disk, at the end of the last segment.
func (l *Log) write(lines []byte) error {
	if len(lines) == 0 {
		return nil
	}
	if _, err := l.open.WriteAt(lines, l.size); err != nil {
		return err
	}
	l.size += int64(len(lines))
	if err := l.open.Sync(); err != nil {
		return err
	}
	return inPlace(l.open)
}

// inPlace refuses a file that is no longer at its name: what is written to it is on
// no disk that anybody reads.
func inPlace(f *os.File) error {
	written, err := f.Stat()
	if err != nil {
		return err
	}
	if there, err := os.Lstat(f.Name()); err != nil || !os.SameFile(written, there) {
		return fmt.Errorf("%s was taken away or replaced while it was written: put the record back, or begin another, and start again", f.Name())
	}
	return nil
}

// begin makes the next segment, whose name is on disk before it has records.
func (l *Log) begin(first int64) error {
	if l.open != nil {
		if err := l.open.Close(); err != nil {
			return err
		}
	}
	var err error
	l.open, err = os.OpenFile(segmentPath(l.folder, first, linesSuffix), os.O_RDWR|os.O_CREATE, private)
	l.size = 0
	if err != nil {
		return err
	}
	return files.SyncFolder(filepath.Join(l.folder, recordsFolder))
}

// checkpoint signs the log up to a size.
func (l *Log) checkpoint(size int64) error {
	root, err := tlog.TreeHash(size, &l.hashes)
	if err != nil {
		return err
	}
	next := Checkpoint{l.signer.Name(), size, root}
	signed, err := next.sign(l.signer)
	if err != nil {
		return err
	}
	if err := replace(filepath.Join(l.folder, checkpointFile), signed); err != nil {
		return err
	}
	l.last = next
	return nil
}

// replace puts content in the place of a file's: all of it or, after a crash,
// none.
func replace(path string, content []byte) error {
	f, err := os.OpenFile(path+".next", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, private)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(path+".next", path)
}

// Last is the checkpoint of all that was appended.
func (l *Log) Last() Checkpoint {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.last
}

// Known is the log as it is now, to be remembered.
func (l *Log) Known() Known {
	last := l.Last()
	return Known{l.public, last.Size, last.Root}
}

// Lacks says why the log is not the one that was known: see Known.Held.
func (l *Log) Lacks(known Known) (string, error) {
	_, lacks, err := known.Held(l.folder)
	return lacks, err
}

// Close ends writing. The log cannot be used any more.
func (l *Log) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if errors.Is(l.err, fs.ErrClosed) {
		return nil
	}
	l.err = fmt.Errorf("record %s: %w", l.folder, fs.ErrClosed)
	return l.release()
}

func (l *Log) release() error {
	var err error
	for _, f := range []*os.File{l.hashes.file, l.open} {
		if f != nil {
			err = errors.Join(err, f.Close())
		}
	}
	return errors.Join(err, l.lock.Unlock())
}
