package document_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/loader/source/document"
	"github.com/remit-authz/remit/schema"
)

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	decoded, err := jsonschema.UnmarshalJSON(bytes.NewReader(document.Schema))
	must(t, err)
	c := jsonschema.NewCompiler()
	must(t, c.AddResource("document.schema.json", decoded))
	s, err := c.Compile("document.schema.json")
	must(t, err)
	return s
}

// The schema takes what the decoder takes and refuses what it refuses, of whatever
// a schema can say.
func TestSchemaIsTheDecoder(t *testing.T) {
	s := compiled(t)
	for _, tt := range []struct {
		why, content string
		want         bool
	}{
		{"a world", string(written(t, fixtures.Care(), "world.json")), true},
		{"another", string(written(t, fixtures.Audit(), "world.json")), true},
		{"what may be left out", `{"$schema": "x", "tenants": [{"id": "a", "emergency": "on"}], "users": [{"tenant": "a", "id": "u", "status": "active"}]}`, true},
		{"blank ones", `{"tenants": [{"id": "a", "name": "", "emergency": "off"}], "users": [{"tenant": "a", "id": "u", "name": "", "email": "", "status": "invited", "roles": []}]}`, true},
		{"no users", `{"tenants": [{"id": "a", "emergency": "on"}]}`, false},
		{"an unknown part", `{"tenants": [{"id": "a", "emergency": "on"}], "users": [], "link": []}`, false},
		{"an unknown field", `{"tenants": [{"id": "a", "emergency": "on", "x": ""}], "users": []}`, false},
		{"a missing field", `{"tenants": [{"id": "a"}], "users": []}`, false},
		{"a number", `{"tenants": [{"id": "a", "name": 1, "emergency": "on"}], "users": []}`, false},
		{"a null", `{"tenants": [{"id": "a", "name": null, "emergency": "on"}], "users": []}`, false},
		{"a truth", `{"tenants": [{"id": "a", "emergency": true}], "users": []}`, false},
		{"a blank id", `{"tenants": [{"id": "", "emergency": "on"}], "users": []}`, false},
		{"an unknown status", `{"tenants": [{"id": "a", "emergency": "on"}], "users": [{"tenant": "a", "id": "u", "status": "gone"}]}`, false},
		{"roles in one text", `{"tenants": [{"id": "a", "emergency": "on"}], "users": [{"tenant": "a", "id": "u", "status": "active", "roles": "analyst"}]}`, false},
		{"a role twice", `{"tenants": [{"id": "a", "emergency": "on"}], "users": [{"tenant": "a", "id": "u", "status": "active", "roles": ["analyst", "analyst"]}]}`, false},
		{"a list", `[]`, false},
	} {
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader([]byte(tt.content)))
		must(t, err)
		invalid := s.Validate(value)
		_, refused := read("a.json", []byte(tt.content))
		if (invalid == nil) != tt.want || (refused == nil) != tt.want {
			t.Errorf("%s: the schema says %v, the decoder %v, want taken: %v", tt.why, invalid, refused, tt.want)
		}
	}
}

// The schema names the kinds, fields and roles that there are.
func TestSchemaNames(t *testing.T) {
	type property struct {
		Items *property
		Enum  []string
		// Properties are those of an entry.
		Properties map[string]property
	}
	var whole struct{ Properties map[string]property }
	must(t, json.Unmarshal(document.Schema, &whole))
	if len(whole.Properties) != 1+len(source.Kinds()) {
		t.Errorf("the schema has the parts %v", slices.Sorted(maps.Keys(whole.Properties)))
	}
	for _, k := range source.Kinds() {
		row := whole.Properties[string(k)].Items.Properties
		if diff := cmp.Diff(slices.Sorted(slices.Values(source.Fields(k))), slices.Sorted(maps.Keys(row))); diff != "" {
			t.Errorf("%s: %s", k, diff)
		}
	}
	var roles, linkRoles []string
	for _, role := range schema.TenantRoles() {
		roles = append(roles, string(role))
	}
	for _, typ := range schema.Types() {
		for _, role := range schema.LinkRoles(typ) {
			linkRoles = append(linkRoles, string(role))
		}
	}
	slices.Sort(linkRoles)
	if diff := cmp.Diff(roles, whole.Properties["users"].Items.Properties["roles"].Items.Enum); diff != "" {
		t.Error(diff)
	}
	got := slices.Sorted(slices.Values(whole.Properties["links"].Items.Properties["role"].Enum))
	if diff := cmp.Diff(slices.Compact(linkRoles), got); diff != "" {
		t.Error(diff)
	}
}
