package main

import (
	"bytes"
	"context"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/remit-authz/remit/checker/history"
)

// A time that is printed can be given again: what happened at it had happened.
func TestPrintedTimesCanBeGivenAgain(t *testing.T) {
	t.Setenv("LC_ALL", "C")
	store := filepath.Join(t.TempDir(), "remit.db")
	do := func(args ...string) (string, int) {
		t.Helper()
		var out, said bytes.Buffer
		code := run(context.Background(), append(args, "--store", store), strings.NewReader(""), &out, &said)
		return out.String() + said.String(), code
	}
	if out, code := do("sync", "../../fixtures/care"); code != 0 {
		t.Fatalf("%d: %s", code, out)
	}
	question := []string{"user:veldzicht/bram", "view_dossier", "client:veldzicht/c-1001"}
	out, code := do(append([]string{"history"}, question...)...)
	since := regexp.MustCompile(`(\S+Z) to now +allowed`).FindStringSubmatch(out)
	if code != 0 || since == nil {
		t.Fatalf("%d: %s", code, out)
	}
	if out, code := do(append(append([]string{"check"}, question...), "--at", since[1])...); code != 0 || !strings.Contains(out, "allowed") {
		t.Errorf("at %s: %d: %s", since[1], code, out)
	}
}

// A new store's moment without a schema is left out; what else is unknown never is.
func TestBeforeSchema(t *testing.T) {
	begun := time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)
	none := history.ErrNoSchema.Error()
	for _, tt := range []struct {
		name string
		one  history.Period
		want bool
	}{
		{"a moment", history.Period{Since: begun, Until: begun.Add(60 * time.Millisecond), Unknown: none}, true},
		{"a second", history.Period{Since: begun, Until: begun.Add(time.Second), Unknown: none}, false},
		{"until now", history.Period{Since: begun, Unknown: none}, false},
		{"a gap", history.Period{Since: begun, Until: begun, Unknown: "the record does not go further"}, false},
		{"denied", history.Period{Since: begun, Until: begun}, false},
	} {
		if got := beforeSchema(tt.one); got != tt.want {
			t.Errorf("%s: left out is %t, want %t", tt.name, got, tt.want)
		}
	}
}
