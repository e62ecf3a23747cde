package matrix

import (
	"strings"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/schema"
)

// Situation is how an object stands to a column's user.
type Situation string

// The situations. A table needs only those that make a difference.
const (
	// Anywhere is an object that the user has nothing particular to do with.
	Anywhere Situation = "anywhere"
	// Invited is an object that the user is invited to.
	Invited Situation = "invited"
	// Caseload is a client in the user's caseload.
	Caseload Situation = "caseload"
	// Emergency is a client that the user has emergency access to.
	Emergency Situation = "emergency"
	// Own is the client that the user is themselves.
	Own Situation = "own"
	// AppAdmin is an app admin's account, and the tenant when it is about who
	// becomes one.
	AppAdmin Situation = "app_admin"
)

// situations are in the order that a cell names them.
var situations = [...]Situation{Anywhere, Invited, Caseload, Emergency, Own, AppAdmin}

func (s Situation) label() schema.Label {
	switch s {
	case Invited:
		return schema.Label{"invited", "uitgenodigd", "invité"}
	case Caseload:
		return schema.Label{"caseload", "caseload", "file active"}
	case Emergency:
		return schema.Label{"emergency", "nood", "urgence"}
	case Own:
		return schema.Label{"own", "eigen", "propre"}
	case AppAdmin:
		return schema.Label{"not app admin", "geen app-beheerder", "sauf admin. appli."}
	}
	return schema.Label{"all", "alle", "tous"}
}

// Cell says where a role's user may do an action. The zero value is nowhere.
type Cell struct {
	// In are the situations in which every permission was allowed, in the
	// order of the constants but without AppAdmin. Anywhere includes the rest.
	In []Situation
	// Among says that the action is done to one of many clients, so that
	// Anywhere is to be read as "to all of them".
	Among bool
	// NotAppAdmin says that an app admin is out of the action's reach.
	NotAppAdmin bool
}

// Text is the cell in one language: "✓" anywhere, "—" nowhere, or a short word
// for each situation that it holds in.
func (c Cell) Text(language schema.Language) string {
	if len(c.In) == 0 {
		return "—"
	}
	if c.In[0] != Anywhere {
		var words []string
		for _, s := range c.In {
			words = append(words, s.label().In(language))
		}
		return strings.Join(words, ", ")
	}
	text := "✓"
	if c.Among {
		text += " " + Anywhere.label().In(language)
	}
	if c.NotAppAdmin {
		text += " " + AppAdmin.label().In(language)
	}
	return text
}

func (c Column) cell(action schema.Action, allowed map[checker.Question]bool) Cell {
	cell := Cell{Among: action.Permissions[0].Type() == schema.TypeClient}
	for _, s := range situations {
		asked := c.questions(action, s)
		switch {
		case len(asked) == 0:
		case s == AppAdmin:
			cell.NotAppAdmin = !allAllowed(asked, allowed)
		case allAllowed(asked, allowed):
			cell.In = append(cell.In, s)
		}
	}
	return cell
}

// questions are what an action asks in one situation; none where the situation
// has no object for one of the permissions, since then it makes no difference.
func (c Column) questions(action schema.Action, s Situation) []checker.Question {
	permissions := action.Permissions
	if s == AppAdmin {
		permissions = action.OnAppAdmin
	}
	var asked []checker.Question
	for _, p := range permissions {
		object, ok := c.object(s, p.Type())
		if !ok {
			return nil
		}
		asked = append(asked, checker.Question{Subject: c.User, Permission: p, Resource: object})
	}
	return asked
}

func (c Column) object(s Situation, t schema.Type) (schema.Ref, bool) {
	for _, r := range c.Objects[s] {
		if r.Type == t {
			return r, true
		}
	}
	return schema.Ref{}, false
}

func allAllowed(asked []checker.Question, allowed map[checker.Question]bool) bool {
	for _, q := range asked {
		if !allowed[q] {
			return false
		}
	}
	return true
}
