package auditevent_test

import (
	"testing"

	"github.com/samply/golang-fhir-models/fhir-models/fhir"

	"github.com/remit-authz/remit/internal/ledger/auditevent"
)

// published are the codes with their meanings, as their systems have them:
//
//   - DICOM PS3.16, CID 400, 401, 402 and 403
//     (http://dicom.nema.org/medical/dicom/current/output/html/part16.html#sect_CID_401), read
//     in IPF's EventTypeCode and ActiveParticipantRoleIdCode (github.com/oehf/ipf)
//   - BALP's AuthZ.fsh and PatientRead.fsh (github.com/IHE/ITI.BasicAudit, input/fsh)
//   - HL7's http://hl7.org/fhir/R4/valueset-audit-event-type.html, -audit-event-sub-type.html,
//     -audit-source-type.html, -audit-entity-type.html and -object-role.html
var published = map[string]map[string]string{
	"http://dicom.nema.org/resources/ontology/DCM": {
		"110113": "Security Alert", "110127": "Emergency Override Started", "110129": "Security Configuration",
		"110132": "Use of Restricted Function", "110133": "Audit Recording Stopped", "110134": "Audit Recording Started",
		"110135": "Object Security Attributes Changed", "110136": "Security Roles Changed",
		"110137": "User Security Attributes Changed", "110138": "Emergency Override Stopped",
		"110150": "Application", "110152": "Destination Role ID", "110153": "Source Role ID",
	},
	"http://terminology.hl7.org/CodeSystem/audit-event-type":     {"rest": "RESTful Operation"},
	"http://hl7.org/fhir/restful-interaction":                    {"read": "read", "search-type": "search-type"},
	"http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle":  {"verify": "Verify Record Lifecycle Event", "destroy": "Destroy/Delete Record Lifecycle Event"},
	"https://profiles.ihe.net/ITI/BALP/CodeSystem/AuthZsubType":  {"AuthZ-Role": "Authorization Decision using only Roles"},
	"http://terminology.hl7.org/CodeSystem/v3-ActReason":         {"BTG": "break the glass"},
	"http://terminology.hl7.org/CodeSystem/v3-ParticipationType": {"AUT": "author (originator)", "IRCP": "information recipient"},
	"http://terminology.hl7.org/CodeSystem/audit-entity-type":    {"1": "Person", "2": "System Object", "4": "Other"},
	"http://terminology.hl7.org/CodeSystem/object-role":          {"1": "Patient", "4": "Domain Resource", "11": "Security User Entity", "13": "Security Resource", "14": "Security Granularity Definition", "24": "Query"},
	"http://terminology.hl7.org/CodeSystem/security-source-type": {"6": "Security Server"},
	"urn:remit:role": nil, // the model's own
}

// Every code is one of its system, with the meaning that it has there, and in a place that
// takes that system; none that is published here is unused.
func TestCodesAreAsPublished(t *testing.T) {
	used := map[string]bool{}
	for _, tt := range each {
		ev, is := auditevent.Of(tt.entry, tt.entry.Changes)
		if !is {
			continue
		}
		look := func(place string, c fhir.Coding, systems ...string) {
			t.Helper()
			all, known := published[*c.System]
			in := false
			for _, s := range systems {
				in = in || s == *c.System
			}
			if !known || !in {
				t.Errorf("%s: %s is of %s", tt.why, place, *c.System)
			}
			if all == nil {
				return
			}
			if display, is := all[*c.Code]; !is || c.Display == nil || display != *c.Display {
				t.Errorf("%s: %s is %s of %s, called %v and published as %q", tt.why, place, *c.Code, *c.System, *c.Display, display)
			}
			used[*c.System+" "+*c.Code] = true
		}
		const dicom, hl7 = "http://dicom.nema.org/resources/ontology/DCM", "http://terminology.hl7.org/CodeSystem/"
		look("type", ev.Type, dicom, hl7+"audit-event-type", hl7+"iso-21089-lifecycle")
		for _, c := range ev.Subtype {
			look("subtype", c, dicom, "http://hl7.org/fhir/restful-interaction", "https://profiles.ihe.net/ITI/BALP/CodeSystem/AuthZsubType")
		}
		for _, c := range ev.Source.Type {
			look("source", c, hl7+"security-source-type")
		}
		for _, a := range ev.Agent {
			for _, c := range a.Type.Coding {
				look("agent", c, dicom, hl7+"v3-ParticipationType")
			}
			for _, role := range a.Role {
				look("role", role.Coding[0], "urn:remit:role")
			}
			for _, p := range a.PurposeOfUse {
				look("purpose of use", p.Coding[0], hl7+"v3-ActReason")
			}
		}
		for _, e := range ev.Entity {
			look("entity", *e.Type, hl7+"audit-entity-type")
			if e.Role != nil {
				look("role of an entity", *e.Role, hl7+"object-role")
			}
		}
	}
	for system, codes := range published {
		for code := range codes {
			if !used[system+" "+code] {
				t.Errorf("nothing has %s of %s", code, system)
			}
		}
	}
}
