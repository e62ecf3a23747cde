package main

import (
	"bytes"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// rawWords are those of Go, of its libraries and of the system, which tell nobody what is
// wrong or what to do.
var rawWords = regexp.MustCompile(`strconv|invalid argument|no such file or directory|parsing (time|")|syscall|bind:|(listen|dial|lookup) tcp|unmarshal|looking for beginning|is a directory|not a directory|permission denied|\bEOF\b|%!|\*[a-z]+\.|/\.:|\./\./|shorthand|unknown time zone|lstat|\bopen [./a-z]|invalid character|missing port|goroutine|<nil>|: yaml: `)

// mistake is something that was typed wrongly, with what the answer is to name.
type mistake struct {
	names string // in every language
	args  []string
}

func mistakes(t *testing.T) []mistake {
	t.Helper()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = taken.Close() }) // it was only to be in the way
	const anna, client = "user:veldzicht/anna", "client:veldzicht/c-1001"
	start := []string{"emergency", "start", "--user", anna, "--client", client, "--reason", "r"}
	check := []string{"check", anna, "view_dossier", client}
	with := func(args []string, more ...string) []string { return append(append([]string{}, args...), more...) }
	return []mistake{
		{"nope", []string{"plan", "nope"}}, {"nope", []string{"plan", "nope/."}}, {"nope", []string{"plan", "nope/.:"}}, {"file", []string{"plan", "file"}}, {"users.csv", []string{"plan", "dir"}},
		{"nope", []string{"sync", "nope"}}, {"nope", []string{"drift", "nope"}}, {"nope", []string{"apply", "nope"}}, {"dir", []string{"apply", "dir"}}, {"plan", []string{"apply", "file"}},
		{"nope", []string{"undo", "nope"}}, {"dir", []string{"undo", "dir"}}, {"file", []string{"undo", "--applied", "file"}}, {"`remit drift [", []string{"drift", "a", "b"}},
		{"--every", []string{"sync", "people", "--watch", "--every", "x"}}, {"--allow-removals", []string{"sync", "people", "--allow-removals", "x"}}, {"1s", []string{"sync", "people", "--watch", "--every", "0s"}},
		{"file", []string{"plan", "people", "--out", "file"}}, {"none/x", []string{"plan", "people", "--out", "none/x"}}, {"Mars/City", []string{"plan", "--settings", "zone.yaml"}},
		{"`remit check ", []string{"check", "a", "b"}}, {"type", []string{"check", "", "", ""}}, {"nope/.:", []string{"check", anna, "view_dossier", "nope/.:"}}, {"type", []string{"can", "", ""}}, {"nope", []string{"which", anna, "view_dossier", "nope"}},
		{"nope", []string{"who", "nope", client}}, {"nope", []string{"check", "-f", "nope"}}, {"dir", []string{"check", "-f", "dir"}}, {"never", with(check, "--at", "never")}, {"--at", with(check, "--at", "")}, {"--at", with(check, "--at=")},
		{"2026-13-45", with(check, "--at", "2026-13-45")}, {"--context", with(check, "--context", "{")}, {"--wait", with(check, "--wait", "soon")}, {"-x", with(check, "-x")}, {"--nonsense", with(check, "--nonsense")},
		{"check", []string{"chek"}}, {"x", []string{"explain", anna, "message", client, "--format", "x"}}, {"nope", []string{"permissions", "nope"}},
		{"x", []string{"log", "--since", "x"}}, {"--since", []string{"log", "--since", ""}}, {"x", []string{"log", "--kind", "x"}}, {"x", []string{"log", "--user", "x"}}, {"nope", []string{"log", "--ledger", "nope"}}, {"file", []string{"log", "--ledger", "file"}},
		{"nope", []string{"log", "verify", "nope"}}, {"nope", []string{"log", "verify", "--checkpoint", "nope"}}, {"dir", []string{"log", "verify", "--checkpoint", "dir"}}, {"x", []string{"log", "prove", "x"}}, {"remit.db.ledger", []string{"log", "prove", "999"}}, {"-1", []string{"log", "prove", "-1"}},
		{"retention", []string{"log", "prune"}}, {"x", []string{"history", "x"}}, {"--from", []string{"diff"}}, {"x", []string{"diff", "--from", "x"}}, {"--to", []string{"diff", "--from", "yesterday", "--to", ""}},
		{"x", []string{"report", "x"}}, {"--since", []string{"report", "acts", "--since", ""}}, {"--until", []string{"report", "acts", "--until", ""}}, {"--actor", []string{"report", "acts", "--actor="}}, {"--user", []string{"report", "grants", client, "--user="}}, {"--kind", []string{"report", "acts", "--kind", " "}}, {"x", []string{"report", "access", "x"}}, {"x", []string{"report", "conflicts", "--format", "x"}}, {"file", []string{"report", "conflicts", "--out", "file"}}, {"none/x", []string{"report", "conflicts", "--out", "none/x"}},
		{"--user", []string{"emergency", "start"}}, {"--for", with(start, "--for", "soon")}, {"--reason", with(start, "--reason", " ")}, {"A B", []string{"emergency", "list", "A B"}}, {"tenant", []string{"emergency", "log", ""}}, {"ID", []string{"emergency", "review"}},
		{"A B", []string{"tenant", "remove", "A B"}}, {"TENANT", []string{"tenant", "remove"}}, {"x", []string{"label", "show", "x"}}, {"type", []string{"label", "forget", ""}},
		{"nope", []string{"schema", "diff", "nope"}}, {"dir", []string{"schema", "lint", "dir"}}, {"nope", []string{"schema", "write", "nope"}}, {"nope", []string{"schema", "generate", "nope", "--package", "x"}},
		{"nope.db", []string{"store", "check", "--store", "nope.db"}}, {"dir", []string{"store", "check", "--store", "dir"}}, {"file", []string{"store", "stats", "--store", "file"}}, {"file", with(check, "--store", "file")},
		{"`remit backup ", []string{"backup"}}, {"file", []string{"backup", "file"}}, {"none/x", []string{"backup", "none/x"}}, {"nope", []string{"restore", "nope", "--store", "new.db"}}, {"dir", []string{"restore", "dir", "--store", "new.db"}},
		{"--keys", []string{"key", "create"}}, {"x", []string{"key", "create", "--keys", "k.json", "--purpose", "x", "--tenant", "a"}}, {"--expires", []string{"key", "create", "--keys", "k.json", "--purpose", "read", "--tenant", "a", "--expires", "x"}}, {"--expires", []string{"key", "create", "--keys", "k.json", "--purpose", "read", "--tenant", "a", "--expires", ""}}, {"nope", []string{"key", "list", "--keys", "nope"}}, {"dir", []string{"key", "list", "--keys", "dir"}},
		{"--keys", []string{"serve"}}, {"x", []string{"serve", "--listen", "x", "--no-keys"}}, {"127.0.0.1", []string{"serve", "--listen", "127.0.0.1:99999", "--no-keys"}}, {taken.Addr().String(), []string{"serve", "--listen", taken.Addr().String(), "--no-keys"}}, {"x", []string{"serve", "--http", "x", "--no-keys"}}, {"nope", []string{"serve", "--keys", "nope"}},
		{"x", []string{"ready", "--http", "x"}}, {"127.0.0.1:1", []string{"ready", "--http", "127.0.0.1:1"}}, {"x", with(check, "--endpoint", "x")}, {"--endpoint", with(check, "--endpoint", "")}, {"REMIT_KEY", with(check, "--endpoint", "127.0.0.1:1")}, {"nope", with(check, "--endpoint", "127.0.0.1:1", "--key-file", "nope")}, {"127.0.0.1:1", with(check, "--endpoint", "127.0.0.1:1", "--key-file", "good.key")}, {"dir", with(check, "--endpoint", "127.0.0.1:1", "--key-file", "dir")}, {"chmod 600", with(check, "--endpoint", "127.0.0.1:1", "--key-file", "open.key")},
		{"nope", with(check, "--source", "nope")}, {"nope", with(check, "--settings", "nope")}, {"dir", with(check, "--settings", "dir")}, {"bad.yaml", with(check, "--settings", "bad.yaml")}, {"nope", with(check, "--model", "nope", "--source", "people")}, {"nope", []string{"can", "a", "b", "--data", "nope"}}, {"bad.yaml", []string{"can", "a", "b", "--data", "bad.yaml"}}, {"file", []string{"can", "a", "b", "--data", "file"}},
		{"matrix", []string{"matrix", "x"}}, {"mcp", []string{"mcp", "x"}}, {"remit assert", []string{"assert"}}, {"nope", []string{"assert", "nope"}}, {"bad.yaml", []string{"assert", "bad.yaml"}}, {"file", []string{"assert", "file"}}, {"--endpoint", []string{"record"}},
	}
}

// Whatever is typed wrongly is said in people's words, in their language: one error, in one
// line but for lists of problems, that names what is wrong. Nothing is an answer.
func TestMistakesAreSaidInPeoplesWords(t *testing.T) {
	folder, err := absolute("../../fixtures/care")
	require.NoError(t, err)
	t.Setenv("REMIT_KEY", "")
	t.Chdir(t.TempDir())
	require.NoError(t, os.Mkdir("dir", 0o755))
	require.NoError(t, os.CopyFS("people", os.DirFS(folder)))
	require.NoError(t, os.WriteFile("file", []byte("x\n"), 0o600))
	require.NoError(t, os.WriteFile("bad.yaml", []byte("a: ["), 0o600))
	require.NoError(t, os.WriteFile("open.key", []byte("open-sesame-said-Ali-Baba\n"), 0o600))
	require.NoError(t, os.Chmod("open.key", 0o644))
	require.NoError(t, os.WriteFile("good.key", []byte("open-sesame-said-Ali-Baba\n"), 0o600))
	require.NoError(t, os.WriteFile("zone.yaml", []byte("sources:\n- {name: a, path: people, format: csv, options: {dates: dd-mm-yyyy, time_zone: Mars/City}}\n"), 0o600))
	_, code := remit(t, "", "sync", "people")
	require.Zero(t, code)
	all := mistakes(t)
	said := map[string][]string{}
	for _, language := range []string{"en", "nl", "fr"} {
		for _, m := range all {
			args := append(append([]string{}, m.args...), "--lang", language)
			var stdout, stderr bytes.Buffer
			code := run(t.Context(), args, strings.NewReader(""), &stdout, &stderr)
			text := stderr.String()
			// A plan that cannot be kept is shown.
			if code != exitFailed || stdout.Len() > 0 && m.names != "none/x" || !strings.Contains(text, "remit: ") || !strings.Contains(text, m.names) {
				t.Errorf("%q: exit code %d, want 2 and an error that names %s: %s%s", args, code, m.names, &stdout, text)
			}
			if found := rawWords.FindString(strings.ReplaceAll(text, "nope/.:", "")); found != "" {
				t.Errorf("%q says %q: %s", args, found, text)
			}
			said[strings.Join(m.args, " ")] = append(said[strings.Join(m.args, " ")], text)
		}
	}
	for args, in := range said {
		if in[0] == in[1] || in[0] == in[2] {
			t.Errorf("%s is said in English only: %s", args, in[0])
		}
	}
	require.NoFileExists(t, filepath.Join("none", "x"))
}

// englishWords are what the library that reads flags says of them in English.
var englishWords = regexp.MustCompile(`\(default|--\S+ (string|duration|int|strings|stringArray)\b|\[flags\]|\[command\]|Flags:`)

// The help of every verb is in the language that was asked for, values of flags and what
// they are by default included.
func TestHelpIsInOneLanguage(t *testing.T) {
	for _, path := range leaves(new(program).root()) {
		for _, language := range []string{"nl", "fr"} {
			var stdout, stderr bytes.Buffer
			args := append(strings.Fields(path)[1:], "--help", "--lang", language)
			if path == "remit help" {
				args = []string{"--help", "--lang", language}
			}
			if code := run(t.Context(), args, strings.NewReader(""), &stdout, &stderr); code != exitDone || stdout.Len() == 0 {
				t.Errorf("%q: exit code %d: %s", args, code, &stderr)
			}
			if found := englishWords.FindString(stdout.String()); found != "" {
				t.Errorf("%q says %q: %s", args, found, &stdout)
			}
		}
	}
}
