package ledger

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

const (
	recordsFolder = "records"
	// segmentSize is the number of records in a file.
	segmentSize = 1 << 16
	// MaxRecord is how many bytes a record has at most.
	MaxRecord = 4 << 20

	linesSuffix  = ".jsonl"
	hashesSuffix = ".hashes"
)

// segment is one file of records, or of the hashes of those that were pruned.
type segment struct {
	path   string
	first  int64 // the number of its first record
	pruned bool
}

func segmentPath(folder string, first int64, suffix string) string {
	return filepath.Join(folder, recordsFolder, fmt.Sprintf("%012d%s", first, suffix))
}

// segments are those in a folder, in order. Where a crash left a pruned one and
// its records, the records count: they are pruned again.
func segments(folder string) ([]segment, error) {
	entries, err := os.ReadDir(filepath.Join(folder, recordsFolder))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var found []segment
	for _, entry := range entries { // sorted by name: .hashes before .jsonl
		suffix := filepath.Ext(entry.Name())
		first, err := strconv.ParseInt(strings.TrimSuffix(entry.Name(), suffix), 10, 64)
		if err != nil || first%segmentSize != 0 || (suffix != linesSuffix && suffix != hashesSuffix) {
			continue // nothing that this package made
		}
		s := segment{segmentPath(folder, first, suffix), first, suffix == hashesSuffix}
		if n := len(found); n > 0 && found[n-1].first == first {
			found[n-1] = s
			continue
		}
		found = append(found, s)
	}
	return found, contiguous(folder, found)
}

func contiguous(folder string, all []segment) error {
	for i, s := range all {
		if want := int64(i) * segmentSize; s.first != want {
			return fmt.Errorf("%s is missing, and what follows it is there: put it back from a copy", segmentPath(folder, want, linesSuffix))
		}
	}
	return nil
}

// each gives the hash of every record of a segment, and its bytes where it was
// not pruned; they are only lent. It returns how many bytes the records take.
func (s segment) each(do func(number int64, leaf tlog.Hash, record []byte) error) (size int64, err error) {
	if s.pruned {
		return 0, s.eachHash(do)
	}
	return s.lines(func(number int64, record []byte) error { return do(number, tlog.RecordHash(record), record) })
}

// contents is each without the hashes, which take longer than reading.
func (s segment) contents(do func(number int64, record []byte) error) error {
	if s.pruned {
		return s.eachHash(func(number int64, _ tlog.Hash, _ []byte) error { return do(number, nil) })
	}
	_, err := s.lines(do)
	return err
}

// lines are the records of a segment that was not pruned. A last line without an end is
// given no more: its record was never acknowledged.
func (s segment) lines(do func(number int64, record []byte) error) (size int64, err error) {
	f, err := os.Open(s.path)
	if err != nil {
		return 0, err
	}
	defer func() { _ = f.Close() }() // it was read
	r := bufio.NewReaderSize(f, 1<<16)
	for number := s.first; ; number++ {
		line, err := readLine(r)
		if errors.Is(err, io.EOF) {
			return size, nil
		}
		if err != nil {
			return size, fmt.Errorf("%s: record %d: %w", s.path, number, err)
		}
		if err := do(number, line[:len(line)-1]); err != nil {
			return size, err
		}
		size += int64(len(line))
	}
}

func (s segment) eachHash(do func(int64, tlog.Hash, []byte) error) error {
	f, err := os.Open(s.path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // it was read
	content, err := io.ReadAll(io.LimitReader(f, segmentSize*tlog.HashSize+1))
	if err != nil {
		return err
	}
	if len(content) != segmentSize*tlog.HashSize {
		return fmt.Errorf("%s does not have %d hashes: put it back from a copy", s.path, segmentSize)
	}
	number := s.first
	for hash := range slices.Chunk(content, tlog.HashSize) {
		if err := do(number, tlog.Hash(hash), nil); err != nil {
			return err
		}
		number++
	}
	return nil
}

// readLine reads a whole line with its end; io.EOF where there is none any more.
func readLine(r *bufio.Reader) ([]byte, error) {
	line, err := r.ReadSlice('\n')
	if !errors.Is(err, bufio.ErrBufferFull) {
		return line, err
	}
	long := bytes.Clone(line)
	for errors.Is(err, bufio.ErrBufferFull) {
		if len(long) > MaxRecord {
			return nil, fmt.Errorf("it is longer than %d bytes", MaxRecord)
		}
		line, err = r.ReadSlice('\n')
		long = append(long, line...)
	}
	return long, err
}
