package formats

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/loader/source/csv"
)

// greedy recognizes everything.
type greedy struct{ csv.Format }

func (greedy) Name() string                  { return "greedy" }
func (greedy) Recognizes(*source.Files) bool { return true }

func TestDetect(t *testing.T) {
	for _, tt := range []struct {
		why     string
		folder  fstest.MapFS
		formats []source.Format
		want    string
	}{
		{"the loader's own", fstest.MapFS{"users.csv": {}}, recognized(), "csv"},
		{"a slip in a name", fstest.MapFS{"user.CSV": {}}, recognized(), "csv"},
		{"an empty folder, for what it lacks", fstest.MapFS{}, recognized(), "csv"},
		{"a bundle", fstest.MapFS{"caseload.json": {Data: []byte(`{"resourceType":"Bundle"}`)}}, recognized(), "fhir"},
		{"one vendor's export", fstest.MapFS{"users.json": {Data: []byte(`[{"role":"ROLE_USER"}]`)}}, recognized(), "mindbridge"},
		{"the other's", fstest.MapFS{"professionals.json": {Data: []byte(`[{"@url":"x"}]`)}}, recognized(), "minddistrict"},
		{"another", fstest.MapFS{"x": {}}, []source.Format{csv.Format{}, greedy{}}, "greedy"},
		{"two", fstest.MapFS{"users.csv": {}}, []source.Format{csv.Format{}, greedy{}}, "it can be read as csv and as greedy: "},
		{"one file of none", fstest.MapFS{"people.doc": {}}, recognized(), "people.doc is in none of the formats that are known, which are: csv, "},
	} {
		format, err := detect(tt.formats, source.NewFiles(tt.folder))
		if err != nil && !strings.HasPrefix(err.Error(), tt.want) || err == nil && format.Name() != tt.want {
			t.Errorf("%s: got %v and %v, want %s", tt.why, format, err, tt.want)
		}
	}
}
