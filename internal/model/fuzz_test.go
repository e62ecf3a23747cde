package model

import (
	"testing"

	core "github.com/authzed/spicedb/pkg/proto/core/v1"

	"github.com/remit-authz/remit/schema"
)

// Whatever an institution's file says, all of ours means what it did.
func FuzzCompose(f *testing.F) {
	for _, seed := range []string{
		"", "definition client {}", "definition client {\n\trelation a_b: user\n\tpermission c_d = a_b & view_dossier\n}",
		"use partial\npartial more {\n\tpermission message = tenant\n}\ndefinition client {\n\t...more\n}",
		"use self\ndefinition user {\n\tpermission myself = self\n}", "use typechecking\ndefinition client {\n\tpermission typed: user = view_dossier\n}",
		"use expiration\ndefinition tenant {\n\trelation member: user with expiration\n}",
		"caveat invitation(now timestamp, until timestamp) {\n\tnow <= until\n}",
		"caveat mine(a int) {\n\ta < 3\n}\ndefinition note {\n\trelation r_r: user with mine | client#supervisor | tenant:* | user with invitation\n\tpermission p_p = r_r->view_dossier - r_r\n}",
		"definition client {\n\t/** @block */\n\tpermission hidden = message\n\t/**\n\t * x\n\t * @granted-by client#message\n\t * @needs supervisor\n\t * @label a | b | c\n\t */\n\trelation q_q: user\n}",
	} {
		f.Add(seed)
	}
	ours, err := compileText("ours", schema.Text())
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		x, err := Compose("own.zed", text)
		if err != nil {
			return
		}
		again, err := compileText("both", x.Model.Text())
		if err != nil {
			t.Fatalf("what was composed does not compile: %v", err)
		}
		for _, def := range ours.ObjectDefinitions {
			for _, r := range def.GetRelation() {
				if there := find(again.ObjectDefinitions, def.GetName(), r.GetName()); there == nil || !same(there, r) {
					t.Errorf("%s#%s is another one", def.GetName(), r.GetName())
				}
			}
		}
		for i, caveat := range ours.CaveatDefinitions {
			if is, err := sameCaveat(again.CaveatDefinitions[i], caveat); err != nil || !is {
				t.Errorf("caveat %s is another one: %v", caveat.GetName(), err)
			}
		}
		if OfEngine(x.Model.Text()).HasTenants() != x.Model.HasTenants() {
			t.Error("an engine's schema is read otherwise")
		}
	})
}

func find(definitions []*core.NamespaceDefinition, typ, name string) *core.Relation {
	for _, def := range definitions {
		for _, r := range def.GetRelation() {
			if def.GetName() == typ && r.GetName() == name {
				return r
			}
		}
	}
	return nil
}
