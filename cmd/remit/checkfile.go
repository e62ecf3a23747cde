package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/internal/phrase"
)

// batchLines is how many questions are asked at once: enough to be quick, few
// enough that a file of any length needs little memory.
const batchLines = 2000

// maxLine is how many bytes a question has at most: three fields have some 700.
const maxLine = 4 << 10

// checkFile answers the questions of a file, or of standard input for "-".
func (p *program) checkFile(ctx context.Context, name string) error {
	file, err := p.input(ctx, name)
	if err != nil {
		return phrase.Errorf("reading the questions: %w", err)
	}
	defer file.Close()
	return p.withChecker(ctx, func(c asking) error {
		return p.answerLines(ctx, c, bufio.NewReaderSize(file, 1<<16))
	})
}

// isComment says whether a line is no question: it is blank, or begins with #. So that answers
// stay beside their questions it comes back, with a blank outcome.
func isComment(line string) bool {
	text := strings.TrimSpace(line)
	return text == "" || text[0] == '#'
}

// batch is some consecutive lines of the input.
type batch struct {
	first int // the first line's number, from 1
	lines []string
}

// answerLines reads, asks and prints batch by batch, so that whoever writes a
// question to a pipe gets its answer before writing the next.
func (p *program) answerLines(ctx context.Context, c asking, in *bufio.Reader) error {
	next, unanswered := 1, 0
	for more := true; more; {
		var b batch
		var err error
		if b, more, err = readBatch(in, next); err != nil {
			return phrase.Errorf("reading the questions: %w", err)
		}
		next += len(b.lines)
		n, err := p.answerBatch(ctx, c, b)
		if err != nil {
			return err
		}
		unanswered += n
	}
	if unanswered > 0 {
		return phrase.Errorf("%d of %d lines could not be answered: they have the outcome error", unanswered, next-1)
	}
	return nil
}

// readBatch reads lines until there are enough or no more are waiting.
func readBatch(in *bufio.Reader, first int) (b batch, more bool, err error) {
	b.first = first
	for len(b.lines) < batchLines {
		read, err := in.ReadSlice('\n') // no more than in's buffer holds
		if errors.Is(err, bufio.ErrBufferFull) || len(read) > maxLine {
			return b, false, phrase.Errorf("line %d is longer than %d bytes: it is not a question", first+len(b.lines), maxLine)
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return b, false, err
		}
		line, ended := string(read), err != nil
		if first+len(b.lines) == 1 {
			line = strings.TrimPrefix(line, "\ufeff") // what some editors begin a file with
		}
		if line != "" {
			b.lines = append(b.lines, strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r"))
		}
		if ended {
			return b, false, nil
		}
		if in.Buffered() == 0 {
			return b, true, nil
		}
	}
	return b, true, nil
}

// answerBatch prints an answer to each line and returns how many had none.
func (p *program) answerBatch(ctx context.Context, c asking, b batch) (int, error) {
	answers := make([]answerJSON, len(b.lines))
	var asked []checker.Question
	var at []int
	for i, line := range b.lines {
		if isComment(line) {
			continue
		}
		q, err := splitQuestion(c.model, line)
		if err == nil {
			err = c.defines(q.Permission)
		}
		if err != nil {
			answers[i] = answerJSON{Outcome: "error", Error: meant(err).Error(), err: meant(err)}
			continue
		}
		asked, at = append(asked, q), append(at, i)
	}
	for k, a := range c.CheckAll(ctx, asked) {
		answers[at[k]] = p.newAnswerJSON(asked[k], a.Decision)
		if a.Err != nil {
			answers[at[k]].Outcome, answers[at[k]].Error, answers[at[k]].err = "error", a.Err.Error(), a.Err
		}
	}
	return p.printBatch(b, answers)
}

func (p *program) printBatch(b batch, answers []answerJSON) (unanswered int, err error) {
	out := bufio.NewWriter(p.verbatim())
	lines := &program{out: out}
	for i, a := range answers {
		if a.Error != "" {
			unanswered++
			p.tell("line %d: %v", b.first+i, a.err)
		}
		a.Line = b.lines[i]
		switch {
		case !p.json:
			err = lines.printf("%s\t%s\n", a.Outcome, shownLine(a.Line))
		case !isComment(a.Line):
			err = lines.printJSON(a)
		}
		if err != nil {
			return 0, err
		}
	}
	return unanswered, out.Flush()
}
