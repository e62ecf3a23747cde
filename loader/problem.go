package loader

import (
	"fmt"
	"strings"

	"github.com/remit-authz/remit/schema"
)

// Problem is one thing wrong, or worth a look, in a source folder.
type Problem struct {
	File string
	// Line counts from 1; zero means the file as a whole.
	Line    int
	Message string
}

// String is "links.csv:17: what is wrong": one line, whatever the source has in
// its names and fields.
func (p Problem) String() string {
	file, message := schema.Shown(p.File), schema.Escape(p.Message)
	if p.Line == 0 {
		return file + ": " + message
	}
	return fmt.Sprintf("%s:%d: %s", file, p.Line, message)
}

// maxProblems is how many problems are told: nobody reads more, and a file of
// another kind has one on every line.
const maxProblems = 100

// SourceError is a source that cannot be loaded, with what is wrong with it, by
// file and line. Nothing of such a source is used.
type SourceError struct {
	// Problems are the first hundred.
	Problems []Problem
	// More is how many there are besides.
	More int
}

// newSourceError keeps the first of the problems; more are counted already.
func newSourceError(problems []Problem, more int) *SourceError {
	kept := problems[:min(len(problems), maxProblems)]
	return &SourceError{kept, more + len(problems) - len(kept)}
}

// Count is how many problems there are.
func (e *SourceError) Count() int { return len(e.Problems) + e.More }

// Error prints one problem a line, and then how many there are besides.
func (e *SourceError) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.String()
	}
	if e.More > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", e.More))
	}
	return strings.Join(lines, "\n")
}
