package auditevent

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/samply/golang-fhir-models/fhir-models/fhir"

	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// Of is the resource of an entry that entry.History gave, with those of its changes that
// are wanted; false for one that tells no event: a snapshot that only shortens
// reading, and what syncs note of themselves.
func Of(e entry.Entry, changes []relation.Change) (fhir.AuditEvent, bool) {
	ev := event{fhir.AuditEvent{
		Id:       optional(fmt.Sprintf("%s-%d", e.Ledger, e.Number)),
		Recorded: e.Time.UTC().Format(time.RFC3339Nano),
		Action:   pointer(fhir.AuditEventActionE),
		Outcome:  pointer(fhir.AuditEventOutcome0),
		Source:   fhir.AuditEventSource{Observer: *service(e.Ledger), Type: []fhir.Coding{securityServer}},
	}}
	switch e.Kind {
	case entry.Decision:
		ev.decision(e)
	case entry.Change, entry.Emergency:
		if !ev.changes(e, changes) {
			return fhir.AuditEvent{}, false
		}
	case entry.Refused:
		ev.refusal(e)
	case entry.Key:
		ev.alert(e, userChanged)
		ev.entity(system, securityUser, who("key", e.Key.ID), "")
	case entry.Schema:
		ev.alert(e, configured)
		ev.entity(system, granularity, who("schema", e.Schema.Digest), "")
	case entry.Gap:
		ev.stopped(e, e.Gap.Since)
	case entry.Dropped:
		ev.stopped(e, e.Dropped.Since)
	case entry.Replaced:
		ev.stopped(e, time.Time{})
	case entry.Recording:
		if e.Answers.Record == entry.RecordOff || e.Answers.Record == entry.RecordClosed {
			ev.alert(e, recordingStopped)
		} else {
			ev.alert(e, recordingStarted)
		}
	case entry.Snapshot:
		if !e.Begins() {
			return fhir.AuditEvent{}, false
		}
		ev.alert(e, recordingStarted)
	case entry.Pruned:
		ev.alert(e)
		ev.Type, ev.Action = destroy, pointer(fhir.AuditEventActionD)
	case entry.Recertification:
		ev.campaign(e)
	default:
		return fhir.AuditEvent{}, false
	}
	if len(ev.Agent) == 0 {
		ev.agent(applicationRole, service(e.Ledger), false)
	}
	// Neither a person nor a system object, of which BALP allows so many.
	ev.entity(otherEntity, nil, who("record", fmt.Sprintf("%s/%d", e.Ledger, e.Number)), "")
	return ev.AuditEvent, true
}

// event is a resource that is being made.
type event struct{ fhir.AuditEvent }

// alert is what most entries are: something done about who may do what. Who did it are
// its agents, and what an entry without changes says its description.
func (ev *event) alert(e entry.Entry, subtypes ...fhir.Coding) {
	ev.Type, ev.Subtype = securityAlert, subtypes
	ev.actors(e)
	if len(e.Changes) == 0 {
		ev.OutcomeDesc = optional(e.About(phrase.Printer{}))
	}
	for _, said := range []string{e.Purpose, e.Reason} {
		if text := optional(said); text != nil {
			ev.PurposeOfEvent = append(ev.PurposeOfEvent, fhir.CodeableConcept{Text: text})
		}
	}
}

// actors are who was answerable, as the entry says, with which program and which key.
func (ev *event) actors(e entry.Entry) {
	if e.Actor != "" {
		by := who("actor", e.Actor)
		if o, err := relation.ParseObject(e.Actor); err == nil {
			by = what(o)
		}
		ev.agent(author, by, true)
	}
	if e.By != "" {
		ev.agent(applicationRole, who("program", e.By), false)
	}
	if e.Caller != "" {
		ev.agent(applicationRole, who("key", e.Caller), false)
	}
}

// stopped is of what was not recorded, from a moment to the entry's, or up to it.
func (ev *event) stopped(e entry.Entry, since time.Time) {
	ev.alert(e, recordingStopped)
	ev.Outcome = pointer(fhir.AuditEventOutcome8)
	ev.Period = &fhir.Period{End: pointer(e.Recorded.UTC().Format(time.RFC3339Nano))}
	if !since.IsZero() {
		ev.Period.Start = pointer(since.UTC().Format(time.RFC3339Nano))
	}
}

func (ev *event) refusal(e entry.Entry) {
	ev.alert(e, restrictedUse)
	ev.Outcome = pointer(fhir.AuditEventOutcome4)
	if e.Refused.Caller != "" && e.Refused.Caller != e.Caller {
		ev.agent(applicationRole, who("key", e.Refused.Caller), false)
	}
	if e.Refused.User != (relation.Object{}) {
		ev.agent(recipient, what(e.Refused.User), e.Actor == "")
	}
	for _, o := range e.Refused.Objects {
		ev.object(o, "")
	}
}

func (ev *event) campaign(e entry.Entry) {
	ev.alert(e)
	ev.Type = verify
	var by []relation.Object
	for _, d := range e.Campaign.Decisions {
		if !slices.Contains(by, d.By) {
			by = append(by, d.By)
			ev.agent(author, what(d.By), len(by) == 1 && e.Actor == "")
		}
	}
	number := e.Campaign.Campaign
	ev.entity(system, domainResource, who("campaign", fmt.Sprint(number)), "")
}

// changes says whether any of an entry's changes is an event.
func (ev *event) changes(e entry.Entry, changes []relation.Change) bool {
	ev.alert(e)
	var users []relation.Object
	for _, c := range changes {
		kind := c.Relation.Facts().Kind
		if kind == schema.KindLease {
			continue
		}
		if kind == schema.KindReview {
			ev.Type = verify
		} else if c.Relation == schema.ClientEmergency {
			if !slices.Contains(users, c.Subject) {
				users = append(users, c.Subject)
				ev.agent(recipient, what(c.Subject), e.Actor == "" && len(users) == 1)
				ev.breaksGlass(&ev.Agent[len(ev.Agent)-1])
			}
			ev.subtype(overrideOf(c))
		} else {
			ev.subtype(changed(kind))
		}
		sign := "+ "
		if c.Gone {
			sign = "- "
		}
		ev.object(c.Resource, sign+c.String())
	}
	return len(ev.Entity) > 0
}

// breaksGlass says that an agent is somebody in an emergency.
func (ev *event) breaksGlass(who *fhir.AuditEventAgent) {
	purpose := fhir.CodeableConcept{Coding: []fhir.Coding{breakTheGlass}}
	who.PurposeOfUse = []fhir.CodeableConcept{purpose}
	if !slices.ContainsFunc(ev.PurposeOfEvent, func(p fhir.CodeableConcept) bool { return len(p.Coding) > 0 }) {
		ev.PurposeOfEvent = append(ev.PurposeOfEvent, purpose)
	}
}

func overrideOf(c relation.Change) fhir.Coding {
	if c.Gone {
		return overrideStopped
	}
	return overrideStarted
}

// changed is what a change of a relation of a kind is.
func changed(k schema.Kind) fhir.Coding {
	switch k {
	case schema.KindSystemRole, schema.KindGroup:
		return rolesChanged
	case schema.KindActive, schema.KindIdentity:
		return userChanged
	case schema.KindSwitch:
		return configured
	}
	return objectChanged
}

func (ev *event) subtype(c fhir.Coding) {
	if !slices.ContainsFunc(ev.Subtype, func(s fhir.Coding) bool { return *s.Code == *c.Code }) {
		ev.Subtype = append(ev.Subtype, c)
	}
}

func (ev *event) agent(typ fhir.Coding, by *fhir.Reference, requestor bool) {
	ev.Agent = append(ev.Agent, fhir.AuditEventAgent{Type: &fhir.CodeableConcept{Coding: []fhir.Coding{typ}}, Who: by, Requestor: requestor})
}

// entity adds what the event is about; a role is nil for none.
func (ev *event) entity(typ fhir.Coding, role *fhir.Coding, what *fhir.Reference, description string) {
	ev.Entity = append(ev.Entity, fhir.AuditEventEntity{Type: &typ, Role: role, What: what, Description: optional(description)})
}

// object adds an object, a person where it is one.
func (ev *event) object(o relation.Object, description string) {
	switch o.Type {
	case schema.TypeClient:
		ev.entity(person, patient, what(o), description)
	case schema.TypeUser, schema.TypeAccount:
		ev.entity(person, securityUser, what(o), description)
	default:
		ev.entity(system, securityResource, what(o), description)
	}
}

// what refers to an object by its identifier.
func what(o relation.Object) *fhir.Reference {
	text, _ := o.MarshalText() // never fails
	typ, id, _ := strings.Cut(string(text), ":")
	r := who(typ, id)
	if o.Type == schema.TypeClient {
		r.Type = pointer("Patient")
	}
	return r
}

// service refers to what keeps a record, by the record's name.
func service(record string) *fhir.Reference {
	r := who("record", record)
	r.Type = pointer("Device")
	return r
}

// who refers to somebody or something by its identifier; blank for one that nobody knows.
func who(system, value string) *fhir.Reference {
	if value == "" {
		return &fhir.Reference{Extension: unknown()}
	}
	return &fhir.Reference{Identifier: &fhir.Identifier{System: pointer("urn:remit:" + system), Value: optional(value)}}
}

// unknown stands in the place of what must be there and was never known:
// http://hl7.org/fhir/R4/extension-data-absent-reason.html.
func unknown() []fhir.Extension {
	return []fhir.Extension{{Url: "http://hl7.org/fhir/StructureDefinition/data-absent-reason", ValueCode: pointer("unknown")}}
}

// optional is a text as FHIR allows one, without controls; nil for a blank one, which it
// does not allow (http://hl7.org/fhir/R4/datatypes.html#string).
func optional(text string) *string {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	return pointer(schema.Shown(text))
}

func pointer[T any](value T) *T { return &value }
