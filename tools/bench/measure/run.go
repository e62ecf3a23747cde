package measure

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"time"

	"github.com/remit-authz/remit/tools/bench/data"
	"github.com/remit-authz/remit/tools/bench/systems"
)

// Contender is a program with one of its systems in it.
type Contender struct {
	// Name is what the results call it; System is its name in the program's list.
	Name, System string
	// Program is the benchmark's own, Programs the folder with what it runs.
	Program, Programs string
}

// Plan is what is run.
type Plan struct {
	Contenders []Contender
	Size       data.Size
	Seed       uint64
	Rounds     int
	// Budget is how long a system is asked one cell in one round.
	Budget time.Duration
	// Limit bounds a load and a start.
	Limit time.Duration
	Cells []Cell
	// Tries are the links made and ended; zero leaves out writes.
	Tries  int
	Folder string
	// Write takes each line of the results as it comes.
	Write func(Line) error
	// Progress is told what goes on.
	Progress io.Writer
}

// rare is the rounds of a cell that takes long, and long what that is, in one round.
const (
	rare = 3
	long = 4 * time.Second
)

// Run loads every system, holds their answers to each other, and asks them in turns. One
// that cannot be run, or that answers otherwise than the others, is in the results with
// the reason; the answers of the others being unlike each other is an error, since there
// is nothing then to compare.
func Run(ctx context.Context, p Plan) (err error) {
	r := &run{Plan: p}
	defer func() {
		for _, peer := range r.peers {
			err = errors.Join(err, peer.dismiss())
		}
		if ctx.Err() != nil {
			err = ctx.Err() // that workers are gone says no more
		}
	}()
	for _, c := range p.Contenders {
		if err := r.hire(ctx, c); err != nil {
			return err
		}
	}
	if err := r.agree(); err != nil {
		return err
	}
	if err := r.weigh(); err != nil {
		return err
	}
	for _, cell := range p.Cells {
		r.say("%s", cell.Name(p.Size.Listed))
		for round := range p.Rounds {
			if err := r.round(cell, round); err != nil {
				return err
			}
		}
	}
	return r.write()
}

type run struct {
	Plan
	peers []*peer
}

func (r *run) say(format string, args ...any) {
	fmt.Fprintf(r.Progress, "%s %d: %s\n", time.Now().Format("15:04:05"), r.Size.Relationships, fmt.Sprintf(format, args...))
}

func (r *run) line(system string, phase Phase, answer reply) Line {
	return Line{Size: r.Size.Relationships, Listed: r.Size.Listed, Seed: r.Seed, System: system, Phase: phase, Err: answer.Err}
}

// hire loads and starts a system. One that cannot be is left out, with its reason.
func (r *run) hire(ctx context.Context, c Contender) error {
	p, err := hire(ctx, c.Name, c.Program, Assignment{
		System: c.System, Folder: filepath.Join(r.Folder, strings.ReplaceAll(c.Name, " ", "-")), Programs: c.Programs,
		Size: r.Size, Seed: r.Seed, Now: time.Now(), Rounds: r.Rounds,
	})
	if err != nil {
		return err
	}
	for _, step := range []struct {
		phase Phase
		do    string
	}{{Loading, doLoad}, {Starting, doStart}} {
		answer, err := p.tell(request{Do: step.do, Limit: r.Limit})
		if err != nil {
			answer.Err = err.Error()
		}
		l := r.line(c.Name, step.phase, answer)
		if answer.Err == "" {
			l.Block = &answer.Block
		}
		r.say("%s: %s: %s %s", c.Name, step.phase, answer.Block.Wall.Round(time.Millisecond), answer.Err)
		if err := r.Write(l); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if answer.Err != "" {
			// Nothing more is asked of it; that it may not end well either is not told.
			_ = p.dismiss()
			return nil
		}
	}
	r.peers = append(r.peers, p)
	return nil
}

// agree holds the answers of every system to those of the first.
func (r *run) agree() error {
	var first []string
	var by string
	var stay []*peer
	for _, p := range r.peers {
		if entry, err := systems.Named(r.systemOf(p)); err == nil && entry.Unanswering {
			stay = append(stay, p)
			continue
		}
		answer, err := p.tell(request{Do: doAnswers, Limit: r.Limit})
		if err != nil {
			return err
		}
		if answer.Err == "" && first == nil {
			first, by = answer.Answers, p.name
		}
		if answer.Err == "" {
			if unlike := differences(first, answer.Answers); len(unlike) > 0 {
				return fmt.Errorf("%s and %s do not answer alike:\n%s", by, p.name, strings.Join(unlike, "\n"))
			}
		}
		l := r.line(p.name, Agreeing, answer)
		l.Block = &Block{Requests: len(answer.Answers)}
		r.say("%s: %d answers like the others' %s", p.name, len(answer.Answers), answer.Err)
		if err := r.Write(l); err != nil {
			return err
		}
		if answer.Err != "" {
			if err := p.dismiss(); err != nil {
				return err
			}
			continue
		}
		stay = append(stay, p)
	}
	r.peers = stay
	return nil
}

func (r *run) systemOf(p *peer) string {
	for _, c := range r.Contenders {
		if c.Name == p.name {
			return c.System
		}
	}
	return ""
}

// round asks one cell of every system, in an order that is drawn anew: whoever comes first
// finds caches and clock as the one before left them.
func (r *run) round(cell Cell, round int) error {
	random := rand.New(rand.NewPCG(r.Seed, uint64(round)))
	for _, i := range random.Perm(len(r.peers)) {
		p := r.peers[i]
		if p.failed[cell] || p.slow[cell] && round >= rare {
			continue
		}
		answer, err := p.tell(request{Do: doAsk, Cell: cell, Round: round, Budget: r.Budget, Limit: 10 * time.Minute})
		if err != nil {
			return err
		}
		l := r.line(p.name, Asking, answer)
		l.Cell, l.Round, l.Block = &cell, round, &answer.Block
		switch {
		case answer.Refused:
			p.failed[cell] = true
			continue
		case answer.Err != "":
			r.say("%s: %s", p.name, answer.Err)
			p.failed[cell], l.Block = true, nil
		case answer.Block.Wall > long:
			p.slow[cell] = true
		}
		if err := r.Write(l); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) weigh() error {
	for _, p := range r.peers {
		answer, err := p.tell(request{Do: doWeigh, Limit: time.Minute})
		if err != nil {
			return err
		}
		l := r.line(p.name, Weighing, answer)
		l.Weight = &answer.Weight
		if err := r.Write(l); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) write() error {
	if r.Tries == 0 {
		return nil
	}
	for _, p := range r.peers {
		r.say("%s: writes", p.name)
		answer, err := p.tell(request{Do: doWrite, Tries: r.Tries, Limit: 5 * time.Minute})
		if err != nil {
			return err
		}
		if answer.Refused {
			continue
		}
		l := r.line(p.name, Writing, answer)
		l.Writes = &answer.Writes
		if err := r.Write(l); err != nil {
			return err
		}
	}
	return nil
}
