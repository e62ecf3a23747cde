package main

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/remit-authz/remit/checker/report"
)

// What programs read of a report says the same in every language: codes and never words.
func TestReportsForProgramsHaveNoLanguage(t *testing.T) {
	folder, err := absolute("../../fixtures/care")
	require.NoError(t, err)
	store := filepath.Join(t.TempDir(), "remit.db")
	ask := func(args ...string) string {
		t.Helper()
		out, code := remit(t, "", append(args, "--store", store)...)
		require.LessOrEqual(t, code, exitNo, args)
		return out
	}
	ask("sync", folder)
	ask("emergency", "start", "--user", "user:veldzicht/anna", "--client", "client:veldzicht/c-1003", "--reason", "found unresponsive")
	ask("review", "open", "--scope", "tenant:veldzicht", "--due", "2999-12-31")
	// A moment is that of the end of its second.
	time.Sleep(time.Until(time.Now().Truncate(time.Second).Add(time.Second)))
	at := time.Now().Add(-time.Second).UTC().Format(time.RFC3339)
	about := map[string]string{"": "", "USER": "user:veldzicht/anna", "OBJECT": "client:veldzicht/c-1001", "OBJECT|USER": "client:veldzicht/c-1001", "CLIENT": "client:veldzicht/c-1001", "TENANT": "tenant:veldzicht"}
	// Those of which this world has no rows: nobody is barred, nothing was away.
	empty := []string{"walls", "away"}
	for _, r := range report.All() {
		if r.Name == "unused" || r.Name == report.DriftName {
			continue // no server recorded what it answered, and no settings name a source: errors
		}
		object, known := about[r.About]
		require.True(t, known, "the report %s is about %s, of which this test names none", r.Name, r.About)
		args := []string{"report", r.Name, "--json", "--at", at}
		if object != "" {
			args = append(args, object)
		}
		english := ask(append(args, "--lang", "en")...)
		require.Equal(t, !slices.Contains(empty, r.Name), strings.Count(english, "\n") > 1, "the rows of %s", r.Name)
		for _, language := range []string{"nl", "fr"} {
			require.Equal(t, english, ask(append(args, "--lang", language)...), "%s in %s", r.Name, language)
		}
	}
}

// moments are when an explanation was computed.
var moments = regexp.MustCompile(`"at":"[^"]*"`)

// Nor has what programs read of any other verb; the role tables are about their words.
func TestJSONHasNoLanguage(t *testing.T) {
	folder, err := absolute("../../fixtures/care")
	require.NoError(t, err)
	store := people(t)
	_, code := remit(t, "", "emergency", "start", "--user", "user:veldzicht/anna", "--client", "client:veldzicht/c-1003", "--reason", "r", "--store", store)
	require.Zero(t, code)
	write(t, "definition user {}\ndefinition note { relation a: user\n relation b: user\n permission view = a & b + a }\n", filepath.Dir(store), "odd.zed")
	write(t, "assertions:\n- at_most: {role: practitioner, count: 1}\n", filepath.Dir(store), "rules.yaml")
	const anna, bram, client = "user:veldzicht/anna", "user:veldzicht/bram", "client:veldzicht/c-1001"
	for _, args := range [][]string{
		{"check", bram, "message", client}, {"can", bram, client}, {"who", "view_dossier", client, "--why"}, {"which", anna, "view_dossier", "client"},
		{"explain", bram, "message", client}, {"explain", anna, "view_dossier", client}, {"permissions"}, {"emergency", "list"}, {"emergency", "log"},
		{"plan", folder}, {"drift", folder}, {"tenant", "list"}, {"log"}, {"history", client}, {"history", anna, "view_dossier", client}, {"log", "verify"},
		{"schema", "lint", filepath.Join(filepath.Dir(store), "odd.zed")}, {"assert", filepath.Join(filepath.Dir(store), "rules.yaml")}, {"schema", "diff"}, {"store", "check"}, {"store", "stats"}, {"undo"}, {"undo", "--list"}, {"label", "show", anna}, {"version"}, {"check", "x"},
	} {
		args = append(args, "--json", "--store", store)
		english, _ := remit(t, "", append(args, "--lang", "en")...)
		for _, language := range []string{"nl", "fr"} {
			other, _ := remit(t, "", append(args, "--lang", language)...)
			english, other := moments.ReplaceAllString(english, ""), moments.ReplaceAllString(other, "")
			if english != other {
				t.Errorf("%v in %s: got\n%swant\n%s", args, language, other, english)
			}
		}
	}
}
