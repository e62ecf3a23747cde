package index

import (
	"encoding/binary"
	"time"
)

// instantSize is what the time takes in front of a key of the expirations.
const instantSize = 12

// ExpirationKey sorts by time, then by relationship.
func ExpirationKey(end time.Time, key []byte) []byte {
	return append(Instant(end), key...)
}

// Instant sorts as the time does, over all years that a time can have.
func Instant(t time.Time) []byte {
	b := make([]byte, 0, instantSize)
	b = binary.BigEndian.AppendUint64(b, uint64(t.Unix())^(1<<63))
	return binary.BigEndian.AppendUint32(b, uint32(t.Nanosecond()))
}

// SplitExpiration is the reverse of ExpirationKey.
func SplitExpiration(k []byte) (end time.Time, key []byte) {
	seconds := int64(binary.BigEndian.Uint64(k) ^ (1 << 63))
	nanos := binary.BigEndian.Uint32(k[8:])
	return time.Unix(seconds, int64(nanos)).UTC(), k[instantSize:]
}
