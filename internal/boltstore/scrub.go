package boltstore

import "time"

const (
	// scrubShare is how much longer a scrub rests than it works.
	scrubShare = 9

	// scrubStep is how many bytes it reads at a stretch.
	scrubStep = 1 << 20
)

// scrub reads the whole file again and again, slowly: Open has found it sound,
// but a disk loses bits later too, and what a damaged page hides no reader sees
// missing. From then on the store answers nothing: see noted.
func (s *Store) scrub() {
	for s.rest(s.opts.ScrubInterval) {
		// The damage is remembered. An error says that the store was closed.
		_, _ = s.inspect(s.ctx, s.slowly())
	}
}

// slowly is a pause for a walk: a tenth of a core, and pages that others have
// freed are kept for as short as that allows.
func (s *Store) slowly() func(read int) {
	since, left := time.Now(), scrubStep
	return func(read int) {
		if left -= read; left > 0 {
			return
		}
		s.rest(scrubShare * time.Since(since))
		since, left = time.Now(), scrubStep
	}
}

// rest is false if the store was closed meanwhile.
func (s *Store) rest(d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-s.ctx.Done():
		return false
	}
}
