package explain

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// name is what somebody or something is called in a sentence: without its type
// and tenant, where there are tenants, and one knows them.
func name(m schema.Model, r schema.Ref) string {
	switch {
	case r == schema.Ref{Type: r.Type}:
		return schema.Shown(string(r.Type) + ":*")
	case !m.HasTenants():
		return r.String()
	case r.Type == schema.TypeTenant:
		return r.Tenant.String()
	}
	return schema.Shown(r.ID)
}

// roleLabel is what a role is called that somebody has on an object.
func roleLabel(m schema.Model, on schema.Type, role schema.Role) schema.Label {
	if label := m.RelationFacts(schema.Relation(string(on) + "#" + string(role))).Label; label != (schema.Label{}) {
		return label
	}
	return role.Label()
}

func moment(t time.Time) string { return phrase.Time(t) }

// Sentence says that the relationship exists, in the words of the field.
func (s Step) Sentence(l schema.Language) string {
	text := s.say(s.Model.Sentence(s.Relation).Is.In(l), l)
	if s.Until == nil {
		return text
	}
	return text + " " + fmt.Sprintf(schema.Label{"until %s", "tot %s", "jusqu'au %s"}.In(l), moment(*s.Until))
}

// say fills in a sentence of the relation: who, what, what it belongs to, and
// the role.
func (s Step) say(sentence string, l schema.Language) string {
	who := name(s.Model, s.user())
	if owner := s.Model.HasTenants() && s.Subject.Type == schema.TypeAccount; s.SubjectRelation != "" && !owner {
		who += "#" + schema.Shown(s.SubjectRelation)
	}
	said := []string{
		"{who}", who, "{what}", name(s.Model, s.Resource), "{parent}", name(s.Model, s.Subject),
		"{role}", roleLabel(s.Model, s.Resource.Type, schema.Role(s.Relation.Name())).In(l),
	}
	if l == schema.French {
		said = append(elided(said), said...)
	}
	return strings.NewReplacer(said...).Replace(sentence)
}

// elided are the replacements behind "de" and "que" of names that begin with a vowel: "le
// compte d'anna". An h or a y may be one that is heard, and is left as it is.
func elided(said []string) (all []string) {
	for i := 0; i < len(said); i += 2 {
		if first, _ := utf8.DecodeRuneInString(said[i+1]); strings.ContainsRune("aeiouàâäéèêëîïôöùûüœ", unicode.ToLower(first)) {
			all = append(all, "de "+said[i], "d'"+said[i+1], "que "+said[i], "qu'"+said[i+1])
		}
	}
	return all
}

// parent says whether the step leads from an object to what it is part of.
func (s Step) parent() bool { return s.Model.RelationFacts(s.Relation).Effect == schema.Places }

// Sentence says what would have to be done.
func (c Change) Sentence(l schema.Language) string {
	done := c.Step.Sentence(l)
	if c.Gone {
		done = c.say(c.Model.Sentence(c.Relation).Loses.In(l), l)
	}
	return fmt.Sprintf(schema.Label{"it takes: %s", "nodig: %s", "il faudrait : %s"}.In(l), done)
}

// Sentence says what stands in the way.
func (o Obstacle) Sentence(l schema.Language) string {
	return strings.NewReplacer(
		"{who}", name(o.Model, o.Who), "{what}", name(o.Model, o.What), "{role}", roleLabel(o.Model, o.What.Type, o.Role).In(l), "{at}", moment(o.At),
	).Replace(o.form().In(l))
}

func (o Obstacle) form() schema.Label {
	switch o.Kind {
	case OtherTenant:
		return schema.Label{"{who} is a user of another tenant", "{who} is gebruiker van een ander platform", "{who} est l'utilisateur d'un autre système"}
	case NoSuchResource:
		return schema.Label{"{what} does not exist", "{what} bestaat niet", "{what} n'existe pas"}
	case NoSuchUser:
		return schema.Label{"{who} has no account", "{who} heeft geen account", "{who} n'a pas de compte"}
	case Inactive:
		return schema.Label{"{who}'s account is not active", "het account van {who} is niet actief", "le compte de {who} n'est pas actif"}
	case Barred:
		return schema.Label{"{who} is barred from {what}", "{who} is uitgesloten van {what}", "{who} est écarté de {what}"}
	case RoleMissing:
		if o.Role.IsGroup() {
			return schema.Label{"{who} is not in the group {role}", "{who} zit niet in de groep {role}", "{who} n'est pas dans le groupe {role}"}
		}
		return schema.Label{"{who} does not have the system role {role}", "{who} heeft de systeemrol {role} niet", "{who} n'a pas le rôle système {role}"}
	case NotLinked:
		return schema.Label{"{who} is not linked to {what} as {role}", "{who} is niet gekoppeld aan {what} als {role}", "{who} n'est pas lié à {what} comme {role}"}
	case WrongLink:
		return schema.Label{"{who} is linked to {what} as {role}, which does not give this", "{who} is gekoppeld aan {what} als {role}, en dat geeft dit niet", "{who} est lié à {what} comme {role}, ce qui ne donne pas ce droit"}
	case Ended:
		return schema.Label{"{who}'s access to {what} ended at {at}", "de toegang van {who} tot {what} eindigde op {at}", "l'accès de {who} à {what} a pris fin le {at}"}
	case StoresQuestion:
		return schema.Label{"{who}'s access to {what} was written with a time of its own to be asked at, and never holds: take it away", "de toegang van {who} tot {what} is geschreven met een eigen tijdstip van de vraag en geldt nooit: haal deze weg", "l'accès de {who} à {what} a été écrit avec son propre moment de la question et ne vaut jamais : retirez-le"}
	case ProcedureOff:
		return schema.Label{"the emergency procedure of {what} is switched off", "de noodprocedure van {what} staat uit", "la procédure d'urgence du système {what} est désactivée"}
	case ProtectedAccount:
		return schema.Label{"the account of {what} is protected: it is an app admin's or a client's own", "het account van {what} is beschermd: het is van een app-beheerder of van een cliënt zelf", "le compte de {what} est protégé : c'est celui d'un administrateur de l'application ou d'un client"}
	case OwnAccount:
		return schema.Label{"it is {who}'s own account: nobody changes their own roles", "het is het eigen account van {who}: niemand wijzigt zijn eigen rollen", "c'est le compte de {who} : personne ne change ses propres rôles"}
	case NothingGives:
		return schema.Label{"nothing that may be granted gives {who} this on {what}", "niets dat gegeven mag worden geeft {who} dit op {what}", "rien de ce qui peut être accordé ne donne cela à {who} sur {what}"}
	}
	return schema.Label{string(o.Kind), string(o.Kind), string(o.Kind)}
}
