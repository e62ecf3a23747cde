// Package startup leaves the garbage collector of a program out until the heap is
// worth it. SpiceDB's packages allocate some eight megabytes before main, and an
// engine some thirty more before it answers, nearly all for good: Go's own pace
// goes through them five times, which is a third of what a `remit check` costs.
//
// A program imports it for that alone; Go starts packages with few imports early.
package startup

import (
	"os"
	"runtime"
	"runtime/debug"
)

// unhurriedPercent puts the first collection at 64 MB, Go's own being at 4 MB for
// 100 percent.
const unhurriedPercent = 1600

var _ = delay()

// delay ends with the first collection: from then on a heap grows as it always does.
// Whoever sets GOGC has that from the start.
func delay() struct{} {
	if os.Getenv("GOGC") == "" {
		usual := debug.SetGCPercent(unhurriedPercent)
		runtime.AddCleanup(new(first), func(percent int) { debug.SetGCPercent(percent) }, usual)
	}
	return struct{}{}
}

// first is what the first collection finds unreachable. It is not so small that Go
// would put it beside what is reachable.
type first [4]uint64
