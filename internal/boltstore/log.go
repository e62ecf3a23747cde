package boltstore

import (
	"encoding/binary"
	"fmt"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/structpb"
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

// logKey sorts by revision, then by the order of the chunks.
func logKey(rev Revision, chunk uint32) []byte {
	key := binary.BigEndian.AppendUint64(nil, uint64(rev))
	return binary.BigEndian.AppendUint32(key, chunk)
}

func logRevision(key []byte) Revision { return Revision(binary.BigEndian.Uint64(key)) }

// writeRecords adds a revision to the log, with one chunk at least.
func writeRecords(log rows, rev Revision, records []record) error {
	log.bucket.FillPercent = logFill
	chunk := []byte{}
	count := uint32(0)
	for _, r := range records {
		chunk = binary.AppendUvarint(chunk, uint64(1+len(r.data)))
		chunk = append(append(chunk, byte(r.kind)), r.data...)
		if len(chunk) >= chunkSize {
			if err := log.replace(logKey(rev, count), nil, chunk); err != nil {
				return err
			}
			chunk, count = []byte{}, count+1
		}
	}
	if len(chunk) > 0 || count == 0 {
		return log.replace(logKey(rev, count), nil, chunk)
	}
	return nil
}

// readRecords takes a chunk apart. The records point into it.
func readRecords(chunk []byte) ([]record, error) {
	var records []record
	for len(chunk) > 0 {
		field, rest, err := cutField(chunk)
		if err != nil || len(field) == 0 {
			return nil, damaged("a chunk of the log")
		}
		records = append(records, record{kind: recordKind(field[0]), data: field[1:]})
		chunk = rest
	}
	return records, nil
}

// writtenAt is the time of a timeRecord, if the chunk begins with one.
func writtenAt(chunk []byte) (int64, bool) {
	field, _, err := cutField(chunk)
	if err != nil || len(field) != 1+8 || recordKind(field[0]) != timeRecord {
		return 0, false
	}
	return int64(binary.BigEndian.Uint64(field[1:])), true
}

func encodeMetadata(metadata *structpb.Struct) ([]byte, error) {
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

// written is what a transaction has to say of itself.
type written struct {
	now           time.Time
	metadata      *structpb.Struct // nil for nothing
	definitions   []string         // their keys, sorted
	relationships []string         // their keys, sorted
}

// writeLog notes what the transaction of a revision has changed.
func writeLog(log rows, rev Revision, w written) error {
	var records []record
	if now := w.now.UnixNano(); int64(rev) > now {
		records = append(records, record{kind: timeRecord, data: binary.BigEndian.AppendUint64(nil, uint64(now))})
	}
	if len(w.metadata.GetFields()) > 0 {
		data, err := encodeMetadata(w.metadata)
		if err != nil {
			return err
		}
		records = append(records, record{kind: metadataRecord, data: data})
	}
	for _, key := range w.definitions {
		records = append(records, record{kind: definitionRecord, data: []byte(key)})
	}
	for _, key := range w.relationships {
		records = append(records, record{kind: relationshipRecord, data: []byte(key)})
	}
	return writeRecords(log, rev, records)
}
