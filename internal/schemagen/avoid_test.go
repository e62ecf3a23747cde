package main

import (
	"os"
	"testing"

	"github.com/remit-authz/remit/internal/lint"
)

// The model keeps away from what SpiceDB gets wrong, mixes no operators, and has
// no permission for nobody and none that leads back to itself.
func TestTheModelHasNoFinding(t *testing.T) {
	s, err := lint.Read(os.DirFS(schemaFolder), root)
	if err != nil {
		t.Fatal(err)
	}
	findings, err := s.Findings()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		t.Errorf("%s\n%s", f, f.Rule.Why)
	}
}
