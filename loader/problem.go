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

// SourceError is a source that cannot be loaded, with everything that is wrong
// with it, by file and line. Nothing of such a source is used.
type SourceError struct {
	Problems []Problem
}

// Error prints one problem a line.
func (e *SourceError) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}
