package imports_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"testing"

	"github.com/remit-authz/remit/schema"
)

// What there is to know of a relation or a role stands beside its name in the
// model. A switch over them elsewhere is a second place, which a new role does
// not reach.
func TestNoSwitchOverTheModelsNames(t *testing.T) {
	names := modelNames(t)
	eachPlace(t, "schema", nil, "a switch over a relation or a role: put what it decides beside the name, in schema/*.zed",
		func(file *ast.File) []token.Pos { return switchesOver(file, names) })
}

func TestSwitchesAreFound(t *testing.T) {
	for _, tt := range []struct {
		source string
		want   int
	}{
		{"switch r { case schema.ClientLogin: }", 1},
		{"switch { case r == schema.RoleBarred, b: }", 1},
		{"switch { case strings.HasPrefix(a, schema.TenantMember.Name()): }", 1},
		{"switch k { case schema.KindLink: }", 0},
		{"switch t { case schema.TypeClient: }", 0},
		{"switch { case a: f(schema.ClientLogin) }", 0},
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "", "package p\nfunc f() {"+tt.source+"}", 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(switchesOver(file, modelNames(t))); got != tt.want {
			t.Errorf("%s: found %d, want %d", tt.source, got, tt.want)
		}
	}
}

// modelNames are the Go constants of the model's relations and roles.
func modelNames(t *testing.T) map[string]bool {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../../schema/names.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok {
			if typ, ok := spec.Type.(*ast.Ident); ok && (typ.Name == "Relation" || typ.Name == "Role") {
				names[spec.Names[0].Name] = true
			}
		}
		return true
	})
	if len(names) < len(schema.Roles()) {
		t.Fatalf("only %d names of relations and roles were found", len(names))
	}
	return names
}

// switchesOver are the cases of switches that compare with one of the names.
func switchesOver(file *ast.File, names map[string]bool) []token.Pos {
	var found []token.Pos
	ast.Inspect(file, func(n ast.Node) bool {
		clause, ok := n.(*ast.CaseClause)
		if !ok {
			return true
		}
		for _, expression := range clause.List {
			ast.Inspect(expression, func(n ast.Node) bool {
				s, ok := n.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				if x, ok := s.X.(*ast.Ident); ok && x.Name == "schema" && names[s.Sel.Name] {
					found = append(found, s.Pos())
				}
				return true
			})
		}
		return true
	})
	return found
}
