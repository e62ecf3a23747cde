package loader

// Step is how far a Sync is with what takes most of its time.
type Step struct {
	// Doing is what it is at: "reading", "writing", "reading back".
	Doing string
	// Done and Total count relationships; Total is 0 where it is not known before.
	Done, Total int
}

// steps tell how far one thing is; nil tells nobody.
type steps struct {
	tell func(Step)
	step Step
}

func (s Sync) steps(doing string, total int) *steps {
	if s.Progress == nil {
		return nil
	}
	of := &steps{s.Progress, Step{Doing: doing, Total: total}}
	of.add(0) // from here on the time counts
	return of
}

// add says that some more are done.
func (s *steps) add(n int) {
	if s == nil {
		return
	}
	s.step.Done += n
	s.tell(s.step)
}
