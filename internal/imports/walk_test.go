package imports_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// eachPlace says of every place that is found in the module's Go code what is
// wrong with it. One folder is not looked at, to which it belongs, nor are tests
// but those in some folders.
func eachPlace(t *testing.T, belongsTo string, tests []string, wrong string, find func(*ast.File) []token.Pos) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(root), ".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (path == belongsTo || path == "tools" || strings.HasPrefix(entry.Name(), ".") && path != "."):
			return fs.SkipDir
		case !strings.HasSuffix(path, ".go"), strings.HasSuffix(path, "_test.go") && !slices.ContainsFunc(tests, func(folder string) bool { return under(path, folder) }):
			return nil
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, filepath.Join(root, path), nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, at := range find(file) {
			t.Errorf("%s: %s", files.Position(at), wrong)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
