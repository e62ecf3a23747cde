// Package changelog keeps what each transaction changed, for who watches and for
// garbage collection, which goes along it.
package changelog

import (
	"encoding/binary"
	"fmt"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/remit-authz/remit/internal/boltstore/boltfile"
	"github.com/remit-authz/remit/internal/boltstore/clock"
	"github.com/remit-authz/remit/internal/boltstore/index"
)

// recordKind is the first byte of a record in the log.
type recordKind byte

const (
	metadataRecord     recordKind = 'm' // what the writer said about the transaction
	definitionRecord   recordKind = 'd' // the key of a definition that was written
	relationshipRecord recordKind = 'r' // the key of a relationship that was written
	timeRecord         recordKind = 't' // when, comes first, where the revision is ahead of the clock
)

// record is one thing that a transaction did. What exactly, stands under its key
// and revision in the index.
type record struct {
	kind recordKind
	data []byte
}

// chunkSize is about how many bytes of records go under one key of the log.
const chunkSize = 1500

// logFill is how full the pages of the log get: keys only come in at the end.
const logFill = 1.0

// Key sorts by revision, then by the order of the chunks.
func Key(rev clock.Revision, chunk uint32) []byte {
	key := binary.BigEndian.AppendUint64(nil, uint64(rev))
	return binary.BigEndian.AppendUint32(key, chunk)
}

// RevisionOf is the revision in a key of the log.
func RevisionOf(key []byte) clock.Revision { return clock.Revision(binary.BigEndian.Uint64(key)) }

// writeRecords adds a revision to the log, with one chunk at least.
func writeRecords(log boltfile.Rows, rev clock.Revision, records []record) error {
	log.Fill(logFill)
	chunk := []byte{}
	count := uint32(0)
	for _, r := range records {
		chunk = binary.AppendUvarint(chunk, uint64(1+len(r.data)))
		chunk = append(append(chunk, byte(r.kind)), r.data...)
		if len(chunk) >= chunkSize {
			if err := log.Replace(Key(rev, count), nil, chunk); err != nil {
				return err
			}
			chunk, count = []byte{}, count+1
		}
	}
	if len(chunk) > 0 || count == 0 {
		return log.Replace(Key(rev, count), nil, chunk)
	}
	return nil
}

// readRecords takes a chunk apart. The records point into it.
func readRecords(chunk []byte) ([]record, error) {
	var records []record
	for len(chunk) > 0 {
		field, rest, err := index.CutField(chunk)
		if err != nil || len(field) == 0 {
			return nil, boltfile.Damaged("a chunk of the log")
		}
		records = append(records, record{kind: recordKind(field[0]), data: field[1:]})
		chunk = rest
	}
	return records, nil
}

// writtenAt is the time of a timeRecord, if the chunk begins with one.
func writtenAt(chunk []byte) (int64, bool) {
	field, _, err := index.CutField(chunk)
	if err != nil || len(field) != 1+8 || recordKind(field[0]) != timeRecord {
		return 0, false
	}
	return int64(binary.BigEndian.Uint64(field[1:])), true
}

// EncodeMetadata is the metadata of a transaction as it is kept; nil for none.
func EncodeMetadata(metadata *structpb.Struct) ([]byte, error) {
	if len(metadata.GetFields()) == 0 {
		return nil, nil
	}
	data, err := proto.Marshal(metadata)
	if err != nil {
		return nil, fmt.Errorf("the metadata of the transaction cannot be encoded: %w", err)
	}
	return data, nil
}

func decodeMetadata(data []byte) (*structpb.Struct, error) {
	metadata := &structpb.Struct{}
	return metadata, proto.Unmarshal(data, metadata)
}

// Transaction is what a transaction has to say of itself.
type Transaction struct {
	Now           time.Time
	Metadata      []byte   // encoded; nil for nothing
	Definitions   []string // their keys, sorted
	Relationships []string // their keys, sorted
}

// Write notes what the transaction of a revision has changed.
func Write(log boltfile.Rows, rev clock.Revision, w Transaction) error {
	var records []record
	if now := w.Now.UnixNano(); int64(rev) > now {
		records = append(records, record{kind: timeRecord, data: binary.BigEndian.AppendUint64(nil, uint64(now))})
	}
	if w.Metadata != nil {
		records = append(records, record{kind: metadataRecord, data: w.Metadata})
	}
	for _, key := range w.Definitions {
		records = append(records, record{kind: definitionRecord, data: []byte(key)})
	}
	for _, key := range w.Relationships {
		records = append(records, record{kind: relationshipRecord, data: []byte(key)})
	}
	return writeRecords(log, rev, records)
}
