package loader_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

// A relationship that was written with the time that questions bring never
// ended: no plan showed one that an application, or a hand, wrote.
func TestSyncClearsWhatStoresItsOwnTime(t *testing.T) {
	_, eng := startWith(t, small())
	invited := loader.Terms{Caveat: schema.CaveatInvitation, Context: `{"now":"2026-11-01T12:00:00Z","until":"2026-11-02T12:00:00Z"}`, Expires: "2999-01-01T00:00:00Z"}
	connection := object("connection", "acme/k1")
	put(t, eng,
		loader.Relationship{
			Resource: object("client", "acme/c2"), Relation: schema.ClientEmergency, Subject: object("user", "acme/pim"),
			Terms: loader.Terms{Caveat: schema.CaveatEmergencyAccess, Expires: "2999-01-01T00:00:00Z",
				Context: `{"now":"2026-11-01T12:00:00Z","reason":"r","since":"2026-11-01T12:00:00Z","until":"2026-11-01T13:00:00Z"}`},
		},
		loader.Relationship{Resource: connection, Relation: schema.ConnectionExternalClient, Subject: object("account", "acme/xi"), SubjectRelation: "owner", Terms: invited},
		loader.Relationship{Resource: connection, Relation: schema.ConnectionExternalClient, Subject: object("user", "acme/mo"), Terms: invited},
		loader.Relationship{Resource: connection, Relation: schema.ConnectionExternalClient, Subject: object("user", "acme/xi"), Terms: invited},
		emergencyOn("c1", "pim"),
	)
	p := planFor(t, eng, want(t, small()))
	var text bytes.Buffer
	if err := p.WriteText(&text, schema.English); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"0 taken away, 3 cleared away, 1 changed, 0 given",
		"  CLEARS AWAY, written with a time of its own, so that no clock ends it\n    links: 3\n",
		"      - user:acme/pim no longer has emergency access to client:acme/c2\n",
		"      - the owner of account:acme/xi is no longer invited to connection:acme/k1\n",
		"      - user:acme/mo is no longer invited to connection:acme/k1\n",
		"      ~ user:acme/xi is invited to connection:acme/k1 until 2999-01-01T00:00:00Z (was whatever the time)\n",
	} {
		if !strings.Contains(text.String(), line) {
			t.Errorf("the plan has no %q:\n%s", line, &text)
		}
	}
	made, err := recomputed(p, have(t, eng, "acme"))
	if err != nil || made.Removals() != 3 {
		t.Errorf("from a file: got %v and %d removals", err, made.Removals())
	}
	// No limit stands against it.
	if _, err := loader.Apply(t.Context(), eng, p, loader.Sync{}); err != nil {
		t.Fatal(err)
	}
	for _, r := range have(t, eng, "acme").Relationships {
		if strings.Contains(r.Context, `"now"`) {
			t.Errorf("%s is still there", r)
		}
	}
	if got := foreign(t, eng); len(got) != 1 {
		t.Errorf("got %v, want the emergency that ends", got)
	}
}
