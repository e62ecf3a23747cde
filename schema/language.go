package schema

import (
	"fmt"
	"strings"
)

// Language is one that labels are kept in. The zero value is English.
type Language int

// The languages.
const (
	English Language = iota
	Dutch
	French
)

// ParseLanguage reads "en", "nl" or "fr".
func ParseLanguage(s string) (Language, error) {
	switch s {
	case "en":
		return English, nil
	case "nl":
		return Dutch, nil
	case "fr":
		return French, nil
	}
	return 0, fmt.Errorf("language %s is not known: choose en, nl or fr", Quote(s))
}

// String is the language's code: "en", "nl" or "fr".
func (l Language) String() string {
	return Label{"en", "nl", "fr"}.In(l)
}

// Label is one text in every language, in the order of the constants. A long
// word may hold soft hyphens, where it can be broken.
type Label [3]string

// SoftHyphen marks where a long word of a label can be broken.
const SoftHyphen = "\u00ad"

// In is the text in one language, without soft hyphens.
func (l Label) In(language Language) string {
	return strings.ReplaceAll(l.Breakable(language), SoftHyphen, "")
}

// Breakable is the text in one language, with its soft hyphens.
func (l Label) Breakable(language Language) string {
	if language < 0 || int(language) >= len(l) {
		return l[English]
	}
	return l[language]
}

// Label is the role as the field's own people call it.
func (r Role) Label() Label {
	switch r {
	case RoleAppAdmin:
		return Label{"app admin", "app-beheerder", "administrateur de l'application"}
	case RoleUserAdmin:
		return Label{"user admin", "gebruikers" + SoftHyphen + "beheerder", "administrateur des utilisateurs"}
	case RoleOrganizationCreator:
		return Label{"organization creator", "organisatie" + SoftHyphen + "maker", "créateur d'organisation"}
	case RoleStandardUser:
		return Label{"user", "gebruiker", "utilisateur"}
	case RoleExternalClient:
		return Label{"external client", "externe klant", "client externe"}
	case RoleManager:
		return Label{"manager", "manager", "gestionnaire"}
	case RoleAuditor:
		return Label{"auditor", "auditor", "auditeur"}
	case RoleBarred:
		return Label{"barred", "uitgesloten", "écarté"}
	case RolePractitioner:
		return Label{"practitioner", "hulpverlener", "praticien"}
	case RoleSupervisor:
		return Label{"supervisor", "supervisor", "superviseur"}
	case RoleSecretary:
		return Label{"secretary", "secretaresse", "secrétaire"}
	case RoleApplicationManager:
		return Label{"application manager", "applicatie" + SoftHyphen + "beheerder", "gestionnaire de l'application"}
	case RoleAnalyst:
		return Label{"analyst", "analist", "analyste"}
	}
	return Label{Shown(string(r)), Shown(string(r)), Shown(string(r))}
}
