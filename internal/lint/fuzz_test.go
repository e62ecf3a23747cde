package lint_test

import (
	"testing"

	"github.com/remit-authz/remit/internal/lint"
)

// Whatever text somebody writes, there are findings or an error, and each
// finding is on a line that is there.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"", before, before + permission("aaa - (bbb + par->member)"),
		before + permission("((aaa & bbb) + nil) - self - flag.all(member)"),
		"use partial\npartial part {\n\trelation aaa: user\n}\ndefinition user {}\ndefinition doc {\n\t...part\n\tpermission ppp = aaa & aaa - aaa\n}",
		"use typechecking\ndefinition user {}\ndefinition doc {\n\trelation aaa: user\n\tpermission ppp: user = aaa\n}",
		"definition app/user {}\ndefinition app/doc {\n\trelation aaa: app/user:* | app/user#... | app/doc#aaa\n\tpermission ppp = aaa->ppp\n}",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := lint.Parse("test.zed", text)
		if err != nil {
			return
		}
		findings, err := s.Findings()
		if err != nil {
			t.Fatal(err)
		}
		for _, finding := range findings {
			if finding.File != "test.zed" || finding.Line < 1 || finding.About.String() == "" {
				t.Errorf("%v", finding)
			}
		}
	})
}
