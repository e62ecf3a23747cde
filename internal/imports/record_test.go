package imports_test

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

var (
	testFunction = regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	testName     = regexp.MustCompile("`(Test[A-Za-z]+)`")
	pageName     = regexp.MustCompile("`([a-z]+\\.txtar)`|script/([a-z]+\\.txtar)")
)

// The public record of correctness bugs names tests that are there.
func TestTheRecordOfBugsNamesTests(t *testing.T) {
	record, err := os.ReadFile("../../SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	err = fs.WalkDir(os.DirFS("../.."), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile("../../" + path)
		for _, found := range testFunction.FindAllSubmatch(text, -1) {
			there[string(found[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	named := testName.FindAllStringSubmatch(string(record), -1)
	if len(named) < 20 {
		t.Fatalf("only %d tests are named", len(named))
	}
	for _, n := range named {
		if !there[n[1]] {
			t.Errorf("SECURITY.md names %s, which is no test", n[1])
		}
	}
	for _, n := range pageName.FindAllStringSubmatch(string(record), -1) {
		if _, err := os.Stat("../../cmd/remit/testdata/script/" + n[1] + n[2]); err != nil {
			t.Errorf("SECURITY.md names a page: %v", err)
		}
	}
}
