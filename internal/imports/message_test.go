package imports_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"testing"
)

// messages are SpiceDB's messages for a relationship and its parts.
var messages = []string{
	"Relationship", "RelationshipUpdate", "RelationshipFilter",
	"ObjectReference", "SubjectReference", "SubjectFilter", "ContextualizedCaveat",
}

// testsToo are the folders whose tests make none either.
var testsToo = []string{"checker/memory", "internal"}

// One place makes SpiceDB's messages of our relationships: a second one would
// forget a caveat, an end or a subject's relation some day.
func TestOnlyOnePlaceMakesRelationshipMessages(t *testing.T) {
	eachPlace(t, "internal/relation", testsToo, "a message for a relationship: let internal/relation make it", messagesMadeIn)
}

func TestMessagesAreFound(t *testing.T) {
	for _, tt := range []struct {
		source string
		want   int
	}{
		{"_ = &v1.Relationship{}", 1},
		{"_ = v1.RelationshipFilter{ResourceType: t}", 1},
		{"_ = []*v1.RelationshipUpdate{{Relationship: r}, {}}", 2},
		{"_ = []*v1.RelationshipUpdate{update}", 0},
		{"_ = map[string]*v1.SubjectReference{s: {}}", 1},
		{"_ = new(v1.ObjectReference)", 1},
		{"var r *v1.Relationship; _ = r", 0},
		{"_ = &v1.ReadRelationshipsRequest{}", 0},
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "", "package p\nfunc f() {"+tt.source+"}", 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(messagesMadeIn(file)); got != tt.want {
			t.Errorf("%s: found %d, want %d", tt.source, got, tt.want)
		}
	}
}

// messagesMadeIn are the places that make one of the messages.
func messagesMadeIn(file *ast.File) []token.Pos {
	var found []token.Pos
	ast.Inspect(file, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.CompositeLit:
			if isMessage(x.Type) {
				found = append(found, x.Pos())
			}
			found = append(found, elided(x)...)
		case *ast.CallExpr:
			if f, ok := x.Fun.(*ast.Ident); ok && f.Name == "new" && len(x.Args) == 1 && isMessage(x.Args[0]) {
				found = append(found, x.Pos())
			}
		}
		return true
	})
	return found
}

// elided are the elements of a list or map of messages that are written without
// their type.
func elided(list *ast.CompositeLit) []token.Pos {
	var of ast.Expr
	switch typ := list.Type.(type) {
	case *ast.ArrayType:
		of = typ.Elt
	case *ast.MapType:
		of = typ.Value
	}
	if !isMessage(of) {
		return nil
	}
	var found []token.Pos
	for _, e := range list.Elts {
		if pair, ok := e.(*ast.KeyValueExpr); ok {
			e = pair.Value
		}
		if _, ok := e.(*ast.CompositeLit); ok {
			found = append(found, e.Pos())
		}
	}
	return found
}

func isMessage(typ ast.Expr) bool {
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	s, ok := typ.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	x, ok := s.X.(*ast.Ident)
	return ok && x.Name == "v1" && slices.Contains(messages, s.Sel.Name)
}
