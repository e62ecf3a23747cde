package boltstore

import (
	"encoding/binary"
	"math"
	"time"

	bolt "go.etcd.io/bbolt"
)

// instantSize is what the time takes in front of a key of the expirations.
const instantSize = 12

// expirationKey sorts by time, then by relationship.
func expirationKey(end time.Time, key []byte) []byte {
	return append(instant(end), key...)
}

// instant sorts as the time does, over all years that a time can have.
func instant(t time.Time) []byte {
	b := make([]byte, 0, instantSize)
	b = binary.BigEndian.AppendUint64(b, uint64(t.Unix())^(1<<63))
	return binary.BigEndian.AppendUint32(b, uint32(t.Nanosecond()))
}

// splitExpiration is the reverse of expirationKey.
func splitExpiration(k []byte) (end time.Time, key []byte) {
	seconds := int64(binary.BigEndian.Uint64(k) ^ (1 << 63))
	nanos := binary.BigEndian.Uint32(k[8:])
	return time.Unix(seconds, int64(nanos)).UTC(), k[instantSize:]
}

// clockNanos is the time as the clock counts it. What lies beyond its range is
// as far off as the range allows.
func clockNanos(t time.Time) int64 {
	switch s := t.Unix(); {
	case s >= math.MaxInt64/int64(time.Second):
		return never
	case s <= math.MinInt64/int64(time.Second):
		return math.MinInt64
	}
	return t.UnixNano()
}

// nextExpiration is the first expiration after the given time, or never.
func (s *Store) nextExpiration(after int64) (int64, error) {
	next := int64(never)
	err := s.view(func(tx *bolt.Tx) error {
		c := expirationsBucket.cursor(tx)
		k, _ := c.seek(instant(time.Unix(0, after+1)))
		if k != nil {
			end, _ := splitExpiration(k)
			next = clockNanos(end)
		}
		return c.err
	})
	return next, err
}
