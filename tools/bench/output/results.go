// Package output says what was measured: as lines of JSON, tables and plots.
package output

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/remit-authz/remit/tools/bench/measure"
)

// Results are a whole run.
type Results struct {
	Machine measure.Machine
	Lines   []measure.Line
}

// Read reads what a run wrote: the machine in the first line, then a measurement a line.
func Read(in io.Reader) (Results, error) {
	var r Results
	decoder := json.NewDecoder(bufio.NewReader(in))
	if err := decoder.Decode(&r.Machine); err != nil {
		return r, fmt.Errorf("the first line of the results: %w", err)
	}
	for {
		var l measure.Line
		err := decoder.Decode(&l)
		if errors.Is(err, io.EOF) {
			return r, nil
		}
		if err != nil {
			return r, fmt.Errorf("line %d of the results: %w", len(r.Lines)+2, err)
		}
		r.Lines = append(r.Lines, l)
	}
}

// Sizes are those that were run, the smallest first.
func (r Results) Sizes() []int {
	return slices.Sorted(slices.Values(unique(r.Lines, func(l measure.Line) int { return l.Size })))
}

// Systems are those of which there is any line, as they came.
func (r Results) Systems() []string {
	return unique(r.Lines, func(l measure.Line) string { return l.System })
}

// Cells are those that were asked, as they came.
func (r Results) Cells() []measure.Cell {
	asked := slices.DeleteFunc(slices.Clone(r.Lines), func(l measure.Line) bool { return l.Cell == nil })
	return unique(asked, func(l measure.Line) measure.Cell { return *l.Cell })
}

// unique keeps the first of what is alike.
func unique[T comparable](lines []measure.Line, of func(measure.Line) T) []T {
	var all []T
	seen := map[T]bool{}
	for _, l := range lines {
		if value := of(l); !seen[value] {
			seen[value] = true
			all = append(all, value)
		}
	}
	return all
}

// Listed is the length of the longest list at a size.
func (r Results) Listed(size int) int {
	for _, l := range r.Lines {
		if l.Size == size {
			return l.Listed
		}
	}
	return 0
}

// Figure is one number of the tables.
type Figure struct {
	// Value is the median of the rounds, in nanoseconds a request; zero for none.
	Value float64
	// Times is the median of the rounds' ratios to the system that the others are held to;
	// zero for none.
	Times float64
	// Rounds are those it is the median of.
	Rounds int
	// Err is why there is none; blank where nobody asked.
	Err string
}

// Clock takes one time of a block.
type Clock func(*measure.Block) float64

// Processor is the processor time of one request, Wall the time on the wall from one
// answer to the next.
var (
	Processor Clock = func(b *measure.Block) float64 { return float64(b.Processor) / float64(b.Requests) }
	Wall      Clock = func(b *measure.Block) float64 { return float64(b.Wall) / float64(b.Requests) }
)

// Figure is a system's at a size in a cell, its ratio to that of another system.
func (r Results) Figure(size int, system string, cell measure.Cell, clock Clock, base string) Figure {
	mine, err := r.rounds(size, system, cell, clock)
	theirs, _ := r.rounds(size, base, cell, clock)
	f := Figure{Err: err, Rounds: len(mine)}
	var all, ratios []float64
	for round, value := range mine {
		all = append(all, value)
		if other, ok := theirs[round]; ok {
			ratios = append(ratios, value/other)
		}
	}
	f.Value, f.Times = Median(all), Median(ratios)
	return f
}

// Ratios are the least, the middle and the most of the rounds' ratios of one system's
// processor time to another's; false where none has both.
func (r Results) Ratios(size int, system, base string, cell measure.Cell) (low, middle, high float64, ok bool) {
	mine, _ := r.rounds(size, system, cell, Processor)
	theirs, _ := r.rounds(size, base, cell, Processor)
	var all []float64
	for round, value := range mine {
		if other := theirs[round]; other > 0 {
			all = append(all, value/other)
		}
	}
	if len(all) == 0 {
		return 0, 0, 0, false
	}
	return slices.Min(all), Median(all), slices.Max(all), true
}

func (r Results) rounds(size int, system string, cell measure.Cell, clock Clock) (by map[int]float64, err string) {
	by = map[int]float64{}
	for _, l := range r.Lines {
		if l.Size != size || l.System != system || l.Cell == nil || *l.Cell != cell {
			continue
		}
		if l.Err != "" {
			err = l.Err
		}
		if l.Block != nil && l.Block.Requests > 0 {
			by[l.Round] = clock(l.Block)
		}
	}
	return by, err
}

// Median is the middle one, or zero of none.
func Median(all []float64) float64 {
	if len(all) == 0 {
		return 0
	}
	all = slices.Sorted(slices.Values(all))
	middle := len(all) / 2
	if len(all)%2 == 0 {
		return (all[middle-1] + all[middle]) / 2
	}
	return all[middle]
}

// phase is a system's line of a phase at a size.
func (r Results) phase(size int, system string, phase measure.Phase) (measure.Line, bool) {
	at := slices.IndexFunc(r.Lines, func(l measure.Line) bool { return l.Size == size && l.System == system && l.Phase == phase })
	if at < 0 {
		return measure.Line{}, false
	}
	return r.Lines[at], true
}
