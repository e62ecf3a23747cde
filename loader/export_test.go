package loader

// InWritesOf makes each write as small as a test needs it.
func (o ApplyOptions) InWritesOf(changes int) ApplyOptions {
	o.batch = changes
	return o
}

// ToWire is how a test writes a relationship past the loader.
var ToWire = Relationship.Message

// Owned is the loader's own part of a state.
func (s State) Owned() []Relationship { return owned(s.Relationships) }

// Resealed is a plan with the digest of what it now says, as a forger would.
func (p Plan) Resealed() Plan {
	p.Digest = p.digest()
	return p
}

// Recomputed is what Apply makes of a plan.
func Recomputed(p Plan, have State) (Plan, error) {
	made, err := p.recomputed(have)
	if err != nil {
		return Plan{}, err
	}
	return made, made.valid(have)
}

// Valid is the one rule for what a plan may lead to.
var Valid = World.validate

// Compare is the order of relationships.
var Compare = Relationship.Compare
