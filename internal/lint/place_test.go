package lint_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/remit-authz/remit/internal/lint"
)

// What is found is in the file and on the line where it is written, also where
// two files have the same name on the same line, or a partial stands elsewhere.
func TestFindingsAreWhereTheyAreWritten(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	s, err := lint.Read(fstest.MapFS{
		"root.zed": file(`use import
use partial
import "same.zed"
import "shared/part.zed"
definition user {}
definition root {
	relation aaa: user

	permission view = aaa - (aaa + aaa)
	...shared
}`),
		"same.zed": file(`use partial

/* é: not every character is a byte */

definition same {

	relation aaa: user
	// two lines further down
	permission view = aaa - (aaa & aaa)
}`),
		"shared/part.zed": file(`use partial
partial shared {
	...deeper
}
partial deeper {
	relation bbb: user
	permission edit = bbb &
		bbb -
		(bbb + bbb)
}`),
	}, "root.zed")
	if err != nil {
		t.Fatal(err)
	}
	findings, err := s.Findings()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range findings {
		got = append(got, f.String())
	}
	want := []string{
		"root.zed:9: subtracted-expression: permission root#view subtracts an expression",
		"same.zed:9: subtracted-expression: permission same#view subtracts an expression",
		`shared/part.zed:8: mixed-operators: permission edit mixes "&" and "-" without parentheses`,
		"shared/part.zed:9: subtracted-expression: permission root#edit subtracts an expression",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

func TestWhatNoEngineTakesIsAnError(t *testing.T) {
	for _, c := range []struct{ why, text, want string }{
		{"it does not compile", "definition doc {\n\trelation aaa:\n}", "test.zed:3:1: "},
		{"a name that is not there", "definition user {}\ndefinition doc {\n\trelation aaa: user\n\tpermission ppp = aab\n}", "line 4: doc#ppp: doc#aab does not exist"},
		{"a type that is not there", "definition doc {\n\trelation aaa: user\n}", "type user does not exist"},
		{"an import, of text that is in no folder", "use import\nimport \"other.zed\"", "import statements are not allowed"},
	} {
		if _, err := lint.Parse("test.zed", c.text); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", c.why, err, c.want)
		}
	}
	large := fstest.MapFS{"large.zed": &fstest.MapFile{Data: make([]byte, lint.MaxSize+1)}}
	if _, err := lint.Read(large, "large.zed"); err == nil || !strings.Contains(err.Error(), "too long") {
		t.Errorf("too long: got %v", err)
	}
	if _, err := lint.Read(fstest.MapFS{}, "missing.zed"); err == nil {
		t.Error("a file that is not there: no error")
	}
}

const risky = before + `definition doc {
	relation par: team with expiration | team#lead
	permission ppp = par & nil
}`

// What can give a wrong "allowed" on the engine is refused; what a later SpiceDB
// mends, only before that; and what is not known to be mended, always.
func TestRefuse(t *testing.T) {
	for _, c := range []struct {
		why, schema, version string
		accepted             []string
		want                 []string
	}{
		{"before it is mended", risky, "v1.56.2", nil, []string{"skipped-condition"}},
		{"where the version is not known", risky, "(devel)", nil, []string{"skipped-condition"}},
		{"as of when it is mended", risky, "v1.57.1", nil, nil},
		{"accepted", risky, "v1.56.2", []string{"skipped-condition"}, nil},
		{"another accepted", risky, "v1.56.2", []string{"caveats-under-all"}, []string{"skipped-condition"}},
		{"mended nowhere", before + permission("aaa - (bbb + par->member)"), "v9.0.0", nil, []string{"subtracted-expression"}},
		{"only otherwise than it reads", before + permission("aaa & bbb + par->member"), "v1.56.2", nil, nil},
		{"only too little, or none", before + permission("aaa & par"), "v1.56.2", nil, nil},
	} {
		s, err := lint.Parse("test.zed", c.schema)
		if err != nil {
			t.Fatalf("%s: %v", c.why, err)
		}
		var got []string
		err = s.Refuse(c.version, c.accepted...)
		if refused := new(lint.RefusedError); errors.As(err, &refused) {
			for _, f := range refused.Findings {
				got = append(got, f.Rule.Name)
				if !strings.Contains(err.Error(), f.String()) || !strings.Contains(err.Error(), "--accept "+f.Rule.Name) {
					t.Errorf("%s: %v does not say what is wrong and how to go on", c.why, err)
				}
			}
		} else if err != nil {
			t.Fatalf("%s: %v", c.why, err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: refused for (-want +got):\n%s", c.why, diff)
		}
	}
}

func TestOnlyRulesAreAccepted(t *testing.T) {
	s, err := lint.Parse("test.zed", risky)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Findings("skiped-condition"); err == nil || !strings.Contains(err.Error(), "skipped-condition") {
		t.Errorf("got %v, want the names that there are", err)
	}
}

// What a later SpiceDB may say and this program does not know may be a shape, or
// hide one: such a schema is not found free of them.
func TestAnOperatorThatIsNotKnownIsNotLinted(t *testing.T) {
	const text = "definition user {}\ndefinition doc {\n\trelation aaa: user\n\tpermission ppp = aaa\n}"
	s, err := lint.Parse("test.zed", text)
	if err != nil {
		t.Fatal(err)
	}
	s.Compiled().ObjectDefinitions[1].GetRelation()[1].GetUsersetRewrite().RewriteOperation = nil
	if _, err := lint.Part(s.Compiled(), "test.zed", text, nil); err == nil || !strings.Contains(err.Error(), "doc#ppp") {
		t.Errorf("got %v, want an error that names doc#ppp", err)
	}
}
