// Package gocomment reads what stands above the types, fields and constants of this module's
// code, for the descriptions in what is generated of them.
package gocomment

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// module is the path of the module whose comments are read.
const module = "github.com/remit-authz/remit/"

// Source is the module's code in a folder. It reads each package once, and is not for
// several goroutines.
type Source struct {
	root  string
	files map[string][]*ast.File // by folder
}

// In is the code of the module whose root is a folder.
func In(root string) *Source { return &Source{root, map[string][]*ast.File{}} }

// of are the files of the package of a type, tests included; an error for a type of
// another module.
func (s *Source) of(t reflect.Type) ([]*ast.File, error) {
	inside, ok := strings.CutPrefix(t.PkgPath(), module)
	if !ok {
		return nil, fmt.Errorf("%s is of another module", t)
	}
	if files, read := s.files[inside]; read {
		return files, nil
	}
	names, err := filepath.Glob(filepath.Join(s.root, inside, "*.go"))
	if err != nil {
		return nil, err
	}
	var files []*ast.File
	for _, name := range names {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	s.files[inside] = files
	return files, nil
}

// each goes through the declarations of a kind in the package of a type.
func (s *Source) each(t reflect.Type, kind token.Token, do func(*ast.GenDecl, ast.Spec)) error {
	files, err := s.of(t)
	for _, file := range files {
		for _, d := range file.Decls {
			if of, is := d.(*ast.GenDecl); is && of.Tok == kind {
				for _, spec := range of.Specs {
					do(of, spec)
				}
			}
		}
	}
	return err
}

// Type is the comment of a type; blank for none.
func (s *Source) Type(t reflect.Type) (text string, err error) {
	err = s.each(t, token.TYPE, func(of *ast.GenDecl, spec ast.Spec) {
		if one := spec.(*ast.TypeSpec); one.Name.Name == t.Name() {
			text = line(one.Doc)
			if text == "" && len(of.Specs) == 1 {
				text = line(of.Doc)
			}
		}
	})
	return text, err
}

// Field is the comment of a field of a struct, above or behind it; blank for none.
func (s *Source) Field(t reflect.Type, field string) (text string, err error) {
	err = s.fields(t, func(f *ast.Field) {
		if hasName(f, field) {
			text = strings.TrimSpace(line(f.Doc) + " " + line(f.Comment))
		}
	})
	return text, err
}

// Above is the comment above a field, or above the last before it that has one: of several
// that share one, it is that.
func (s *Source) Above(t reflect.Type, field string) (text string, err error) {
	last := ""
	err = s.fields(t, func(f *ast.Field) {
		if f.Doc != nil {
			last = line(f.Doc)
		}
		if hasName(f, field) {
			text = last
		}
	})
	if err == nil && text == "" {
		err = fmt.Errorf("%s.%s has no comment", t, field)
	}
	return text, err
}

// fields are those of a struct, in their order.
func (s *Source) fields(t reflect.Type, do func(*ast.Field)) error {
	return s.each(t, token.TYPE, func(_ *ast.GenDecl, spec ast.Spec) {
		if one := spec.(*ast.TypeSpec); one.Name.Name == t.Name() {
			if body, is := one.Type.(*ast.StructType); is {
				for _, f := range body.Fields.List {
					do(f)
				}
			}
		}
	})
}

func hasName(f *ast.Field, name string) bool {
	return slices.ContainsFunc(f.Names, func(n *ast.Ident) bool { return n.Name == name })
}

// Constants are the texts that a type has names for, in the order of the code; none for a
// type without.
func (s *Source) Constants(t reflect.Type) (texts []string, err error) {
	err = s.each(t, token.CONST, func(_ *ast.GenDecl, spec ast.Spec) {
		one := spec.(*ast.ValueSpec)
		if named, is := one.Type.(*ast.Ident); !is || named.Name != t.Name() {
			return
		}
		for _, value := range one.Values {
			if literal, is := value.(*ast.BasicLit); is && literal.Kind == token.STRING {
				if text, err := strconv.Unquote(literal.Value); err == nil {
					texts = append(texts, text)
				}
			}
		}
	})
	return texts, err
}

// line is a comment in one line.
func line(of *ast.CommentGroup) string {
	return strings.Join(strings.Fields(of.Text()), " ")
}
