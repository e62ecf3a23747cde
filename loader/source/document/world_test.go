package document_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"go.yaml.in/yaml/v3"

	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/internal/settings/settingstest"
	"github.com/remit-authz/remit/loader/source"
	csvformat "github.com/remit-authz/remit/loader/source/csv"
	"github.com/remit-authz/remit/loader/source/document"
)

// listed is a world as a document.
func listed(t testing.TB, world fs.FS) map[string]any {
	t.Helper()
	whole := map[string]any{}
	for _, k := range source.Kinds() {
		content, err := fs.ReadFile(world, string(k)+".csv")
		if err != nil {
			continue // a world has not all of them
		}
		rows, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
		must(t, err)
		list := []any{}
		for _, row := range rows[1:] {
			entry := map[string]any{}
			for i, name := range rows[0] {
				entry[name] = row[i]
				if name == "roles" {
					entry[name] = append([]string{}, source.SplitRoles(row[i])...)
				}
			}
			list = append(list, entry)
		}
		whole[string(k)] = list
	}
	return whole
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func written(t testing.TB, world fs.FS, name string) []byte {
	t.Helper()
	encode := yaml.Marshal
	if name == "world.json" {
		encode = json.Marshal
	}
	content, err := encode(listed(t, world))
	must(t, err)
	return content
}

func read(name string, content []byte) (source.Source, error) {
	return source.Options{}.Read(document.Format{}, fstest.MapFS{name: {Data: content}})
}

// A world says the same in a document as in a folder.
func TestDocumentEqualsFolder(t *testing.T) {
	for _, world := range []fs.FS{fixtures.Care(), fixtures.Audit()} {
		want, err := source.Options{}.Read(csvformat.Format{}, world)
		must(t, err)
		for _, name := range []string{"world.json", "world.yaml"} {
			got, err := read(name, written(t, world, name))
			must(t, err)
			ignored := cmp.Options{cmpopts.IgnoreTypes(source.Position{}), cmpopts.IgnoreFields(source.Source{}, "Digest", "Warnings")}
			if diff := cmp.Diff(want, got, ignored); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
			if len(got.Warnings) != len(want.Warnings) {
				t.Errorf("%s: %d warnings, want %d", name, len(got.Warnings), len(want.Warnings))
			}
		}
	}
}

// The settings name the format, which has no options.
func TestThroughSettings(t *testing.T) {
	files := map[string]string{"firm.json": `{"tenants":[{"id":"v","name":"V","emergency":"off"}],"users":[{"tenant":"v","id":"ann","status":"active","roles":["analyst"]}]}`}
	got, err := settingstest.Read(t, "document", map[string]any{}, files, nil)
	if err != nil || len(got.Users) != 1 || got.Users[0].Ref.ID != "ann" {
		t.Errorf("got %v and %v", got.Users, err)
	}
	got, err = settingstest.Read(t, "document", map[string]any{"dates": "2-1-2006"}, files, nil)
	if err == nil || !strings.Contains(err.Error(), `key "dates" does not exist here`) || len(got.Users) > 0 {
		t.Errorf("with an option: got %v and %v", got.Users, err)
	}
	if got, err = settingstest.Read(t, "document", nil, map[string]string{"firm.json": files["firm.json"], "firm.yaml": "tenants: []\n"}, nil); err == nil {
		t.Errorf("of two documents: got %v", got.Users)
	}
}
