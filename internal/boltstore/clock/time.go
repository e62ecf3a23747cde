package clock

import (
	"math"
	"time"
)

// Never is an expiration that does not come.
const Never = math.MaxInt64

// Nanos is the time as the clock counts it. What lies beyond its range is
// as far off as the range allows.
func Nanos(t time.Time) int64 {
	switch s := t.Unix(); {
	case s >= math.MaxInt64/int64(time.Second):
		return Never
	case s <= math.MinInt64/int64(time.Second):
		return math.MinInt64
	}
	return t.UnixNano()
}
