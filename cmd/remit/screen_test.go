package main

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/stretchr/testify/require"

	"github.com/remit-authz/remit/schema"
)

// onScreen runs the program on a terminal of some columns, which is both of its outputs, and
// returns what the terminal was given.
func onScreen(t *testing.T, width uint16, args ...string) (shown string, code int) {
	t.Helper()
	shown = onTerminal(t, width, func(tty *os.File) { code = run(t.Context(), args, strings.NewReader(""), tty, tty) })
	return shown, code
}

// onTerminal is what a terminal is given that something writes to.
func onTerminal(t *testing.T, width uint16, do func(tty *os.File)) string {
	t.Helper()
	t.Setenv("TERM", "xterm")
	master, tty, err := pty.Open()
	require.NoError(t, err)
	defer master.Close()
	require.NoError(t, pty.Setsize(tty, &pty.Winsize{Rows: 24, Cols: width}))
	read := make(chan string, 1)
	go func() {
		b, _ := io.ReadAll(master) // it ends in an error when the other end is closed
		read <- string(b)
	}()
	do(tty)
	require.NoError(t, tty.Close())
	select {
	case shown := <-read:
		return strings.ReplaceAll(shown, "\r\n", "\n")
	case <-time.After(10 * time.Second):
		t.Fatal("the terminal does not end")
		return ""
	}
}

// painted is what this program colours with, and nothing else is.
var painted = regexp.MustCompile("\x1b\\[(31|32|33|0)m")

// people is a store with the care world.
func people(t *testing.T) string {
	t.Helper()
	t.Setenv("NO_COLOR", "")
	folder, err := absolute("../../fixtures/care")
	require.NoError(t, err)
	store := filepath.Join(t.TempDir(), "remit.db")
	_, code := remit(t, "", "sync", folder, "--store", store)
	require.Zero(t, code)
	return store
}

// What people read fits their terminal, and ids stay whole.
func TestOutputFitsTheTerminal(t *testing.T) {
	store := people(t)
	anna, client := "user:veldzicht/anna", "client:veldzicht/c-1001"
	for _, args := range [][]string{
		{"who", "view_dossier", client, "--why"}, {"can", anna, client}, {"explain", "user:veldzicht/bram", "message", client},
		{"log"}, {"history", client}, {"history", anna, "view_dossier", client}, {"report", "access", client}, {"report", "conflicts"},
		{"tenant", "list"}, {"permissions"}, {"matrix"}, {"--help"}, {"sync", "--help"}, {"emergency", "start", "--help"}, {"check", "x"}, {"drift"},
	} {
		if args[0] != "matrix" {
			args = append(args, "--store", store)
		}
		for _, width := range []uint16{120, 80, 50} {
			shown, _ := onScreen(t, width, args...)
			require.NotEmpty(t, shown)
			require.NotContains(t, shown, "…tr", args)
			for line := range strings.Lines(painted.ReplaceAllString(shown, "")) {
				line = strings.TrimSuffix(line, "\n")
				// What is too long has no place where it could have been broken.
				if text.StringWidthWithoutEscSequences(line) > int(width) {
					require.LessOrEqual(t, len(strings.Fields(line)), 2, "%v is wider than %d: %s", args, width, line)
				}
			}
		}
	}
	shown, _ := onScreen(t, 50, "who", "view_dossier", client, "--why", "--store", store)
	require.Regexp(t, `(?m)^user:veldzicht/anna$`, shown)
	piped, _ := remit(t, "", "who", "view_dossier", client, "--why", "--store", store)
	require.Regexp(t, `(?m)^user:veldzicht/anna .*anna is linked to c-1001 as practitioner`, piped, "what is piped has one line for a row")
}

// Colour is for people at a terminal, and says nothing that is not there without.
func TestColourIsForTerminals(t *testing.T) {
	store := people(t)
	const green, red, off = "\x1b[32m", "\x1b[31m", "\x1b[0m"
	allowed := []string{"check", "user:veldzicht/anna", "view_dossier", "client:veldzicht/c-1001", "--store", store}
	denied := []string{"can", "user:veldzicht/lars", "client:veldzicht/c-1001", "--store", store}
	empty := filepath.Join(t.TempDir(), "people")
	require.NoError(t, os.MkdirAll(empty, 0o755))
	write(t, "id,name,emergency\nveldzicht,Stichting Veldzicht,on\n", empty, "tenants.csv")
	write(t, "tenant,id,name,email,status,roles\nveldzicht,nina,Nina,,active,secretary\n", empty, "users.csv")
	plan := []string{"plan", empty, "--all", "--store", store}
	for _, c := range []struct {
		args []string
		want string
	}{
		{allowed, green + "allowed" + off + "\n"},
		{append(allowed, "--lang", "nl"), green + "allowed" + off + "\n"},
		{denied, red + "denied" + off + "\n"},
		{plan, red + "- "},
		{plan, green + "+ "},
		{[]string{"check", "x"}, red + "remit:" + off + " "},
		{[]string{"explain", "user:veldzicht/lars", "view_dossier", "client:veldzicht/c-1001", "--lang", "fr", "--store", store}, red + "refusé" + off},
	} {
		shown, _ := onScreen(t, 200, c.args...)
		require.Contains(t, shown, c.want, c.args)
		piped, _ := remit(t, "", c.args...) // which refuses any escape sequence
		require.NotContains(t, piped, "\x1b")
		json, _ := onScreen(t, 40, append(c.args, "--json")...)
		require.NotContains(t, json, "\x1b[", c.args)
		require.NotContains(t, strings.TrimSuffix(json, "\n"), "\n\n", c.args)
		t.Setenv("NO_COLOR", "0")
		shown, _ = onScreen(t, 200, c.args...)
		require.NotContains(t, shown, "\x1b", c.args)
		t.Setenv("NO_COLOR", "")
	}
}

// With colour on, what data brings is escaped as ever: no sequence is anybody else's.
func TestNothingHostileIsPainted(t *testing.T) {
	store, bad := newHostileStore(t), hostileFolder(t)
	t.Setenv("NO_COLOR", "")
	user := schema.Ref{Type: schema.TypeUser, Tenant: "care", ID: "anna"}.Text()
	for _, args := range [][]string{
		{"emergency", "list"}, {"who", "view_dossier", "client:care/anna", "--why"}, {"can", user, "client:care/anna"},
		{"explain", user, "view_dossier", "client:care/an\u200bna"}, {"check", "\x1b[32mallowed", "x", "\x1b[31m"}, {"plan", bad}, {"drift", bad}, {"log"}, {"report", "unrelated"},
	} {
		for _, width := range []uint16{200, 30} {
			shown, _ := onScreen(t, width, append(args, "--store", store)...)
			for _, line := range strings.Split(painted.ReplaceAllString(shown, ""), "\n") {
				odd := strings.IndexFunc(line, func(r rune) bool { return !schema.Visible(r) && r != '\t' })
				require.Negative(t, odd, "%+q printed %+q", args, line)
				require.False(t, strings.HasPrefix(line, forged), "%+q printed %+q", args, line)
			}
		}
	}
	shown, code := onScreen(t, 200, "check", "user:care/\x1b[32mallowed\x1b[0m", "view_dossier", "client:care/anna", "--store", store)
	require.NotZero(t, code)
	require.NotContains(t, shown, "\x1b[32m")
}

// Whatever a message forgets to escape is escaped before it is painted.
func TestWhatIsPaintedIsEscaped(t *testing.T) {
	t.Setenv("NO_COLOR", "")
	shown := onTerminal(t, 200, func(tty *os.File) {
		p := newProgram(nil, tty, tty)
		check, _, err := p.root().Find([]string{"check"})
		require.NoError(t, err)
		p.paint(check)
		require.NoError(t, p.printf("\x1b[32mallowed\x1b[0m  allowed\n"))
	})
	require.Equal(t, `\x1b[32mallowed\x1b[0m`+"  \x1b[32mallowed\x1b[0m\n", shown)
}
