package catalogue

import (
	"go/ast"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"github.com/remit-authz/remit/schema"
)

// Labels stand in the code in all languages, beside what they are of, so that whoever
// links a package with some does not link the catalogue. None lacks a language, and all
// have the same places to fill in.
func TestLabelsAreInEveryLanguage(t *testing.T) {
	found := map[string]int{}
	for _, s := range sources(t) {
		for _, literal := range labels(s.file) {
			at := s.path + ":" + strconv.Itoa(s.set.Position(literal.Pos()).Line)
			found[s.file.Name.Name]++
			if len(literal.Elts) != len(schema.Label{}) {
				t.Errorf("%s: %d texts for %d languages", at, len(literal.Elts), len(schema.Label{}))
				continue
			}
			english, ok := textOf(literal.Elts[schema.English])
			for language, element := range literal.Elts {
				text, also := textOf(element)
				if ok && also && !slices.Equal(toFill(english), toFill(text)) {
					t.Errorf("%s: %q has %v to fill in, %q has %v", at, english, toFill(english), text, toFill(text))
				}
				if also && wordless(text) != wordless(english) {
					t.Errorf("%s: %q is %q in the language %s", at, english, text, schema.Language(language))
				}
			}
		}
	}
	for _, name := range []string{"explain", "report", "matrix", "schema", "model", "main"} {
		if found[name] == 0 {
			t.Errorf("no label was found in package %s", name)
		}
	}
}

// labels are the labels that a file spells out, but those that are blank on purpose.
func labels(file *ast.File) []*ast.CompositeLit {
	var found []*ast.CompositeLit
	ast.Inspect(file, func(n ast.Node) bool {
		literal, ok := n.(*ast.CompositeLit)
		if !ok {
			return true
		}
		if isLabel(file, literal.Type) && len(literal.Elts) > 0 {
			found = append(found, literal)
		}
		var element ast.Expr
		switch of := literal.Type.(type) {
		case *ast.ArrayType:
			element = of.Elt
		case *ast.MapType:
			element = of.Value
		}
		for _, e := range literal.Elts {
			if pair, ok := e.(*ast.KeyValueExpr); ok {
				e = pair.Value
			}
			if inner, ok := e.(*ast.CompositeLit); ok && inner.Type == nil && isLabel(file, element) {
				found = append(found, inner)
			}
		}
		return true
	})
	return found
}

// isLabel says whether a type is schema.Label.
func isLabel(file *ast.File, typ ast.Expr) bool {
	switch typ := typ.(type) {
	case *ast.Ident:
		return typ.Name == "Label" && file.Name.Name == "schema"
	case *ast.SelectorExpr:
		x, ok := typ.X.(*ast.Ident)
		return ok && x.Name == "schema" && typ.Sel.Name == "Label"
	}
	return false
}

var brace = regexp.MustCompile(`\{[a-z]+\}`)

// toFill are the places of a label that are filled in: {who}, or a verb.
func toFill(text string) []string {
	places := append(brace.FindAllString(text, -1), arguments(text)...)
	slices.Sort(places)
	return slices.Compact(places)
}
