package terminal_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/remit-authz/remit/internal/terminal"
)

func TestLayout(t *testing.T) {
	titles := []string{"user", "why"}
	rows := [][]string{
		{"user:veldzicht/anna", "anna is linked to c-1001 as practitioner"},
		{"user:veldzicht/山田", ""},
	}
	for _, c := range []struct {
		why    string
		layout terminal.Layout
		rows   [][]string
		want   []string
	}{
		{"as wide as it takes", terminal.Layout{Titles: titles}, rows, []string{
			"user                 why",
			"user:veldzicht/anna  anna is linked to c-1001 as practitioner",
			"user:veldzicht/山田",
		}},
		{"words are wrapped to fit", terminal.Layout{Width: 40, Titles: titles}, rows, []string{
			"user                 why",
			"user:veldzicht/anna  anna is linked to",
			"                     c-1001 as",
			"                     practitioner",
			"user:veldzicht/山田",
		}},
		{"an id stays whole where nothing fits", terminal.Layout{Width: 20, Titles: titles}, rows, []string{
			"user: user:veldzicht/anna", "why: anna is linked to c-1001 as practitioner", "", "user: user:veldzicht/山田",
		}},
		{"without titles", terminal.Layout{Width: 12}, rows[1:], []string{"user:veldzicht/山田"}},
		{"numbers", terminal.Layout{Right: true}, [][]string{{"5", "clients"}, {"1000", "users"}}, []string{"   5  clients", "1000  users"}},
		{"nothing", terminal.Layout{}, nil, nil},
		{"what nobody could see", terminal.Layout{}, [][]string{{"a\x1b[31m\nb", "\u202e"}}, []string{`a\x1b[31m\nb  \u202e`}},
	} {
		var b bytes.Buffer
		if err := c.layout.Write(&b, c.rows); err != nil {
			t.Fatal(err)
		}
		if got, want := strings.TrimSuffix(b.String(), "\n"), strings.Join(c.want, "\n"); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", c.why, got, want)
		}
	}
}

// Where no terminal says how wide lines are, rows of more columns than an eye follows are
// blocks; a last column may be as long as it likes.
func TestLongest(t *testing.T) {
	wide, last := strings.Repeat("w", 30), strings.Repeat("l", 90)
	for _, tt := range []struct {
		row  []string
		want string
	}{
		{[]string{wide, "x", last}, wide + "  x  " + last + "\n"},
		{[]string{wide, wide, last}, wide + "\n" + wide + "\n" + last + "\n"},
	} {
		var b strings.Builder
		if err := (terminal.Layout{Longest: 40}).Write(&b, [][]string{tt.row}); err != nil {
			t.Fatal(err)
		}
		if b.String() != tt.want {
			t.Errorf("got %q, want %q", b.String(), tt.want)
		}
	}
}
