package main

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"
)

// An archive goes by what is in it and the time of its commit: not by when or where it was
// made, or by whom.
func TestArchivesAreReproducible(t *testing.T) {
	for name, write := range map[string]func(string, string, []file, time.Time) error{"tar.gz": writeTar, "zip": writeZip} {
		var made [2][]byte
		for i := range made {
			folder := t.TempDir()
			program := filepath.Join(folder, "remit")
			if err := os.WriteFile(program, bytes.Repeat([]byte("program"), 1000), []os.FileMode{0o600, 0o755}[i]); err != nil {
				t.Fatal(err)
			}
			if err := os.Chtimes(program, time.Time{}, time.Unix(int64(i)*1e6, 0)); err != nil {
				t.Fatal(err)
			}
			archive := filepath.Join(folder, "archive")
			if err := write(archive, "remit_v1", []file{{"remit", program, 0o755}}, time.Unix(1e9, 0).UTC()); err != nil {
				t.Fatal(err)
			}
			var err error
			if made[i], err = os.ReadFile(archive); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(made[0], made[1]) {
			t.Errorf("%s: made twice, it is not the same", name)
		}
	}
}

// Two releases that differ in a byte are not the same.
func TestSame(t *testing.T) {
	made := []string{t.TempDir(), t.TempDir(), t.TempDir()}
	for i, folder := range made {
		if err := os.WriteFile(filepath.Join(folder, "a"), []byte{byte(i / 2)}, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := writeSums(folder); err != nil {
			t.Fatal(err)
		}
	}
	if err := same(made[0], made[1]); err != nil {
		t.Error(err)
	}
	if err := same(made[1], made[2]); err == nil || !strings.Contains(err.Error(), "not the same") {
		t.Errorf("got %v, want a difference", err)
	}
}

// What does not compile on one system is found, though it does on this one.
func TestCheck(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":                  "module example.org/remit\n\ngo 1.26\n",
		"cmd/remit/main.go":       "package main\n\nfunc main() { here() }\n",
		"cmd/remit/here_linux.go": "package main\n\nfunc here() {}\n",
	} {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := check(folder, []string{"linux/amd64", "linux/arm64"}); err != nil {
		t.Error(err)
	}
	if err := check(folder, []string{"windows/amd64"}); err == nil || !strings.Contains(err.Error(), "windows/amd64") {
		t.Errorf("got %v, want that it does not compile", err)
	}
}

// Every module that is linked into the program, on each system, has a licence that is
// known; its texts are in the archive, and an archive takes their names.
func TestLicences(t *testing.T) {
	folder, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	for target := range strings.SplitSeq(everywhere, ",") {
		system, processor, _ := strings.Cut(target, "/")
		modules, err := tree{folder: folder}.licences(t.Context(), []string{"GOOS=" + system, "GOARCH=" + processor})
		if err != nil {
			t.Fatal(target, err)
		}
		found := map[string][]string{}
		for _, m := range modules {
			found[m.path] = m.ids
		}
		for module, want := range map[string]string{"std": "BSD-3-Clause", "github.com/authzed/spicedb": "Apache-2.0", "github.com/spf13/pflag": "BSD-3-Clause", "go.etcd.io/bbolt": "MIT"} {
			if !slices.Contains(found[module], want) {
				t.Errorf("%s: %s has the licences %v, want %s", target, module, found[module], want)
			}
		}
		name := filepath.Join(t.TempDir(), "archive")
		if err := writeTar(name, "remit_v1.2.3-alpha.1_"+system+"_"+processor, licenceFiles(modules), time.Unix(1e9, 0)); err != nil {
			t.Error(err)
		}
	}
}

// What is passed on without a licence is found, and so is a licence that nobody knows.
func TestNoLicenceIsAnError(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module example.org/remit\n\ngo 1.26\n\nrequire example.org/other v1.0.0\n\nreplace example.org/other v1.0.0 => ./other\n")
	write("cmd/remit/main.go", "package main\n\nimport _ \"example.org/other/part\"\n\nfunc main() {}\n")
	write("other/go.mod", "module example.org/other\n\ngo 1.26\n")
	write("other/part/part.go", "package part\n")
	write("other/part/license.go", "package part\n")
	mit, err := os.ReadFile("testdata/MIT")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, text, wrong string }{
		{"other/part/none", "", "texts (0)"},
		{"other/LICENSE", "All rights reserved.", "texts (1)"},
		{"other/part/COPYING.md", string(mit), ""},
	} {
		write(tt.name, tt.text)
		modules, err := tree{folder: folder}.licences(t.Context(), nil)
		switch {
		case tt.wrong != "" && (err == nil || !strings.Contains(err.Error(), tt.wrong)):
			t.Errorf("%s: got %v, want an error with %s", tt.name, err, tt.wrong)
		case tt.wrong == "" && err != nil:
			t.Error(tt.name, err)
		case tt.wrong == "":
			var names []string
			for _, f := range licenceFiles(modules) {
				names = append(names, f.name)
			}
			if got, want := strings.Join(names, " "), "licences/./other@/LICENSE licences/./other@/part/COPYING.md licences/std@"; !strings.HasPrefix(got, want) {
				t.Errorf("got %s, want %s…", got, want)
			}
		}
	}
}

// A bill has a licence for each module, and no module that is not in the program.
func TestBillIsWhole(t *testing.T) {
	mod := func(path string) *debug.Module { return &debug.Module{Path: path, Version: "v1"} }
	of := func(path, version string) licensed {
		return licensed{path: path, version: version, ids: []string{"MIT"}}
	}
	info := &debug.BuildInfo{GoVersion: "go1", Deps: []*debug.Module{mod("a"), mod("b")}}
	got, err := components(info, []licensed{of("std", "go1"), of("a", "v1"), of("b", "v1")})
	if err != nil || len(got) != 3 || (*got[1].Licenses)[0].License.ID != "MIT" {
		t.Errorf("got %+v, %v", got, err)
	}
	for _, modules := range [][]licensed{
		{of("std", "go1"), of("a", "v1")},
		{of("std", "go1"), of("a", "v1"), of("b", "v2")},
		{of("std", "go1"), of("a", "v1"), of("b", "v1"), of("c", "v1")},
	} {
		if got, err := components(info, modules); err == nil {
			t.Errorf("got %+v, want an error", got)
		}
	}
}
