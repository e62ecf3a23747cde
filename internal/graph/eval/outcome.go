package eval

// Outcome is the answer to one question. The zero value denies.
type Outcome int

const (
	// Denied: no, and nothing that is unknown could make it a yes.
	Denied Outcome = iota
	// Conditional: a caveat on the way lacks context, which Answer.Missing names.
	Conditional
	// Undecided: the evaluation cannot tell, and SpiceDB has to be asked: the
	// relationships run in a circle or deeper than SpiceDB goes, or a caveat
	// failed. It is never a yes.
	Undecided
	// Allowed: yes, whatever is unknown.
	Allowed
)

// String is the outcome in one word.
func (o Outcome) String() string {
	return [...]string{"denied", "conditional", "undecided", "allowed"}[o]
}

// or is the outcome of a union: Allowed decides, then what is not known
// spreads.
func (o Outcome) or(other Outcome) Outcome { return max(o, other) }

// and is the outcome of an intersection: Denied decides, then what is not
// known spreads. Undecided hides Conditional, as an error in SpiceDB does.
func (o Outcome) and(other Outcome) Outcome {
	switch {
	case o == Denied || other == Denied:
		return Denied
	case o == Undecided || other == Undecided:
		return Undecided
	}
	return min(o, other)
}

// not is the outcome of what is subtracted.
func (o Outcome) not() Outcome {
	switch o {
	case Allowed:
		return Denied
	case Denied:
		return Allowed
	}
	return o
}
