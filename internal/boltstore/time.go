package boltstore

import (
	"math"
	"time"
)

// never is an expiration that does not come.
const never = math.MaxInt64

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
