package imports_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"testing"
)

// An example is what an application copies: it has no more than that has.
func TestExamplesImportWhatIsPublic(t *testing.T) {
	found := 0
	err := fs.WalkDir(os.DirFS(root), ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "example_test.go") || strings.HasPrefix(path, "internal/") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), root+"/"+path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		found++
		for _, spec := range file.Imports {
			if to, _ := strconv.Unquote(spec.Path.Value); under(to, module+"/internal") {
				t.Errorf("%s -> %s: no other module can import that", path, to)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if found < 5 {
		t.Errorf("only %d examples are looked at", found)
	}
}
