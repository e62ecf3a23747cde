package imports_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// root is the module's folder, seen from this one.
const root = "../.."

// graph holds the direct imports of each package of the module, without those
// of tests.
type graph map[string][]string

// readGraph reads the import lines of every file. It does not ask "go list",
// so that go test sees the files being read and runs the test again when one
// changes.
func readGraph(t *testing.T) graph {
	t.Helper()
	g := graph{}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return skipped(file)
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		imports, err := importsOf(file)
		if err != nil {
			return err
		}
		folder, err := filepath.Rel(root, filepath.Dir(file))
		if err != nil {
			return err
		}
		pkg := path.Join(module, filepath.ToSlash(folder))
		g[pkg] = append(g[pkg], imports...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(g.under(module+"/schema")) == 0 || len(g.under(module+"/checker")) == 0 {
		t.Fatalf("no packages found in %s", root)
	}
	return g
}

// skipped leaves out what is not this module's code.
func skipped(folder string) error {
	name := filepath.Base(folder)
	if folder == root {
		return nil
	}
	_, err := os.Stat(filepath.Join(folder, "go.mod"))
	if err == nil || name == "testdata" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") {
		return filepath.SkipDir
	}
	return nil
}

func importsOf(file string) ([]string, error) {
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	var imports []string
	for _, spec := range parsed.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		imports = append(imports, name)
	}
	return imports, nil
}

// under says whether a package is a folder or lies below it.
func under(pkg, folder string) bool { return pkg == folder || strings.HasPrefix(pkg, folder+"/") }

// under are the module's packages at or below a folder, sorted.
func (g graph) under(folder string) []string {
	var found []string
	for _, pkg := range slices.Sorted(maps.Keys(g)) {
		if under(pkg, folder) {
			found = append(found, pkg)
		}
	}
	return found
}

// paths are those from a package to those at or below a folder, one for each
// package that has the last step.
func (g graph) paths(from, to string) [][]string {
	var found [][]string
	seen := map[string]bool{from: true}
	var walk func(path []string)
	walk = func(path []string) {
		for _, next := range g[path[len(path)-1]] {
			longer := append(slices.Clone(path), next)
			if under(next, to) {
				found = append(found, longer)
				continue
			}
			if !seen[next] {
				seen[next] = true
				walk(longer)
			}
		}
	}
	walk([]string{from})
	return found
}
