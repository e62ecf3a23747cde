package auditevent

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"github.com/samply/golang-fhir-models/fhir-models/fhir"

	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// patientRead is the profile that an allowed reading conforms to.
const patientRead = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.PatientRead"

// reading are the permissions by which somebody sees what is a client's.
var reading = []schema.Permission{schema.ClientViewDossier, schema.ClientViewAccount, schema.ClientViewContactHistory}

func (ev *event) decision(e entry.Entry) {
	d := e.Decision
	ev.Outcome = pointer(outcome(d.Outcome))
	ev.OutcomeDesc = optional(described(e))
	none := relation.Object{}
	switch {
	case d.User == none || d.Object == none:
		ev.list(e.Ledger, *d)
	case slices.Contains(reading, d.Permission):
		ev.Type, ev.Subtype, ev.Action = rest, []fhir.Coding{readInteraction, authorized}, pointer(fhir.AuditEventActionR)
		ev.parties(e.Ledger, *d, destination, source)
		ev.entity(person, patient, what(d.Object), "")
		ev.entity(system, domainResource, what(d.Object), string(d.Permission))
		if *ev.Outcome == fhir.AuditEventOutcome0 {
			ev.Meta = &fhir.Meta{Profile: []string{patientRead}}
		}
	default:
		ev.Type, ev.Subtype = securityAlert, []fhir.Coding{authorized}
		ev.parties(e.Ledger, *d, destination, source)
		ev.object(d.Object, string(d.Permission))
	}
}

// list is a question of which many are the answer: whose, or on what.
func (ev *event) list(record string, d entry.Decided) {
	ev.Type, ev.Subtype = rest, []fhir.Coding{searchInteraction}
	ev.parties(record, d, source, destination) // as what is asked goes
	if d.Object != (relation.Object{}) {
		ev.object(d.Object, "")
	}
	query := base64.StdEncoding.EncodeToString([]byte(fmt.Sprintf("%s %s", d.Operation, d.Permission)))
	ev.Entity = append(ev.Entity, fhir.AuditEventEntity{Type: &system, Role: searched, Query: &query, Description: optional(string(d.Permission))})
}

// parties are who asked, in which role and what for, through what, and who answered.
func (ev *event) parties(record string, d entry.Decided, asking, answering fhir.Coding) {
	client := who("via", d.Via)
	if d.Caller != "" {
		client = who("key", d.Caller)
	}
	ev.agent(asking, client, false)
	ev.agent(answering, service(record), false)
	for i := range ev.Agent {
		ev.Agent[i].Network = &fhir.AuditEventAgentNetwork{Extension: unknown()}
	}
	if d.User == (relation.Object{}) {
		return
	}
	ev.agent(recipient, what(d.User), true)
	user := &ev.Agent[len(ev.Agent)-1]
	if d.Role != "" {
		user.Role = []fhir.CodeableConcept{{Coding: []fhir.Coding{{System: pointer("urn:remit:role"), Code: optional(d.Role)}}}}
	}
	if d.Emergency != "" {
		ev.PurposeOfEvent = []fhir.CodeableConcept{{Text: optional(d.Emergency)}}
		ev.breaksGlass(user)
	}
}

// outcome is the value set's: see the package's comment. What is not known was no success.
func outcome(said string) fhir.AuditEventOutcome {
	switch said {
	case "allowed", "listed":
		return fhir.AuditEventOutcome0
	case "denied", "conditional":
		return fhir.AuditEventOutcome4
	}
	return fhir.AuditEventOutcome8
}

// described says a decision, and by which relationships it was allowed.
func described(e entry.Entry) string {
	said := e.About(phrase.Printer{})
	if len(e.Decision.Path) > 0 {
		said += "; " + strings.Join(e.Decision.Path, ", ")
	}
	if e.Decision.Sampled > 0 {
		said += fmt.Sprintf("; sampled %g", e.Decision.Sampled)
	}
	return said
}
