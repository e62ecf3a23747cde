package terminal_test

import (
	"bytes"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"

	"github.com/remit-authz/remit/internal/terminal"
)

// shown is what a terminal of some columns is given by what is written to a screen.
func shown(t *testing.T, width uint16, env map[string]string, write func(*terminal.Screen)) string {
	t.Helper()
	master, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer master.Close()
	if err := pty.Setsize(tty, &pty.Winsize{Rows: 24, Cols: width}); err != nil {
		t.Fatal(err)
	}
	read := make(chan string)
	go func() {
		b, _ := io.ReadAll(master) // it ends in an error when the other end is closed
		read <- string(b)
	}()
	s := terminal.On(tty, func(name string) string { return env[name] })
	write(s)
	if err := s.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := tty.Close(); err != nil {
		t.Fatal(err)
	}
	select {
	case got := <-read:
		return strings.ReplaceAll(got, "\r\n", "\n")
	case <-time.After(10 * time.Second):
		t.Fatal("the terminal does not end")
		return ""
	}
}

func say(text string, rule terminal.Rule) func(*terminal.Screen) {
	return func(s *terminal.Screen) {
		s.Paint(rule)
		_, _ = io.WriteString(s, text) // what came of it is read from the terminal
	}
}

func TestLinesFit(t *testing.T) {
	for _, c := range []struct{ why, text, want string }{
		{"a line that fits stays", "allowed\n", "allowed\n"},
		{"prose is broken at blanks, and goes on further in", "  one two three four five\n", "  one two three four\n      five\n"},
		{"an id stays whole, on a line of its own", "by client:veldzicht/c-1001-0001-0001 as practitioner\n", "by\n    client:veldzicht/c-1001-0001-0001\n    as practitioner\n"},
		{"what has no end yet is printed at the end", "one", "one"},
		{"wide characters count twice", "山田山田 山田山田 山田\n", "山田山田 山田山田\n    山田\n"},
		{"an empty line is one", "\n\na\n", "\n\na\n"},
	} {
		if got := shown(t, 20, nil, say(c.text, nil)); got != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", c.why, got, c.want)
		}
	}
}

func TestColour(t *testing.T) {
	outcomes := terminal.Cells(map[string]terminal.Style{"allowed": terminal.Good, "denied": terminal.Bad})
	signs := terminal.Signs(map[byte]terminal.Style{'+': terminal.Good, '-': terminal.Bad})
	const green, red, off = "\x1b[32m", "\x1b[31m", "\x1b[0m"
	for _, c := range []struct {
		why  string
		env  map[string]string
		rule terminal.Rule
		text string
		want string
	}{
		{"an outcome alone", nil, outcomes, "allowed\n", green + "allowed" + off + "\n"},
		{"an outcome in a cell", nil, outcomes, "view   denied  x\n", "view   " + red + "denied" + off + "  x\n"},
		{"a word of a sentence is none", nil, outcomes, "it was denied\n", "it was denied\n"},
		{"a line with its sign, on all lines that it takes", nil, signs, "  + one two three four five\n", "  " + green + "+ one two three" + off + "\n      " + green + "four five" + off + "\n"},
		{"a dash in a line is none", nil, signs, "a - b\n", "a - b\n"},
		{"NO_COLOR", map[string]string{"NO_COLOR": "0"}, outcomes, "allowed\n", "allowed\n"},
		{"a blank NO_COLOR says nothing", map[string]string{"NO_COLOR": ""}, outcomes, "denied\n", red + "denied" + off + "\n"},
		{"a dumb terminal", map[string]string{"TERM": "dumb"}, outcomes, "allowed\n", "allowed\n"},
	} {
		if got := shown(t, 20, c.env, say(c.text, c.rule)); got != c.want {
			t.Errorf("%s: got %q, want %q", c.why, got, c.want)
		}
	}
}

// What is read by programs, or copied, is neither broken nor painted.
func TestAsItIs(t *testing.T) {
	long := strings.Repeat("word ", 20) + "\n"
	rule := terminal.Cells(map[string]terminal.Style{"word": terminal.Good})
	if got := shown(t, 20, nil, func(s *terminal.Screen) { s.Verbatim(); say(long+"word\n", rule)(s) }); got != long+"word\n" {
		t.Errorf("verbatim: got %q", got)
	}
	var b bytes.Buffer
	s := terminal.On(&b, os.Getenv)
	say(long+"word", rule)(s)
	if got := b.String(); got != long+"word" || s.Width() != 0 || s.IsTerminal() {
		t.Errorf("no terminal: got %q", got)
	}
}
