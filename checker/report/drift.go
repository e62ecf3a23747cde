package report

import (
	"context"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// DriftName is the name of the report that Options.Drift is for.
const DriftName = "drift"

// drift is what the engine has otherwise than its sources say.
var drift = Report{
	Name: DriftName, Present: true,
	Title: schema.Label{"What the engine has otherwise than its sources", "Wat de engine anders heeft dan zijn bronnen", "Ce que le moteur a autrement que ses sources"},
	columns: []column{
		{key: "tenant", title: schema.Label{"tenant", "tenant", "tenant"}}, {key: "differs", title: schema.Label{"differs", "verschilt", "diffère"}, words: driftWords},
		objectColumn, {key: "object_name", title: schema.Label{"name of the object", "naam van het object", "nom de l'objet"}},
		{key: "relation", title: schema.Label{"as", "als", "comme"}, words: relationWords},
		{key: "subject", title: schema.Label{"who", "wie", "qui"}}, nameColumn,
	},
	rows: driftRows,
}

// Drifted is one difference between an engine and its sources.
type Drifted struct {
	Tenant schema.TenantID
	// Differs is missing, altered, extra, ended, orphaned, or unnamed: a tenant that no
	// source names, without a Relationship.
	Differs      string
	Relationship relation.Relationship
}

var driftWords = wordsOf(map[string]schema.Label{
	"missing":  {"is missing", "ontbreekt", "manque"},
	"altered":  {"has other terms", "heeft andere voorwaarden", "a d'autres conditions"},
	"extra":    {"is extra", "is er te veel", "est en trop"},
	"ended":    {"has ended and is still there", "is voorbij en is er nog", "a pris fin et est encore là"},
	"orphaned": {"is orphaned", "is verweesd", "est orpheline"},
	"unnamed":  {"no source names the tenant", "geen bron noemt de tenant", "aucune source ne nomme le tenant"},
})

func driftRows(_ context.Context, w *work) error {
	if w.Drift == nil {
		return phrase.Errorf("it is held to the sources of now: it has no --at")
	}
	for _, d := range w.Drift {
		w.failed++
		r, object, subject, user := d.Relationship, "", "", schema.Ref{}
		if r != (relation.Relationship{}) {
			object, subject = r.Resource.String(), r.Subject.String()
			user, _ = r.Subject.Ref() // of none that remit would never write a name is known
		}
		w.row(string(d.Tenant), d.Differs, object, w.nameOf(r.Resource), string(r.Relation), subject, w.Name(user))
	}
	return nil
}
