package auditevent_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/samply/golang-fhir-models/fhir-models/fhir"

	"github.com/remit-authz/remit/internal/ledger/auditevent"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/provenance"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

var (
	noon   = time.Date(2026, 11, 26, 12, 0, 0, 250_000_000, time.UTC)
	anna   = relation.Object{Type: schema.TypeUser, ID: "veldzicht/anna"}
	bram   = relation.Object{Type: schema.TypeUser, ID: "veldzicht/bram"}
	client = relation.Object{Type: schema.TypeClient, ID: "veldzicht/c-1003"}
	tenant = relation.Object{Type: schema.TypeTenant, ID: "veldzicht"}
)

func of(kind entry.Kind, e entry.Entry) entry.Entry {
	e.Kind, e.Number, e.Ledger, e.Time, e.Recorded = kind, 17, "remit-ledger-3e436368857943ff", noon, noon.Add(time.Second)
	e.Part, e.Parts, e.Revision, e.Through = 1, 1, "r", "r"
	return e
}

func decided(d entry.Decided) entry.Entry { return of(entry.Decision, entry.Entry{Decision: &d}) }

func reads(outcome string) entry.Decided {
	return entry.Decided{User: anna, Permission: schema.ClientViewDossier, Object: client, Outcome: outcome, Operation: "check", Via: "authzen"}
}

func changed(kind entry.Kind, resource relation.Object, r schema.Relation, subject relation.Object, gone bool) entry.Entry {
	return of(kind, entry.Entry{
		Provenance: provenance.Provenance{Actor: "ada", By: "remit sync", Purpose: "sync", Reason: "found \"\x01unresponsive\"\n", Caller: "k7f3"},
		Changes:    []relation.Change{{Relationship: relation.Relationship{Resource: resource, Relation: r, Subject: subject}, Gone: gone}},
	})
}

// each is an entry of every kind, and what its resource is in short: its type, subtypes,
// action, outcome; blank where there is none.
var each = []struct {
	why   string
	entry entry.Entry
	want  string
}{
	{"allowed", decided(reads("allowed")), "rest read+AuthZ-Role R 0"},
	{"denied", decided(reads("denied")), "rest read+AuthZ-Role R 4"},
	{"lacks context", decided(reads("conditional")), "rest read+AuthZ-Role R 4"},
	{"an error is no denial", decided(reads("unanswered")), "rest read+AuthZ-Role R 8"},
	{"an outcome of a later version is no success", decided(reads("perhaps")), "rest read+AuthZ-Role R 8"},
	{"in an emergency", decided(func() entry.Decided {
		d := reads("allowed")
		d.Emergency, d.Role, d.Path, d.Caller = "found unresponsive", "emergency", []string{"client:veldzicht/c-1003#emergency@user:veldzicht/anna"}, "k7f3"
		return d
	}()), "rest read+AuthZ-Role R 0"},
	{"from a Go program", decided(entry.Decided{User: anna, Permission: schema.ClientViewDossier, Object: client, Outcome: "allowed", Operation: "check"}), "rest read+AuthZ-Role R 0"},
	{"another deed", decided(entry.Decided{User: anna, Permission: schema.ClientMessage, Object: client, Outcome: "allowed"}), "110113 AuthZ-Role E 0"},
	{"another object", decided(entry.Decided{User: anna, Permission: schema.TenantSearchClients, Object: tenant, Outcome: "denied"}), "110113 AuthZ-Role E 4"},
	{"whose clients", decided(entry.Decided{User: anna, Permission: schema.ClientViewDossier, Outcome: "listed", Listed: 3, Operation: "resources"}), "rest search-type E 0"},
	{"who reads this", decided(entry.Decided{Object: client, Permission: schema.ClientViewDossier, Outcome: "listed", Operation: "subjects"}), "rest search-type E 0"},
	{"a list that broke off", decided(entry.Decided{Object: client, Permission: schema.ClientViewDossier, Outcome: "unanswered", Operation: "subjects"}), "rest search-type E 8"},

	{"emergency begun", changed(entry.Emergency, client, schema.ClientEmergency, anna, false), "110113 110127 E 0"},
	{"emergency stopped", changed(entry.Emergency, client, schema.ClientEmergency, anna, true), "110113 110138 E 0"},
	{"reviewed", changed(entry.Emergency, relation.ReviewOf(anna, client, noon), schema.EmergencyReviewJustified, bram, false), "verify  E 0"},
	{"a role", changed(entry.Change, tenant, schema.TenantPractitioner, anna, false), "110113 110136 E 0"},
	{"a system role", changed(entry.Change, tenant, schema.TenantAppAdmin, anna, true), "110113 110136 E 0"},
	{"a link", changed(entry.Change, client, schema.ClientPractitioner, anna, false), "110113 110135 E 0"},
	{"an account", changed(entry.Change, tenant, schema.TenantMember, anna, true), "110113 110137 E 0"},
	{"a switch", changed(entry.Change, tenant, schema.TenantEmergencyProcedure, relation.Object{Type: schema.TypeUser, ID: "*"}, false), "110113 110129 E 0"},
	{"an institution's own", changed(entry.Change, relation.Object{Type: "ward", ID: "=odd"}, "ward#nurse", anna, false), "110113 110135 E 0"},
	{"a lease", changed(entry.Change, relation.Object{Type: schema.TypeLease, ID: "veldzicht/sync"}, schema.LeaseHeld, anna, false), ""},

	{"refused", of(entry.Refused, entry.Entry{Refused: &entry.Refusal{Act: "emergency", User: anna, Objects: []relation.Object{client}, Reasons: []string{"blank"}}}), "110113 110132 E 4"},
	{"a key", of(entry.Key, entry.Entry{Key: &entry.KeyDeed{Does: "revoke", ID: "k7f3"}}), "110113 110137 E 0"},
	{"a schema", of(entry.Schema, entry.Entry{Schema: &entry.SchemaText{Digest: "sha256:0"}}), "110113 110129 E 0"},
	{"a schema that nobody read", of(entry.Schema, entry.Entry{Schema: &entry.SchemaText{}}), "110113 110129 E 0"},
	{"a gap", of(entry.Gap, entry.Entry{Gap: &entry.Unrecorded{Since: noon.Add(-time.Hour), Why: "away"}, Snapshot: &entry.SnapshotFile{}}), "110113 110133 E 8"},
	{"a gap since nobody knows", of(entry.Gap, entry.Entry{Gap: &entry.Unrecorded{Why: "another engine"}, Snapshot: &entry.SnapshotFile{}}), "110113 110133 E 8"},
	{"lost answers", of(entry.Dropped, entry.Entry{Dropped: &entry.Lost{Decisions: 71, Since: noon.Add(-time.Minute), Why: "full"}}), "110113 110133 E 8"},
	{"another record", of(entry.Replaced, entry.Entry{Replaced: &entry.Replacement{Why: "it was taken away"}}), "110113 110133 E 8"},
	{"answers are recorded", of(entry.Recording, entry.Entry{Answers: &entry.Answers{Record: entry.RecordDenials}}), "110113 110134 E 0"},
	{"no answers are", of(entry.Recording, entry.Entry{Answers: &entry.Answers{Record: entry.RecordOff}}), "110113 110133 E 0"},
	{"nothing is answered", of(entry.Recording, entry.Entry{Answers: &entry.Answers{Record: entry.RecordClosed}}), "110113 110133 E 0"},
	{"a snapshot on the way", of(entry.Snapshot, entry.Entry{Snapshot: &entry.SnapshotFile{}}), ""},
	{"the first one", func() entry.Entry {
		e := of(entry.Snapshot, entry.Entry{Snapshot: &entry.SnapshotFile{}})
		e.Number = 0
		return e
	}(), "110113 110134 E 0"},
	{"pruned", of(entry.Pruned, entry.Entry{Pruned: &entry.Pruning{Before: 65536, Why: "kept for 5 days"}}), "destroy  D 0"},
	{"roles are reviewed", of(entry.Recertification, entry.Entry{Campaign: &entry.CampaignStep{Does: entry.CampaignDecided, Decisions: []entry.GrantDecision{{By: bram}, {By: anna}, {By: bram}}}}), "verify  E 0"},
}

func TestWhatAnEntryIs(t *testing.T) {
	seen := map[entry.Kind]bool{}
	for _, tt := range each {
		seen[tt.entry.Kind] = true
		got := ""
		if ev, is := auditevent.Of(tt.entry, tt.entry.Changes); is {
			got = short(ev)
		}
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.why, got, tt.want)
		}
	}
	for _, k := range entry.Kinds() {
		if !seen[k] {
			t.Errorf("no entry of kind %s is looked at", k)
		}
	}
}

func short(ev fhir.AuditEvent) string {
	var subtypes []string
	for _, s := range ev.Subtype {
		subtypes = append(subtypes, *s.Code)
	}
	return fmt.Sprintf("%s %s %s %s", *ev.Type.Code, strings.Join(subtypes, "+"), ev.Action.Code(), ev.Outcome.Code())
}

// Every resource is read again strictly, as R4 has it, and says whose entry it is.
func TestResourcesAreR4(t *testing.T) {
	for _, tt := range each {
		ev, is := auditevent.Of(tt.entry, tt.entry.Changes)
		if !is {
			continue
		}
		written, err := json.Marshal(ev)
		if err != nil {
			t.Fatalf("%s: %v", tt.why, err)
		}
		var read struct {
			ResourceType string `json:"resourceType"`
			fhir.OtherAuditEvent
		}
		d := json.NewDecoder(bytes.NewReader(written))
		d.DisallowUnknownFields()
		if err := d.Decode(&read); err != nil {
			t.Fatalf("%s: %v", tt.why, err)
		}
		if read.ResourceType != "AuditEvent" {
			t.Errorf("%s: a resource of type %q", tt.why, read.ResourceType)
		}
		if diff := cmp.Diff(ev, fhir.AuditEvent(read.OtherAuditEvent)); diff != "" {
			t.Errorf("%s: %s", tt.why, diff)
		}
		for _, wrong := range breaches(ev) {
			t.Errorf("%s: %s: %s", tt.why, wrong, written)
		}
		named := fmt.Sprintf("%s/%d", tt.entry.Ledger, tt.entry.Number)
		last := ev.Entity[len(ev.Entity)-1]
		if *ev.Id != strings.Replace(named, "/", "-", 1) || *last.What.Identifier.System != "urn:remit:record" || *last.What.Identifier.Value != named {
			t.Errorf("%s: does not name entry %s: %s", tt.why, named, written)
		}
	}
}

var (
	// http://hl7.org/fhir/R4/datatypes.html: id, instant.
	isID      = regexp.MustCompile(`^[A-Za-z0-9\-.]{1,64}$`)
	isInstant = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$`)
)

// breaches are what an AuditEvent has otherwise than R4 says
// (http://hl7.org/fhir/R4/auditevent-definitions.html), where its Go type allows it.
func breaches(ev fhir.AuditEvent) (found []string) {
	must := func(holds bool, format string, args ...any) {
		if !holds {
			found = append(found, fmt.Sprintf(format, args...))
		}
	}
	must(isID.MatchString(*ev.Id), "id %q", *ev.Id)
	must(isInstant.MatchString(ev.Recorded), "recorded %q", ev.Recorded)
	must(len(ev.Agent) > 0, "no agent (1..*)")
	must(ev.Type.System != nil && ev.Type.Code != nil, "no type (1..1)")
	must(ev.Source.Observer.Identifier != nil, "no observer (1..1)")
	requestors := 0
	for _, a := range ev.Agent {
		if a.Requestor {
			requestors++
		}
		must(a.Who != nil && (a.Who.Identifier != nil || len(a.Who.Extension) > 0), "an agent that is nobody")
	}
	must(requestors <= 1, "%d requestors: only one is the initiator", requestors)
	for _, e := range ev.Entity {
		must(e.Name == nil || e.Query == nil, "sev-1: a name and a query")
		must(e.What != nil || e.Query != nil, "an entity that is nothing")
		must(len(e.Detail) == 0, "a detail, which the Go type writes with two values")
	}
	eachText(reflect.ValueOf(ev), func(text string) {
		must(strings.TrimSpace(text) != "", "a text without any character")
		must(!strings.ContainsFunc(text, func(r rune) bool { return r < ' ' }), "a control in %q", text)
	})
	return found
}

// eachText visits every text that is there.
func eachText(v reflect.Value, do func(string)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			if v.Elem().Kind() == reflect.String {
				do(v.Elem().String())
			}
			eachText(v.Elem(), do)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			eachText(v.Field(i), do)
		}
	case reflect.Slice:
		for i := range v.Len() {
			eachText(v.Index(i), do)
		}
	}
}

// The profile is claimed of what conforms to it, and of all that do (PatientRead of BALP,
// and Read, its parent).
func TestPatientRead(t *testing.T) {
	claimed := 0
	for _, tt := range each {
		ev, is := auditevent.Of(tt.entry, tt.entry.Changes)
		claims := is && ev.Meta != nil
		d := tt.entry.Decision
		if wants := d != nil && d.Outcome == "allowed" && d.Permission == schema.ClientViewDossier; claims != wants {
			t.Errorf("%s: claims the profile: %v, want %v", tt.why, claims, wants)
		}
		if !claims {
			continue
		}
		claimed++
		count := func(code string) (n int) {
			for _, a := range ev.Agent {
				if *a.Type.Coding[0].Code == code && a.Who != nil && a.Media == nil && (code == "IRCP") == (a.Network == nil) && a.Requestor == (code == "IRCP") {
					n++
				}
			}
			return n
		}
		types := map[string]int{}
		for _, e := range ev.Entity {
			types[*e.Type.Code]++
			switch *e.Type.Code {
			case "1":
				if *e.Role.Code != "1" || *e.What.Type != "Patient" || *e.What.Identifier.Value != "veldzicht/c-1003" {
					t.Errorf("%s: the patient is %+v", tt.why, e)
				}
			case "2":
				if *e.Role.Code != "4" || e.What == nil {
					t.Errorf("%s: the data are %+v", tt.why, e)
				}
			}
		}
		if short(ev) != "rest read+AuthZ-Role R 0" || count("110152") != 1 || count("110153") != 1 || count("IRCP") != 1 || types["1"] != 1 || types["2"] != 1 {
			t.Errorf("%s: %s, agents %+v, entities %v", tt.why, short(ev), ev.Agent, types)
		}
	}
	if claimed == 0 {
		t.Error("nothing claims it")
	}
}

// Whoever looks for broken glass finds the emergencies, and what was read in one.
func TestBreakTheGlass(t *testing.T) {
	for _, tt := range each {
		ev, is := auditevent.Of(tt.entry, tt.entry.Changes)
		if !is {
			continue
		}
		glass := func(purposes []fhir.CodeableConcept) bool {
			return slices.ContainsFunc(purposes, func(p fhir.CodeableConcept) bool { return len(p.Coding) == 1 && *p.Coding[0].Code == "BTG" })
		}
		var who []string
		for _, a := range ev.Agent {
			if glass(a.PurposeOfUse) {
				who = append(who, *a.Who.Identifier.Value)
			}
		}
		var want []string
		if tt.entry.Decision != nil && tt.entry.Decision.Emergency != "" || strings.HasPrefix(tt.why, "emergency ") {
			want = []string{"veldzicht/anna"}
		}
		if !slices.Equal(who, want) || glass(ev.PurposeOfEvent) != (want != nil) {
			t.Errorf("%s: agents %q, want %q; of the event: %v", tt.why, who, want, glass(ev.PurposeOfEvent))
		}
	}
}
