package checker_test

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/schema"
)

// seer sees every answer, and refuses all of them while it has an error.
type seer struct {
	err  error
	seen []string
}

func (s *seer) Checked(_ context.Context, q checker.Question, d checker.Decision, by checker.Source, err error) error {
	s.seen = append(s.seen, "check "+q.Resource.ID+" "+d.Outcome.String()+" "+by.String())
	return s.err
}

func (s *seer) CheckedAll(_ context.Context, as checker.Operation, questions []checker.Question, answers []checker.Answer, by checker.Source) error {
	for i, q := range questions {
		s.seen = append(s.seen, string(as)+" "+q.Resource.ID+" "+answers[i].Outcome.String()+" "+by.String())
	}
	return s.err
}

func (s *seer) Listed(_ context.Context, as checker.Operation, q checker.Question, references int, _ schema.Revision, by checker.Source, err error) error {
	if err == nil {
		s.seen = append(s.seen, string(as)+" "+string(q.Permission)+" "+string(rune('0'+references))+" "+by.String())
	}
	return s.err
}

// A witness sees each answer once, and without it there is none.
func TestWitness(t *testing.T) {
	w := newWorld(t, "tenant:a#member@user:a/anna", "tenant:a#practitioner@user:a/anna", "client:a/c-1#tenant@tenant:a", "client:a/c-1#practitioner@user:a/anna")
	s := &seer{}
	c := w.checker(checker.Options{Witness: s})
	yes, no := ask(t, "user:a/anna", schema.ClientViewDossier, "client:a/c-1"), ask(t, "user:a/anna", schema.ClientViewDossier, "client:a/c-2")
	foreign := ask(t, "user:b/anna", schema.ClientViewDossier, "client:a/c-1")
	all := func() {
		for _, q := range []checker.Question{yes, no, foreign} {
			d, err := c.Check(t.Context(), q)
			if s.err != nil {
				require.ErrorIs(t, err, s.err)
				assert.Equal(t, checker.Decision{}, d)
			}
		}
		for _, a := range c.CheckAll(t.Context(), []checker.Question{yes, no}) {
			if s.err != nil {
				require.ErrorIs(t, a.Err, s.err)
				assert.False(t, a.Allowed())
			}
		}
		list, err := c.Resources(t.Context(), yes.Subject, yes.Permission)
		page, pageErr := c.SubjectsPage(t.Context(), yes.Permission, yes.Resource, checker.Paging{})
		_, everyErr := c.Permissions(t.Context(), yes.Subject, yes.Resource)
		last := error(nil)
		for _, err := range c.SubjectsSeq(t.Context(), yes.Permission, yes.Resource) {
			last = err
		}
		for range c.SubjectsSeq(t.Context(), yes.Permission, yes.Resource) {
			break // whoever leaves is told nothing more
		}
		if s.err != nil {
			for _, err := range []error{err, pageErr, everyErr, last} {
				require.ErrorIs(t, err, s.err)
			}
			assert.Empty(t, list.Refs)
			assert.Empty(t, page.Refs)
		}
	}
	all()
	for _, want := range []string{
		"check c-1 allowed engine", "check c-2 denied engine", "check c-1 denied none", "check_all c-1 allowed engine", "check_all c-2 denied engine",
		"permissions c-1 allowed engine", "resources client#view_dossier 1 engine", "subjects_page client#view_dossier 1 engine", "subjects_seq client#view_dossier 1 engine",
	} {
		assert.Contains(t, s.seen, want)
	}
	s.err = errors.New("the record is full")
	all()
}
