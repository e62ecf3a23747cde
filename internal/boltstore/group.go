package boltstore

import (
	"fmt"

	bolt "go.etcd.io/bbolt"

	"github.com/remit-authz/remit/internal/boltstore/boltfile"
	"github.com/remit-authz/remit/internal/boltstore/clock"
)

// group is transactions that ran one after the other and go into the file by one commit:
// group commit. Those that wait for the turn when one has finished are the next in it.
// Whoever has the turn has the group too, until it is sealed.
type group struct {
	tx      *bolt.Tx
	members []*transaction // that have finished, in their order
	sealed  chan struct{}  // closed when they are kept, or are not
	err     error          // of all of them, from then on
}

// openGroup is the group that is open, or a new one. The caller has the turn.
func (s *Store) openGroup() (*group, error) {
	if s.group != nil {
		return s.group, nil
	}
	tx, err := s.db.Begin(true)
	if err != nil {
		return nil, boltfile.ClosedError(err)
	}
	s.group = &group{tx: tx, sealed: make(chan struct{})}
	return s.group, nil
}

// enter makes a transaction that has finished one of its group, ends its turn, and returns
// when it is kept, or with the error that it is not. The group is sealed when the turn
// comes back to one of its members: everybody who waited for it before has then joined.
func (s *Store) enter(g *group, t *transaction) error {
	g.members = append(g.members, t)
	if len(t.definitions) > 0 {
		_ = s.seal() // others read definitions by what is known to be in the file
	}
	s.endTurn()
	select {
	case <-g.sealed:
	case s.turn <- struct{}{}: // whatever else has ended
		if s.group == g {
			_ = s.seal()
		}
		s.endTurn()
	}
	<-g.sealed
	return g.err
}

// leaveGroup keeps what others have in the group, so that this transaction is the only
// one in the pages.
func (t *transaction) leaveGroup() error {
	if len(t.group.members) == 0 {
		return nil
	}
	if err := t.store.seal(); err != nil {
		return err // it has read what is lost
	}
	g, err := t.store.openGroup()
	if err != nil {
		return err
	}
	t.group, t.tx = g, g.tx
	t.changes.On(t.tx)
	return nil
}

// dropEmpty ends a group in which nothing has finished.
func (s *Store) dropEmpty(g *group) {
	if s.group == g && len(g.members) == 0 {
		s.group = nil
		s.giveUp(g.tx)
	}
}

// spoil ends a group in whose pages half of a transaction may be.
func (s *Store) spoil(g *group, cause error) {
	if s.group != g || len(g.members) == 0 {
		return
	}
	s.group = nil
	s.giveUp(g.tx)
	for range g.members {
		s.clock.Abort()
	}
	g.err = boltfile.WriteError{Path: s.path, Err: cause}
	close(g.sealed)
}

// seal keeps the group that is open, if there is one, and tells its members. The caller
// has the turn.
func (s *Store) seal() error {
	g := s.group
	if g == nil {
		return nil
	}
	s.group = nil
	g.err = s.keep(g)
	close(g.sealed)
	return g.err
}

func (s *Store) keep(g *group) error {
	if err := s.noted(boltfile.Guard(g.tx.Commit)); err != nil {
		return s.failed(g, err)
	}
	s.kept(g)
	// What went into a file that has no name any more is lost.
	return s.attached()
}

// kept tells readers what is in the file now.
func (s *Store) kept(g *group) {
	var effects []clock.Effect
	for _, t := range g.members {
		s.catalog.Add(t.definitions)
		effects = append(effects, t.effect)
	}
	s.clock.Commit(effects...)
}

// failed brings the clock in line with the file after a commit that failed. When
// only the last sync did, the transactions are in the file all the same.
func (s *Store) failed(g *group, cause error) error {
	s.giveUp(g.tx) // when it panicked, bbolt has not done so
	var held boltfile.State
	err := s.view(func(tx *bolt.Tx) (err error) {
		held, err = boltfile.ReadState(tx)
		return err
	})
	if err == nil && held.Head == g.members[len(g.members)-1].revision {
		s.kept(g)
		return fmt.Errorf("store %s: the write may be lost if the machine stops now: read before you write it again: %w", s.path, cause)
	}
	for range g.members {
		s.clock.Abort()
	}
	return boltfile.WriteError{Path: s.path, Err: cause}
}
