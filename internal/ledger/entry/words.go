package entry

import (
	"strings"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// kindLabels are what people call the kinds.
var kindLabels = map[Kind]schema.Label{
	Change:          {"change", "wijziging", "modification"},
	Emergency:       {"emergency", "noodtoegang", "urgence"},
	Schema:          {"schema", "schema", "schéma"},
	Snapshot:        {"snapshot", "momentopname", "instantané"},
	Gap:             {"gap", "gat", "lacune"},
	Decision:        {"decision", "beslissing", "décision"},
	Dropped:         {"dropped", "weggevallen", "perdu"},
	Refused:         {"refused", "geweigerd", "refusé"},
	Key:             {"key", "sleutel", "clé"},
	Pruned:          {"pruned", "opgeschoond", "élagué"},
	Recording:       {"recording", "vastlegging", "enregistrement"},
	Recertification: {"recertification", "herbeoordeling", "revue"},
	Replaced:        {"replaced", "vervangen", "remplacé"},
}

// ParseKind reads the name of a kind, or what people call it.
func ParseKind(name string) (Kind, error) {
	var names schema.Label
	for _, k := range Kinds() {
		label := kindLabels[k]
		if name == string(k) || label.Has(name) {
			return k, nil
		}
		for i, one := range label {
			names[i] = strings.TrimPrefix(names[i]+", "+one, ", ")
		}
	}
	return "", phrase.Errorf("kind %s does not exist: choose %s", schema.Quote(name), names)
}

// purposes are what remit itself writes something for. Others are an application's words.
var purposes = map[string]schema.Label{
	"sync": {"sync", "synchronisatie", "synchronisation"}, "apply": {"apply", "toepassing", "application"},
	"undo": {"undo", "ongedaan maken", "annulation"}, "keep": {"keep", "bewaren", "conservation"},
	"start": {"start", "begin", "début"}, "prolong": {"prolong", "verlenging", "prolongation"},
	"stop": {"stop", "beëindiging", "arrêt"}, "review": {"review", "beoordeling", "examen"},
	"create": {"create", "aanmaken", "création"}, "remove": {"remove", "verwijderen", "suppression"},
	"link": {"link", "koppelen", "liaison"}, "unlink": {"unlink", "ontkoppelen", "retrait du lien"},
}

// PurposeWord is what something was done for, for people.
func PurposeWord(purpose string) schema.Label { return wordOf(purposes, purpose) }

// quoted is a label between quotes, as other texts of a record are.
func quoted(l schema.Label) schema.Label {
	return schema.Label{schema.Quote(l[0]), schema.Quote(l[1]), schema.Quote(l[2])}
}

// deeds are what is done about keys, and acts what was refused.
var (
	deeds = map[string]schema.Label{"create": {"create", "gemaakt:", "créée :"}, "revoke": {"revoke", "ingetrokken:", "révoquée :"}}
	acts  = map[string]schema.Label{
		"emergency": {"emergency", "noodtoegang", "accès d'urgence"}, "review of an emergency": {"review of an emergency", "beoordeling van noodtoegang", "examen d'un accès d'urgence"},
		"plan": {"plan", "plan", "plan"}, "create": purposes["create"], "remove": purposes["remove"], "link": purposes["link"], "unlink": purposes["unlink"],
	}
)

// Findings are those of the review of an emergency access, by how a record has them.
func Findings() map[string]schema.Label {
	return map[string]schema.Label{
		"justified": {"justified", "terecht", "justifié"},
		unjustified: {"unjustified", "onterecht", "injustifié"},
		"unclear":   {"unclear", "onduidelijk", "pas clair"},
	}
}

func wordOf(labels map[string]schema.Label, code string) schema.Label {
	if label, is := labels[code]; is {
		return label
	}
	return schema.Label{code, code, code}
}

// IsAct says whether acts of that name are refused, by which the texts of refusals begin.
func IsAct(name string) bool {
	_, is := acts[name]
	return is
}

// Said is the act and why it was refused, in a language; say says a reason in that, which is
// kept in English.
func (r Refusal) Said(l schema.Language, say func(string) string) (act, reasons string) {
	said := make([]string, len(r.Reasons))
	for i, reason := range r.Reasons {
		said[i] = say(reason)
	}
	return wordOf(acts, r.Act).In(l), strings.Join(said, "; ")
}

// recordedWord is which answers are recorded, for people.
func recordedWord(record string) schema.Label {
	return wordOf(map[string]schema.Label{
		RecordOff: {"off", "uit", "désactivé"}, RecordDenials: {"denials", "weigeringen", "refus"}, RecordNamed: {"named", "genoemde rechten", "droits nommés"},
		RecordAll: {"all", "alle", "tous"}, RecordClosed: {"closed", "gesloten", "fermé"},
	}, record)
}
