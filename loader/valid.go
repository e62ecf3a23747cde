package loader

import (
	"errors"
	"slices"
	"time"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader/source"
)

// validate says why no source asks for exactly this state, or nil. It is the
// one rule for what a plan may lead to, and has no rules of its own: the records
// that the state would come from are checked as strictly as any others, and must
// ask for the same state again.
func (d Desired) validate() error {
	src, err := source.Options{AllowInvisible: true, Tersely: true}.Check(d.records()) // some source may
	if refused := new(source.Error); errors.As(err, &refused) {
		return errors.New(refused.Problems[0].Message)
	}
	if err != nil {
		return err
	}
	asked := DesiredState(src, time.Time{}) // at which no invitation has ended
	if !slices.Equal(asked.Tenants, d.Tenants) {
		return phrase.Errorf("its tenants are out of order")
	}
	return firstDifference(asked.Relationships, d.Relationships)
}

// firstDifference says where sorted relationships are not those that a source
// asks for, or nil.
func firstDifference(asked, got []Relationship) error {
	for i, r := range got {
		switch {
		case i == len(asked) || r.Compare(asked[i]) < 0:
			return phrase.Errorf("%s cannot be", r)
		case r.Compare(asked[i]) > 0:
			return phrase.Errorf("%s would be missing", asked[i])
		case r.Terms != asked[i].Terms:
			return phrase.Errorf("%s would have other terms: %v in place of %v", r, r.Terms, asked[i].Terms)
		}
	}
	if len(got) < len(asked) {
		return phrase.Errorf("%s would be missing", asked[len(got)])
	}
	return nil
}
