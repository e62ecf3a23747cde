package boltstore

// change is what a transaction does to one relationship.
type change struct {
	before  payload // as it was when the transaction began; nil if it was not there
	now     payload // as it is to be; nil if it is not to be there
	indexed payload // as this transaction has put it into the indexes; nil if it has not
	dirty   bool    // indexed is not up to date
}

// set makes the change say something else.
func (c *change) set(now payload) { c.now, c.dirty = now, true }

// stored is the version that the transaction leaves, nil for none.
func (c *change) stored() payload {
	switch {
	case c.now != nil:
		return c.now
	case c.before != nil:
		return tombstone
	default:
		return nil // it came and went within the transaction
	}
}

// growth is how many relationships more there are.
func (c *change) growth() int64 {
	switch {
	case c.before == nil && c.now != nil:
		return 1
	case c.before != nil && c.now == nil:
		return -1
	default:
		return 0
	}
}
