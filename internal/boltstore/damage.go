package boltstore

import (
	"errors"
	"fmt"
)

// noted remembers damage: where one row is wrong, others may be missing, so that
// from then on nothing is answered.
func (s *Store) noted(err error) error {
	if errors.Is(err, ErrDamaged) {
		err = fmt.Errorf("store %s: %w", s.path, err)
		s.damage.CompareAndSwap(nil, &err)
	}
	return err
}

// usable says why nothing can be read or written any more.
func (s *Store) usable() error {
	if s.isClosed() {
		return ErrClosed
	}
	if damage := s.damage.Load(); damage != nil {
		return *damage
	}
	return nil
}
