package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strings"
)

// module is the path of the module whose comments are read.
const module = "github.com/remit-authz/remit/"

// comments are those on the fields of structs of the module in a folder.
type comments struct{ root string }

// of is the comment of a field; of those that share one, the same.
func (c comments) of(t reflect.Type, field string) (string, error) {
	inside, ok := strings.CutPrefix(t.PkgPath(), module)
	if !ok {
		return "", fmt.Errorf("%s is of another module", t)
	}
	names, err := filepath.Glob(filepath.Join(c.root, inside, "*.go"))
	if err != nil {
		return "", err
	}
	for _, name := range names {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			return "", err
		}
		if text := inFile(file, t.Name(), field); text != "" {
			return text, nil
		}
	}
	return "", fmt.Errorf("%s.%s has no comment", t, field)
}

func inFile(file *ast.File, typ, field string) string {
	text := ""
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.TypeSpec)
		if !ok || spec.Name.Name != typ {
			return true
		}
		if s, ok := spec.Type.(*ast.StructType); ok {
			text = inStruct(s, field)
		}
		return false
	})
	return text
}

// inStruct is the comment of a field, or of the last before it that has one.
func inStruct(s *ast.StructType, field string) string {
	text := ""
	for _, f := range s.Fields.List {
		if f.Doc != nil {
			text = strings.Join(strings.Fields(f.Doc.Text()), " ")
		}
		for _, name := range f.Names {
			if name.Name == field {
				return text
			}
		}
	}
	return ""
}
