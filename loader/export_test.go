package loader

// InWritesOf makes each write as small as a test needs it.
func (o ApplyOptions) InWritesOf(changes int) ApplyOptions {
	o.batch = changes
	return o
}

// ToWire is how a test writes a relationship past the loader.
var ToWire = Relationship.toWire

// Owned is the loader's own part of a state.
func (s State) Owned() []Relationship {
	var found []Relationship
	for _, r := range s.Relationships {
		if r.owned() {
			found = append(found, r)
		}
	}
	return found
}

// Resealed is a plan with the digest of what it now says, as a forger would.
func (p Plan) Resealed() Plan {
	p.Digest = p.digest()
	return p
}
