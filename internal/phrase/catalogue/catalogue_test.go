package catalogue

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// root is the module's folder, seen from this one.
const root = "../../.."

// spoken are the folders of what an administrator reads: nothing there makes an error
// or a text in a way that cannot be said in another language.
var spoken = []string{"cmd/remit", "loader", "checker", "schema", "internal/settings", "internal/files", "internal/known", "internal/suggest", "internal/keys", "internal/strictyaml", "internal/lint", "internal/model", "internal/engine", "internal/transfer", "internal/conformance", "internal/validationfile", "internal/issuer", "internal/socket", "internal/recertification", "internal/ledger/verify"}

// unspoken are those below them that only programs read, over HTTP and gRPC, or that
// a developer runs.
var unspoken = []string{"checker/authzen", "checker/httpauth", "checker/grpcauth", "checker/memory", "checker/extauthz", "checker/internal", "loader/acts", "internal/settings/schemagen", "checker/report"}

// partly are folders of which people read some texts: those are made with package
// phrase, and what only a fault brings up is not.
var partly = []string{"internal/boltstore", "internal/boltstore/boltfile", "internal/ledger", "internal/ledger/entry", "internal/ledger/recorder", "loader/acts", "internal/assertion", "checker/report", "internal/table", "internal/graph/zed", "internal/service", "internal/hooks", "checker/authzen"}

// source is a parsed file of the module.
type source struct {
	path string
	file *ast.File
	set  *token.FileSet
}

func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if _, err := os.Stat(filepath.Join(file, "go.mod")); file != root && (err == nil || name == "testdata" || strings.HasPrefix(name, ".")) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		set := token.NewFileSet()
		parsed, err := parser.ParseFile(set, file, nil, 0)
		rel, _ := filepath.Rel(root, file)
		all = append(all, source{filepath.ToSlash(rel), parsed, set})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// spokenTo says whether a file is of what is said to people.
func (s source) spokenTo() bool {
	in := func(folders []string) bool {
		return slices.ContainsFunc(folders, func(f string) bool { return strings.HasPrefix(s.path, f+"/") })
	}
	return in(spoken) && !in(unspoken) || s.path == "internal/phrase/printer.go"
}

// partlySpoken says whether some of its texts are said to people.
func (s source) partlySpoken() bool { return slices.Contains(partly, path.Dir(s.path)) }

// sayers are the functions that take a format and its arguments at the end, as
// phrase.Of does, by name: in which folders, and the place of the format.
func sayers(all []source) map[string]map[string]int {
	found := map[string]map[string]int{}
	for _, s := range all {
		if !s.spokenTo() && !strings.HasPrefix(s.path, "internal/phrase/") {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			f, ok := n.(*ast.FuncDecl)
			if !ok {
				return true
			}
			var names []string
			for _, field := range f.Type.Params.List {
				for _, name := range field.Names {
					names = append(names, name.Name)
				}
			}
			if k := len(names); k >= 2 && (names[k-2] == "format" || names[k-2] == "why") && names[k-1] == "args" {
				if found[f.Name.Name] == nil {
					found[f.Name.Name] = map[string]int{}
				}
				found[f.Name.Name][path.Dir(s.path)] = k - 2
			}
			return true
		})
	}
	delete(found, "printf") // writes what was said
	return found
}

// formatOf is the text that a call of such a function has in the place of its format.
// One of the same folder is meant before others.
func formatOf(call *ast.CallExpr, folder string, places map[string]int) (string, bool) {
	candidates := slices.Sorted(maps.Values(places))
	if own, ok := places[folder]; ok {
		candidates = append(candidates, own)
	}
	for _, place := range slices.Backward(candidates) {
		if len(call.Args) > place {
			if text, ok := textOf(call.Args[place]); ok {
				return text, true
			}
		}
	}
	return "", false
}

// key is a text in the code, with where it stands.
type key struct{ text, at string }

// keys are the texts that are said, and what is said without being a text there.
func keysIn(all []source) (keys []key, wrong []string) {
	says := sayers(all)
	for _, s := range all {
		if !s.spokenTo() && !s.partlySpoken() {
			continue
		}
		at := func(n ast.Node) string { p := s.set.Position(n.Pos()); return s.path + ":" + strconv.Itoa(p.Line) }
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				name, qualifier := called(n)
				if s.spokenTo() && (qualifier == "fmt" && name == "Errorf" || qualifier == "errors" && name == "New" && isText(n.Args)) {
					wrong = append(wrong, at(n)+": "+qualifier+"."+name+": make it with phrase.Errorf, so that it can be said in every language")
				}
				if places, ok := says[name]; ok && qualifier != "fmt" {
					if text, ok := formatOf(n, path.Dir(s.path), places); ok {
						keys = append(keys, key{text, at(n)})
					}
				}
				if text, ok := usageOf(n, name); ok {
					keys = append(keys, key{text, at(n)})
				}
			case *ast.KeyValueExpr:
				if id, ok := n.Key.(*ast.Ident); ok && (id.Name == "Short" || id.Name == "Long") && strings.HasPrefix(s.path, "cmd/") {
					text, _ := textOf(n.Value)
					for paragraph := range strings.SplitSeq(text, "\n\n") { // as help says them
						keys = append(keys, key{paragraph, at(n)})
					}
				}
			}
			return true
		})
	}
	return keys, wrong
}

func called(call *ast.CallExpr) (name, qualifier string) {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name, ""
	case *ast.SelectorExpr:
		if x, ok := f.X.(*ast.Ident); ok {
			qualifier = x.Name
		}
		return f.Sel.Name, qualifier
	}
	return "", ""
}

func isText(args []ast.Expr) bool {
	_, ok := textOf(args[0])
	return ok
}

// usageOf is what a flag is for: the last argument of what declares one.
func usageOf(call *ast.CallExpr, name string) (string, bool) {
	if !strings.HasSuffix(name, "Var") && !strings.HasSuffix(name, "VarP") || len(call.Args) < 3 {
		return "", false
	}
	return textOf(call.Args[len(call.Args)-1])
}

// textOf is a text that stands in the code.
func textOf(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil && e.Kind == token.STRING
	case *ast.BinaryExpr:
		a, ok := textOf(e.X)
		b, also := textOf(e.Y)
		return a + b, ok && also
	case *ast.Ident:
		if e.Obj != nil {
			if spec, ok := e.Obj.Decl.(*ast.ValueSpec); ok && len(spec.Values) == 1 {
				return textOf(spec.Values[0])
			}
		}
	}
	return "", false
}

// known are the keys that have a translation.
func known() map[string]bool {
	keys := map[string]bool{}
	for _, t := range texts() {
		keys[t.en] = true
	}
	return keys
}

// wordless says that a text has nothing to translate.
func wordless(text string) bool {
	return !regexp.MustCompile(`\pL`).MatchString(verb.ReplaceAllString(text, ""))
}

var verb = regexp.MustCompile(`%[-+# 0]*(\[\d+\])?[\d.*]*(\[\d+\])?[a-zA-Z%]`)

// Everything that is said to people is in the catalogue, and nothing else is.
func TestNothingIsMissing(t *testing.T) {
	keys, wrong := keysIn(sources(t))
	for _, w := range wrong {
		t.Error(w)
	}
	said, known := map[string]bool{}, known()
	for _, k := range keys {
		if said[k.text] {
			continue
		}
		said[k.text] = true
		if !wordless(k.text) && !known[k.text] {
			t.Errorf("%s: no translation of %q", k.at, k.text)
		}
	}
	if len(said) < 500 {
		t.Errorf("only %d texts were found", len(said))
	}
	for text := range known {
		if !said[text] {
			t.Errorf("nothing says %q any more", text)
		}
	}
}

// The words that go with a number are package phrase's to choose: fmt prints them all.
func TestFormsAreOnlyInPhrases(t *testing.T) {
	forms := regexp.MustCompile(`\{[^{}|%]*\|[^{}|%]*\}`)
	for _, s := range sources(t) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			call, is := n.(*ast.CallExpr)
			if !is {
				return true
			}
			if name, qualifier := called(call); qualifier == "fmt" || qualifier == "errors" {
				for _, arg := range call.Args {
					if text, is := textOf(arg); is && forms.MatchString(text) {
						t.Errorf("%s: %s.%s prints %q as it stands", s.set.Position(call.Pos()), qualifier, name, text)
					}
				}
			}
			return true
		})
	}
}

// A translation says of its arguments what the English says.
func TestTranslationsHaveTheSameArguments(t *testing.T) {
	for _, one := range texts() {
		for code, translated := range map[string]string{"nl": one.nl, "fr": one.fr} {
			if translated == "" || strings.Contains(translated, "%w") {
				t.Errorf("%s: %q is %q", code, one.en, translated)
			}
			if want, got := arguments(one.en), arguments(translated); !slices.Equal(got, want) {
				t.Errorf("%s: %q has the arguments %v, %q has %v", code, one.en, want, translated, got)
			}
		}
	}
}

// What was kept in English is said in each language where it is known again, with what is
// said in it; anything else stays as it is.
func TestRecorded(t *testing.T) {
	for text, want := range map[string]string{
		"the record that was found has 7 entries, and had 8: it is an older copy, or its end was cut off":   "het gevonden register heeft 7 regels, en had er 8: het is een oudere kopie, of het einde is eraf",
		"links.csv:20: left out: user:a/anna as practitioner on client:a/c-1 ended at 2020-01-01T00:00:00Z": "links.csv:20: weggelaten: user:a/anna als practitioner van client:a/c-1 eindigde op 2020-01-01T00:00:00Z",
		"left out: client:a/c-1#practitioner@user:a/anna has ended meanwhile":                               "weggelaten: client:a/c-1#practitioner@user:a/anna is intussen verlopen",
		"there is no role \"a b\" on a client: there is practitioner":                                       "er is geen rol \"a b\" op een client: wel practitioner",
		"finding 100 % of it, %d and %s":                                                                    "finding 100 % of it, %d and %s",
		"":                                                                                                  "",
	} {
		if got := phrase.Recorded(text).Say(In(schema.Dutch)); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
		if got := phrase.Recorded(text).Say(In(schema.English)); got != text {
			t.Errorf("%q: in English %q", text, got)
		}
	}
}

// What a library says is said whole, and in other words than its own.
func TestLibrariesAreSaidInWords(t *testing.T) {
	for _, one := range libraryTexts {
		for _, l := range []schema.Language{schema.Dutch, schema.French} {
			if got := In(l).Value(errors.New(one.en)); got == one.en || strings.Contains(got, "%!") {
				t.Errorf("%s: %q is %q", l, one.en, got)
			}
		}
	}
}

// What nobody has words for is said as it is, whatever of a file it quotes.
func TestWhatALibraryQuotesStays(t *testing.T) {
	for _, said := range []string{"line 3: no {one|other} here", "100% {one|other}", "%s %d {|}"} {
		for _, l := range []schema.Language{schema.English, schema.Dutch, schema.French} {
			if got := In(l).Value(errors.New(said)); got != said {
				t.Errorf("%s: %q is %q", l, said, got)
			}
		}
	}
}

// A form goes with a number that the text has.
func TestFormsGoWithNumbers(t *testing.T) {
	for _, one := range texts() {
		for _, text := range []string{one.en, one.nl, one.fr} {
			phrase.Forms(text, func(arg int, singular, plural string) string {
				if !slices.Contains(arguments(text), strconv.Itoa(arg)+"d") {
					t.Errorf("{%s|%s} goes with argument %d, which is no number: %q", singular, plural, arg, text)
				}
				return ""
			})
		}
	}
}

// arguments are the verbs of a text, by the number of their argument.
func arguments(text string) []string {
	var found []string
	next := 1
	for _, v := range verb.FindAllString(text, -1) {
		kind := v[len(v)-1:]
		if kind == "%" {
			continue
		}
		if kind == "w" {
			kind = "v"
		}
		if i := strings.Index(v, "["); i >= 0 {
			next, _ = strconv.Atoi(v[i+1 : strings.Index(v, "]")])
		}
		found = append(found, strconv.Itoa(next)+kind)
		next++
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// What is made in one package and wrapped in others is said whole, with the right form
// for a number, and numbers as they are copied.
func TestSayings(t *testing.T) {
	in := In(schema.Dutch)
	if got, want := in.Say("in all: %s (that take away: %d)", phrase.Of("%d {change|changes}", 1), 1), "samen: 1 wijziging, waarvan 1 om iets weg te nemen"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := in.Value(phrase.Of("%d {change|changes}", 12345)), "12345 wijzigingen"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, c := range []struct {
		language schema.Language
		n        int
		want     string
	}{
		{schema.English, 0, "acme: 0 entries from before 2026 are gone"}, {schema.English, 1, "acme: 1 entry from before 2026 is gone"},
		{schema.Dutch, 0, "acme: 0 regels van voor 2026 zijn weg"}, {schema.Dutch, 1, "acme: 1 regel van voor 2026 is weg"},
		{schema.French, 0, "acme : 0 entrée d'avant le 2026 est partie"}, {schema.French, 1, "acme : 1 entrée d'avant le 2026 est partie"},
		{schema.French, 2, "acme : 2 entrées d'avant le 2026 sont parties"},
	} {
		if got := In(c.language).Say("%s: %d {entry|entries} from before %s {is|are} gone", "acme", c.n, "2026"); got != c.want {
			t.Errorf("%s, %d: got %q, want %q", c.language, c.n, got, c.want)
		}
	}
	if got, want := phrase.Errorf("%s has %d {problem|problems}, nothing is written:\n%w", "acme", 1, os.ErrNotExist), "acme has 1 problem, nothing is written:\nfile does not exist"; got.Error() != want || !errors.Is(got, os.ErrNotExist) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := In(schema.French).Value(phrase.Of("%d {change|changes}", 0)), "0 changement"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
