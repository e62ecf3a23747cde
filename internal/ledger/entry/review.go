package entry

import (
	"slices"
	"time"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
)

// Review is what somebody found who looked back at an access.
type Review struct {
	Entry int64     `json:"entry"`
	Time  time.Time `json:"time"`
	// By is the reviewer, and Actor who was answerable for writing that down.
	By      relation.Object `json:"by"`
	Finding string          `json:"finding"`
	Note    string          `json:"note"`
	Actor   string          `json:"actor,omitempty"`
}

// unjustified is the finding after which somebody else is to look too.
const unjustified = "unjustified"

// review adds a review to its access. One of an access that the record does not tell of
// stays an entry that nothing refers to.
func (l *lives) review(e Entry, c relation.Change) {
	if a := l.reviewed[c.Resource]; a != nil {
		a.Reviews = append(a.Reviews, Review{e.Number, e.Time, c.Subject, c.Relation.Name(), e.Reason, e.Actor})
	}
}

// counted are the reviews that are of all of it: who looked before it went on, after it had
// ended, did not see that.
func (a Access) counted() []Review {
	var again int64 // the entry by which it went on
	for _, s := range a.Steps {
		if s.Does == resume || s.Does == found {
			again = s.Entry
		}
	}
	first := slices.IndexFunc(a.Reviews, func(r Review) bool { return r.Entry >= again })
	if first < 0 {
		return nil
	}
	return a.Reviews[first:]
}

// ReviewedBy says whether somebody has reviewed it.
func (a Access) ReviewedBy(o relation.Object) bool {
	return slices.ContainsFunc(a.counted(), func(r Review) bool { return r.By == o })
}

// reviewers count those who have reviewed it and are not its user, and say whether one
// of them found it unjustified.
func (a Access) reviewers() (n int, disputed bool) {
	seen := map[relation.Object]bool{a.User: true}
	for _, r := range a.counted() {
		if r.By != a.User && r.Finding == unjustified {
			disputed = true
		}
		if !seen[r.By] {
			seen[r.By] = true
			n++
		}
	}
	return n, disputed
}

// SecondDue says whether somebody found it unjustified, and nobody else has looked.
func (a Access) SecondDue() bool {
	n, disputed := a.reviewers()
	return disputed && n < 2
}

// Reviewed says whether all has been looked at that is to be: by somebody else than its
// user, and by two where one of them found it unjustified.
func (a Access) Reviewed() bool {
	n, disputed := a.reviewers()
	return n >= 2 || n == 1 && !disputed
}

// Overdue says whether it ended longer ago than reviews are to take, and is not
// reviewed.
func (a Access) Overdue(now time.Time, within time.Duration) bool {
	return !a.Reviewed() && now.Sub(a.Until) > within
}

// NotReviewable are the reasons why somebody cannot review it, of those that the record
// tells: the rest is the engine's to say.
func (a Access) NotReviewable(by relation.Object, now time.Time) (reasons []phrase.Phrase) {
	if a.Since.IsZero() {
		reasons = append(reasons, phrase.Of("it began before the record did"))
	}
	if a.Until.After(now) {
		reasons = append(reasons, phrase.Of("it runs until %s: review it when it has ended", phrase.Time(a.Until)))
	}
	if a.ReviewedBy(by) {
		reasons = append(reasons, phrase.Of("%s has reviewed it already", by))
	}
	return reasons
}
