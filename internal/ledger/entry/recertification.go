package entry

import (
	"strings"
	"time"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// Recertification is the kind of what was done in a campaign in which people say of
// grants whether they are to stay.
const Recertification Kind = "recertification"

// The steps of a campaign.
const (
	CampaignOpened   = "open"
	CampaignDecided  = "decide"
	CampaignReminded = "remind"
	CampaignClosed   = "close"
)

// CampaignStep is something that was done in a campaign. One with many grants has parts.
type CampaignStep struct {
	Does string `json:"does"`
	// Campaign is the number of the entry that opened it, or of the first of several.
	Campaign int64 `json:"campaign"`
	// Scope, Due, At and All are of the opening: what it is about, until when all is to be
	// decided, the revision at which the grants were found, and how many there are.
	Scope []string  `json:"scope,omitempty"`
	Due   time.Time `json:"due,omitzero"`
	At    string    `json:"at,omitempty"`
	All   int       `json:"all,omitempty"`
	// Grants are some of those of the opening.
	Grants    []Grant         `json:"grants,omitempty"`
	Decisions []GrantDecision `json:"decisions,omitempty"`
	Reminded  []Reminder      `json:"reminded,omitempty"`
	// Evidence and Plan are the digests of what the closing wrote; no plan for nothing to
	// take away.
	Evidence string `json:"evidence,omitempty"`
	Plan     string `json:"plan,omitempty"`
}

// Grant is one role that somebody has, as it was when a campaign was opened.
type Grant struct {
	// Number is its own in the campaign, from 1.
	Number int `json:"grant"`
	relation.Relationship
	// User is whom it is given to: by their account, too.
	User relation.Object `json:"user"`
	// Writer is who wrote it: source, application, or other for an institution's own types.
	Writer string `json:"writer"`
	// Path are the relationships by which it gives something, itself among them; none for
	// one that gave nothing then.
	Path []string `json:"path,omitempty"`
	// Used is when it was last used, as far as decisions are recorded; zero where nobody
	// knows, which does not say that it never was.
	Used time.Time `json:"used,omitzero"`
	// Reviewer is who is to decide: somebody who may end it, and As says by what, "holder"
	// of the permission or "administrator" of the tenant. Nobody where nobody else could.
	Reviewer relation.Object `json:"reviewer,omitzero"`
	As       string          `json:"as,omitempty"`
}

// GrantDecision is what somebody decided about a grant. Of several the last counts.
type GrantDecision struct {
	Grant    int             `json:"grant"`
	Decision string          `json:"decision"`
	By       relation.Object `json:"by"`
	// To is who is to decide in place of the reviewer, of one that is delegated.
	To     relation.Object `json:"to,omitzero"`
	Reason string          `json:"reason"`
	As     string          `json:"as,omitempty"`
}

// Reminder is a reviewer with how many grants they have not decided about.
type Reminder struct {
	Reviewer relation.Object `json:"reviewer"`
	Open     int             `json:"open"`
}

// text says a step in one line.
func (s CampaignStep) text(in phrase.Printer) string {
	switch s.Does {
	case CampaignOpened:
		return in.Say("review %d of %s: %s, due %s", s.Campaign, schema.Shown(strings.Join(s.Scope, " ")), phrase.Of("%d {grant|grants}", s.All), phrase.Time(s.Due))
	case CampaignDecided:
		return in.Say("review %d: %s", s.Campaign, phrase.Of("%d {decision|decisions}", len(s.Decisions)))
	case CampaignReminded:
		return in.Say("review %d: %s", s.Campaign, phrase.Of("%d {reviewer|reviewers} reminded", len(s.Reminded)))
	}
	return in.Say("review %d is closed: evidence %s", s.Campaign, s.Evidence)
}
