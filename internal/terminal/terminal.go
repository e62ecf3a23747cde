// Package terminal is a terminal that people read: lines that fit its width, and colour
// where it helps. Nothing else decides whether there is colour. What is no terminal is
// written to as it is.
//
// Colour is added to what has been made harmless: whoever writes to a Screen has escaped
// what data could bring, so that each escape sequence on the terminal is of this package.
package terminal

import (
	"io"
	"os"
	"strings"
	"sync"

	"github.com/jedib0t/go-pretty/v6/text"
	"golang.org/x/term"
)

// Style is how something is painted. The zero value is as everything else is.
type Style int

// The styles.
const (
	Plain Style = iota
	Good        // allowed, given
	Bad         // denied, taken away, refused
	Doubt       // conditional, a warning
)

// sequences begin each style; text.Reset ends it. The library's own switch is not asked.
var sequences = map[Style]string{Good: text.FgGreen.EscapeSeq(), Bad: text.FgRed.EscapeSeq(), Doubt: text.FgYellow.EscapeSeq()}

// Span is a part of a line, in bytes, with its style.
type Span struct {
	From, To int
	Style    Style
}

// Rule says which parts of a line are painted, in their order and apart from one another.
type Rule func(line string) []Span

// Screen is an output. Its methods may be called at once.
type Screen struct {
	w        io.Writer
	width    int
	colour   bool
	terminal bool

	mu       sync.Mutex
	rule     Rule
	verbatim bool
	line     []byte // that has no end yet
}

// On is the screen that w is. There is colour unless NO_COLOR is anything but blank, or TERM
// is dumb.
func On(w io.Writer, getenv func(string) string) *Screen {
	s := &Screen{w: w}
	f, is := w.(*os.File)
	if !is || !term.IsTerminal(int(f.Fd())) {
		return s
	}
	s.terminal = true
	s.colour = getenv("NO_COLOR") == "" && getenv("TERM") != "dumb" && text.ANSICodesSupported
	if width, _, err := term.GetSize(int(f.Fd())); err == nil {
		s.width = width
	}
	return s
}

// IsTerminal says whether people read it.
func (s *Screen) IsTerminal() bool { return s.terminal }

// Nowhere says whether what is written is seen by nobody: it goes to the null device, or to
// an output that was closed, in whose place Go puts that.
func (s *Screen) Nowhere() bool {
	f, is := s.w.(*os.File)
	if !is {
		return false
	}
	out, err := f.Stat()
	null, nullErr := os.Stat(os.DevNull)
	return err != nil || nullErr == nil && os.SameFile(out, null)
}

// Width is how many columns a line has; 0 for any number.
func (s *Screen) Width() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.verbatim {
		return 0
	}
	return s.width
}

// Paint paints lines by a rule from now on; nil paints none.
func (s *Screen) Paint(rule Rule) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rule = rule
}

// Verbatim writes all from now on as it is: what a program reads, or somebody copies.
func (s *Screen) Verbatim() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.verbatim = true
}

// Write takes what has no escape sequences in it. A line is printed when it is whole.
func (s *Screen) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.terminal || s.verbatim {
		return s.w.Write(b)
	}
	s.line = append(s.line, b...)
	end := strings.LastIndexByte(string(s.line), '\n') + 1
	var out strings.Builder
	for line := range strings.Lines(string(s.line[:end])) {
		s.print(&out, strings.TrimSuffix(line, "\n"))
	}
	s.line = append([]byte(nil), s.line[end:]...)
	if _, err := io.WriteString(s.w, out.String()); err != nil {
		return 0, err
	}
	return len(b), nil
}

// Flush prints the beginning of a line.
func (s *Screen) Flush() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err := s.w.Write(s.line)
	s.line = nil
	return err
}

// print prints one line, on as many as it takes.
func (s *Screen) print(out *strings.Builder, line string) {
	var spans []Span
	if s.rule != nil && s.colour {
		spans = s.rule(line)
	}
	indent := ""
	for _, piece := range pieces(line, s.width) {
		out.WriteString(indent + painted(line, piece, spans) + "\n")
		indent = hanging(line, s.width)
	}
}

// hanging is what stands before what goes on of a line.
func hanging(line string, width int) string {
	n := len(line) - len(strings.TrimLeft(line, " ")) + 4
	if n > width/2 {
		n = 0
	}
	return strings.Repeat(" ", n)
}

// pieces are parts of a line that fit, from and to a byte of it: broken at blanks only, so
// that a word that is too long, such as an id, stays whole.
func pieces(line string, width int) [][2]int {
	if width == 0 || text.StringWidthWithoutEscSequences(line) <= width {
		return [][2]int{{0, len(line)}}
	}
	var all [][2]int
	indent := len(line) - len(strings.TrimLeft(line, " "))
	from, end, room := 0, indent, width
	for at := indent; at < len(line); {
		word := at + len(line[at:]) - len(strings.TrimLeft(line[at:], " ")) // where the next word begins
		next := len(line)
		if blank := strings.IndexByte(line[word:], ' '); blank >= 0 {
			next = word + blank
		}
		if end > max(from, indent) && text.StringWidthWithoutEscSequences(line[from:next]) > room {
			all = append(all, [2]int{from, end})
			from, room = word, width-len(hanging(line, width))
		}
		end, at = next, next
	}
	return append(all, [2]int{from, end})
}

// painted is a piece of a line with its spans in their styles.
func painted(line string, piece [2]int, spans []Span) string {
	var b strings.Builder
	at := piece[0]
	for _, span := range spans {
		from, to := max(span.From, at), min(span.To, piece[1])
		if from >= to || span.Style == Plain {
			continue
		}
		b.WriteString(line[at:from] + sequences[span.Style] + line[from:to] + text.Reset.EscapeSeq())
		at = to
	}
	b.WriteString(line[at:piece[1]])
	return b.String()
}

// Signs paints lines that begin with a sign and a blank, such as "+ ".
func Signs(styles map[byte]Style) Rule {
	return func(line string) []Span {
		rest := strings.TrimLeft(line, " ")
		if len(rest) < 2 || rest[1] != ' ' {
			return nil
		}
		return []Span{{len(line) - len(rest), len(line), styles[rest[0]]}}
	}
}

// Cells paints words that stand alone between the ends of a line, or two blanks.
func Cells(styles map[string]Style) Rule {
	return func(line string) (spans []Span) {
		at := 0
		for _, cell := range strings.Split(line, "  ") {
			word := strings.Trim(cell, " ")
			from := at + strings.Index(cell, word)
			if style, is := styles[word]; is {
				spans = append(spans, Span{from, from + len(word), style})
			}
			at += len(cell) + 2
		}
		return spans
	}
}

// Beginnings paints what a line begins with.
func Beginnings(styles map[string]Style) Rule {
	return func(line string) []Span {
		for beginning, style := range styles {
			if strings.HasPrefix(line, beginning) {
				return []Span{{0, len(beginning), style}}
			}
		}
		return nil
	}
}
