package suggest_test

import (
	"strings"
	"testing"

	"github.com/remit-authz/remit/internal/suggest"
)

func TestNearest(t *testing.T) {
	known := []string{"view_dossier", "view_account", "c-1001", "000012", "Anna", "café", "x"}
	for written, want := range map[string]string{
		"view_dosier":            "view_dossier",
		"VIEW_ACCOUNT":           "view_account",
		"12":                     "000012",
		" anna":                  "Anna",
		"cafe\u0301":             "café",
		"c-1002":                 "c-1001",
		"y":                      "", // each letter would change
		"":                       "",
		"view":                   "",
		strings.Repeat("v", 300): "",
	} {
		n := suggest.To(written)
		for _, name := range known {
			n.Consider(name)
		}
		if got := n.Name(); got != want {
			t.Errorf("%q: got %q, want %q", written, got, want)
		}
	}
}
