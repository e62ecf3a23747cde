package csv_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/loader/source/csv"
	"github.com/remit-authz/remit/schema"
)

// Cut off after any byte, a folder is refused, or names nobody and gives nothing that
// it did not before; where a file ends in the middle of a line, that is said.
func TestCutOffAnywhere(t *testing.T) {
	whole := map[string]string{
		"tenants.csv": "id,name,emergency\nv,V,on\n",
		"users.csv":   "tenant,id,name,email,status,roles\nv,anna,\"An\nna\",,active,practitioner;supervisor\nv,log1,,,active,\nv,log12,,,active,\nv,bram,,,inactive,analyst\n",
		"clients.csv": "tenant,id,account\nv,c-1,\nv,c-2,log12\n",
		"links.csv":   "tenant,user,role,object,until\nv,anna,practitioner,client:c-1,2998-01-01T00:00:00Z\nv,anna,supervisor,client:c-2,\n",
	}
	given := func(src source.Source) []string {
		var all []string
		for _, u := range src.Users {
			for _, r := range u.Roles {
				all = append(all, u.Ref.String()+" "+string(r))
			}
			all = append(all, u.Ref.String()+" "+string(u.Status))
		}
		for _, c := range src.Clients {
			if c.Login != (schema.Ref{}) {
				all = append(all, c.Ref.String()+" "+c.Login.String())
			}
		}
		for _, l := range src.Links {
			all = append(all, l.User.String()+" "+string(l.Role)+" "+l.Object.String()+" "+l.Until.String())
		}
		return all
	}
	for _, format := range []source.Format{csv.Format{}, csv.Dialects{}} {
		_, dialects := format.(csv.Dialects)
		for name, text := range whole {
			for cut := range text {
				folder := fstest.MapFS{}
				for n, content := range whole {
					folder[n] = &fstest.MapFile{Data: []byte(content)}
				}
				folder[name] = &fstest.MapFile{Data: []byte(text[:cut])}
				src, err := source.Options{}.Read(format, folder)
				if err != nil {
					if refused := (*source.Error)(nil); !errors.As(err, &refused) {
						t.Errorf("%s cut at %d: %v", name, cut, err)
					}
					continue
				}
				all, _ := source.Options{}.Read(format, wholeFolder(whole))
				for _, one := range given(src) {
					if !slices.Contains(given(all), one) {
						t.Errorf("%s cut at %d: gives %s", name, cut, one)
					}
				}
				said := slices.ContainsFunc(src.Warnings, func(p source.Problem) bool { return strings.Contains(p.Message, "saved whole?") })
				if ends := strings.HasSuffix(text[:cut], "\n"); dialects && ends == said {
					t.Errorf("%s cut at %d: ends with a line: %t, and said not to: %t", name, cut, ends, said)
				}
			}
		}
	}
}

// A last line without an end is taken where its last field cannot be the beginning of
// another one.
func TestLastLineWithoutAnEnd(t *testing.T) {
	for _, tt := range []struct {
		last string // of links.csv
		good bool
	}{
		{"v,anna,supervisor,client:c-2,2998-01-01T00:00:00Z", true},
		{"v,anna,supervisor,client:c-2,2998-01-01T00:00:00+02:00", true},
		{`v,anna,supervisor,client:c-2,"2998-01-01T00:00:00Z"`, true},
		{"v,anna,supervisor,client:c-2,2998-01-01T00:00:00", false},
		{"v,anna,supervisor,client:c-2,2998-01-01T00:00:00+02:0", false},
		{"v,anna,supervisor,client:c-2,2998-01-01", false},
		{"v,anna,supervisor,client:c-2,", false}, // an end may have stood there
		{`v,anna,supervisor,client:c-2,""`, false},
	} {
		for _, format := range []source.Format{csv.Format{}, csv.Dialects{}} {
			_, err := source.Options{}.Read(format, wholeFolder(map[string]string{
				"tenants.csv": "id,name,emergency\nv,V,on\n",
				"users.csv":   "tenant,id,name,email,status,roles\nv,anna,A,,active,practitioner;supervisor\n",
				"clients.csv": "tenant,id,account\nv,c-1,\nv,c-2,\n",
				"links.csv":   "tenant,user,role,object,until\nv,anna,practitioner,client:c-1,\n" + tt.last,
			}))
			if (err == nil) != tt.good || err != nil && !strings.Contains(err.Error(), "links.csv:3: has no end, so that whether its last field is whole cannot be known") {
				t.Errorf("%T, %s: got %v, good is %t", format, tt.last, err, tt.good)
			}
		}
	}
}

func wholeFolder(files map[string]string) fstest.MapFS {
	folder := fstest.MapFS{}
	for n, content := range files {
		folder[n] = &fstest.MapFile{Data: []byte(content)}
	}
	return folder
}
