package entry

import (
	"bufio"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	jsonv2 "github.com/go-json-experiment/json"

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

const (
	snapshotsFolder = "snapshots"
	snapshotSuffix  = ".jsonl.gz"
	privateFolder   = 0o700
)

// snapshotPath is where the snapshot is whose entry has a number.
func snapshotPath(folder string, number int64) string {
	return filepath.Join(folder, snapshotsFolder, fmt.Sprintf("%012d%s", number, snapshotSuffix))
}

// head is the first line of a snapshot. Each that follows is one relationship, as
// in an entry's changes.
type head struct {
	Version  int    `json:"v"`
	Revision string `json:"revision"`
	Schema   string `json:"schema"`
}

// WriteSnapshot writes the whole state at a revision beside the log in a folder,
// gzipped, in a file that is named by the number that its entry is to have. What a
// crash left under that name is of no entry, and is replaced. The digest is that of
// the file, "sha256:" and hexadecimal.
func WriteSnapshot(folder string, number int64, revision, schema string, all iter.Seq2[relation.Relationship, error]) (SnapshotFile, error) {
	path := snapshotPath(folder, number)
	if err := os.MkdirAll(filepath.Dir(path), privateFolder); err != nil {
		return SnapshotFile{}, err
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return SnapshotFile{}, err
	}
	var made SnapshotFile
	return made, files.Create(path, func(f *os.File) (err error) {
		digest := sha256.New()
		packed := gzip.NewWriter(io.MultiWriter(f, digest))
		to := bufio.NewWriterSize(packed, 1<<16)
		lines := json.NewEncoder(to)
		if err := lines.Encode(head{version, revision, schema}); err != nil {
			return err
		}
		for r, err := range all {
			if err == nil {
				err = lines.Encode(r)
			}
			if err != nil {
				return err
			}
			made.Relationships++
		}
		if err := errors.Join(to.Flush(), packed.Close()); err != nil {
			return err
		}
		made.Digest = text(digest)
		return nil
	})
}

func text(digest hash.Hash) string { return "sha256:" + hex.EncodeToString(digest.Sum(nil)) }

// Snapshots are the numbers of the entries whose snapshots a folder has, in order;
// a crash may have left one whose entry was never written.
func Snapshots(folder string) ([]int64, error) {
	found, err := os.ReadDir(filepath.Join(folder, snapshotsFolder))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var numbers []int64
	for _, f := range found {
		number, isSnapshot := strings.CutSuffix(f.Name(), snapshotSuffix)
		if n, err := strconv.ParseInt(number, 10, 64); isSnapshot && err == nil {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	return numbers, err
}

// readSnapshot reads the state that an entry of kind Snapshot names. A file that is
// not the one that was recorded is an error.
func readSnapshot(folder string, e Entry) (*State, error) {
	var s *State
	err := scanSnapshot(folder, e, always, func(first head) { s = newState(first, e.Snapshot.Relationships) }, func(r relation.Relationship) { s.find(r) })
	if err != nil {
		return nil, err
	}
	s.Time = e.Time
	return s, nil
}

// scanSnapshot goes through the snapshot that an entry names, and gives its first line and
// then the relationships whose lines are wanted. Nothing of it counts where it ends with
// an error, as it does for a file that is not the one that was recorded.
func scanSnapshot(folder string, e Entry, wanted func(line []byte) bool, begin func(head), each func(relation.Relationship)) error {
	path := snapshotPath(folder, e.Number)
	f, err := files.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // it was read
	relationships := 0
	revision, digest, err := parseSnapshot(f, wanted, begin, func(r relation.Relationship) {
		if relationships++; r != (relation.Relationship{}) {
			each(r)
		}
	})
	switch {
	case err != nil:
		return fmt.Errorf("%s: %w", path, err)
	case digest != e.Snapshot.Digest, revision != e.Revision, relationships != e.Snapshot.Relationships:
		return notRecorded(folder, e)
	}
	return nil
}

func notRecorded(folder string, e Entry) error {
	return fmt.Errorf("%s is not the snapshot that entry %d recorded: put it back from a copy", snapshotPath(folder, e.Number), e.Number)
}

// parseSnapshot gives a zero relationship for a line that is not wanted.
func parseSnapshot(f io.Reader, wanted func(line []byte) bool, begin func(head), each func(relation.Relationship)) (revision, of string, err error) {
	digest := sha256.New()
	packed, err := gzip.NewReader(bufio.NewReaderSize(io.TeeReader(f, digest), 1<<16))
	if err != nil {
		return "", "", err
	}
	lines := bufio.NewReaderSize(packed, 1<<16)
	line, err := lines.ReadBytes('\n')
	if err != nil {
		return "", "", err
	}
	var first head
	if err := jsonv2.Unmarshal(line, &first); err != nil {
		return "", "", err
	}
	if first.Version != version {
		return "", "", fmt.Errorf("it is of the format's version %d, and this program reads %d", first.Version, version)
	}
	begin(first)
	parse := func(line []byte) (relation.Relationship, error) {
		if !wanted(line) {
			return relation.Relationship{}, nil
		}
		return parseRelationship(line)
	}
	for r, err := range inOrder(linesOf(lines), parse) {
		if err != nil {
			return "", "", err
		}
		each(r)
	}
	return first.Revision, text(digest), nil
}

func parseRelationship(line []byte) (relation.Relationship, error) {
	if r, plain := parsePlain(string(line)); plain {
		return r, nil
	}
	var r relation.Relationship
	err := jsonv2.Unmarshal(line, &r)
	return r, err
}

// parsePlain reads a line as nearly all are, without terms and with nothing escaped, in a
// tenth of the time; false for any other.
func parsePlain(line string) (relation.Relationship, bool) {
	rest, begins := strings.CutPrefix(line, `{"resource":"`)
	resource, rest, related := strings.Cut(rest, `","relation":"`)
	name, rest, hasSubject := strings.Cut(rest, `","subject":"`)
	subject, ends := strings.CutSuffix(rest, "\"}\n")
	if !begins || !related || !hasSubject || !ends || strings.Contains(line, `\`) || strings.Contains(subject, `"`) {
		return relation.Relationship{}, false
	}
	r := relation.Relationship{Relation: schema.Relation(name)}
	var err error
	if r.Resource, err = relation.ParseObject(resource); err != nil {
		return relation.Relationship{}, false
	}
	r.Subject, err = relation.ParseObject(subject)
	return r, err == nil
}

// linesOf are the lines that are left, the last of which may lack its end.
func linesOf(r *bufio.Reader) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for {
			line, err := r.ReadBytes('\n')
			if len(line) > 0 && !yield(line, nil) || errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(nil, err)
				return
			}
		}
	}
}
