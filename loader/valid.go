package loader

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// validate says why no source asks for exactly this world, or nil. It is the
// one rule for what a plan may lead to, and has no rules of its own: the folder
// that the world would come from is read as strictly as any other, and must ask
// for the same world again.
func (w World) validate() error {
	r := newReader(w.folder())
	r.options.AllowInvisible = true // some source may
	r.read()
	if problems, _ := r.problems(); len(problems) > 0 {
		return errors.New(problems[0].Message)
	}
	asked := Want(r.source, time.Time{}) // at which no invitation has ended
	if !slices.Equal(asked.Tenants, w.Tenants) {
		return errors.New("its tenants are out of order")
	}
	differences := ownedChanges(asked.Relationships, w.Relationships)
	switch {
	case len(differences) == 0 && len(asked.Relationships) != len(w.Relationships):
		return fmt.Errorf("it would hold %d relationships where a source asks for %d", len(w.Relationships), len(asked.Relationships))
	case len(differences) == 0:
		return nil
	case differences[0].Action == Add:
		return fmt.Errorf("%s would be missing", differences[0])
	case differences[0].Action == Alter:
		return fmt.Errorf("%s would have other terms than %v", differences[0], differences[0].Terms)
	}
	return fmt.Errorf("%s cannot be", differences[0])
}
