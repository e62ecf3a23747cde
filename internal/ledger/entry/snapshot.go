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

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/relation"
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

// Digest is that of a text, as entries have it.
func Digest(of string) string {
	digest := sha256.New()
	digest.Write([]byte(of))
	return text(digest)
}

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
	path := snapshotPath(folder, e.Number)
	f, err := files.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was read
	s, digest, err := parseSnapshot(f)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: %w", path, err)
	case digest != e.Snapshot.Digest, s.Revision != e.Revision, len(s.Relationships) != e.Snapshot.Relationships:
		return nil, fmt.Errorf("%s is not the snapshot that entry %d recorded: put it back from a copy", path, e.Number)
	}
	s.Time = e.Time
	return s, nil
}

func parseSnapshot(f io.Reader) (*State, string, error) {
	digest := sha256.New()
	packed, err := gzip.NewReader(bufio.NewReaderSize(io.TeeReader(f, digest), 1<<16))
	if err != nil {
		return nil, "", err
	}
	lines := json.NewDecoder(packed)
	var first head
	if err := lines.Decode(&first); err != nil {
		return nil, "", err
	}
	if first.Version != version {
		return nil, "", fmt.Errorf("it is of the format's version %d, and this program reads %d", first.Version, version)
	}
	s := &State{Revision: first.Revision, Schema: first.Schema, Relationships: map[relation.Relationship]relation.Terms{}}
	for {
		var r relation.Relationship
		switch err := lines.Decode(&r); {
		case errors.Is(err, io.EOF):
			return s, text(digest), nil
		case err != nil:
			return nil, "", err
		}
		s.Relationships[r.Key()] = r.Terms
	}
}
