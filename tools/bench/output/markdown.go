package output

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/remit-authz/remit/tools/bench/measure"
)

// Base is the system that the others are held to: what a team would write without any of
// them.
const Base = "SQL joins"

// Markdown writes a whole run as tables.
func Markdown(w io.Writer, r Results) error {
	m := &document{w: w}
	m.machine(r.Machine)
	for _, size := range r.Sizes() {
		m.line("\n## %s relationships\n", thousands(size))
		m.table(r, size, "Processor time of one request, of all processes that work for it, and in brackets how many times that of the "+Base+
			": medians of the rounds, the second of each round's ratio.", Processor, true)
		m.table(r, size, "Time on the wall from one answer to the next. The machine had other work.", Wall, false)
		m.phases(r, size)
		m.missing(r, size)
	}
	if len(r.Sizes()) > 1 {
		m.growth(r)
	}
	return m.err
}

type document struct {
	w   io.Writer
	err error
}

func (m *document) line(format string, args ...any) {
	if m.err == nil {
		_, m.err = fmt.Fprintf(m.w, format+"\n", args...)
	}
}

func (m *document) row(cells ...string) { m.line("| %s |", strings.Join(cells, " | ")) }

func (m *document) head(cells ...string) {
	m.row(cells...)
	m.line("|%s", strings.Repeat("---|", len(cells)))
}

func (m *document) machine(of measure.Machine) {
	m.line("Commit %s, %s. %d cores of %s, %.0f GB, %s, load %s at the start; %s; %s. %d rounds, %s for each system, question and round.",
		of.Commit, of.At.Format("2006-01-02 15:04 MST"), of.Cores, of.Processor, float64(of.Memory)/(1<<30), of.System, of.Load, of.Go,
		versionsOf(of), of.Rounds, of.Budget)
}

func versionsOf(of measure.Machine) string {
	var all []string
	for name, version := range of.Versions {
		all = append(all, name+" "+version)
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// measured are the systems that answered anything at a size.
func measured(r Results, size int) []string {
	return slices.DeleteFunc(r.Systems(), func(system string) bool {
		return !slices.ContainsFunc(r.Lines, func(l measure.Line) bool {
			return l.Size == size && l.System == system && l.Phase == measure.Asking && l.Block != nil
		})
	})
}

func (m *document) table(r Results, size int, title string, clock Clock, ratios bool) {
	all := measured(r, size)
	m.line("%s\n", title)
	m.head(append([]string{"µs"}, all...)...)
	for _, cell := range r.Cells() {
		row := []string{cell.Name(r.Listed(size))}
		for _, system := range all {
			row = append(row, figure(r.Figure(size, system, cell, clock, Base), ratios && system != Base))
		}
		m.row(row...)
	}
	m.line("")
}

func figure(f Figure, ratio bool) string {
	switch {
	case f.Value == 0 && f.Err != "":
		return "failed"
	case f.Value == 0:
		return ""
	case ratio && f.Times > 0:
		return fmt.Sprintf("%s (%s×)", digits(f.Value/1e3), digits(f.Times))
	}
	return digits(f.Value / 1e3)
}

// digits are two that count, and no more zeros than there are.
func digits(v float64) string {
	switch {
	case v >= 1_000:
		return thousands(int(v + 0.5))
	case v >= 10:
		return fmt.Sprintf("%.0f", v)
	case v >= 1:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.2g", v)
}

func thousands(n int) string {
	text := fmt.Sprint(n)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}

func (m *document) phases(r Results, size int) {
	m.line("Load and start are measured once, in processor time and, in brackets, on the wall; a system that keeps nothing loads when it starts. " +
		"Writes are times on the wall, p50 and in brackets the longest: until acknowledged, and from then until a question that knows nothing of it has the new answer.\n")
	m.head("", "load, s", "start, s", "memory, MB", "disk, MB", "a write, ms", "seen, ms", "denied, ms")
	for _, system := range r.Systems() {
		load, loaded := r.phase(size, system, measure.Loading)
		start, started := r.phase(size, system, measure.Starting)
		if !loaded || !started || load.Block == nil || start.Block == nil {
			continue
		}
		row := []string{system, seconds(load.Block), seconds(start.Block), "", "", "", "", ""}
		if l, ok := r.phase(size, system, measure.Weighing); ok && l.Weight != nil {
			row[3] = digits(float64(l.Weight.Memory) / 1e6)
			if l.Weight.Disk > 0 {
				row[4] = digits(float64(l.Weight.Disk) / 1e6)
			}
		}
		if l, ok := r.phase(size, system, measure.Writing); ok && l.Writes != nil {
			row[5], row[6], row[7] = spread(l.Writes.Acknowledged), spread(l.Writes.Seen), spread(l.Writes.Denied)
			if l.Err != "" {
				row[5] = "failed"
			}
			if l.Writes.Never > 0 {
				row[7] += fmt.Sprintf("; %d never within 15 s", l.Writes.Never)
			}
		}
		m.row(row...)
	}
	m.line("")
}

func seconds(b *measure.Block) string {
	if b.Wall < 5*time.Millisecond {
		return ""
	}
	return fmt.Sprintf("%s (%s)", digits(b.Processor.Seconds()), digits(b.Wall.Seconds()))
}

func spread(all []time.Duration) string {
	if len(all) == 0 {
		return ""
	}
	sorted := slices.Sorted(slices.Values(all))
	milliseconds := func(d time.Duration) string { return digits(float64(d) / 1e6) }
	return fmt.Sprintf("%s (%s)", milliseconds(sorted[len(sorted)/2]), milliseconds(sorted[len(sorted)-1]))
}

// missing says what has no number, and why.
func (m *document) missing(r Results, size int) {
	var reasons []string
	of := map[string][]string{}
	for _, l := range r.Lines {
		if l.Size != size || l.Err == "" {
			continue
		}
		what := string(l.Phase)
		if l.Cell != nil {
			what = l.Cell.Name(l.Listed)
		}
		first, _, _ := strings.Cut(l.Err, "\n")
		reason := l.System + ": " + first
		if of[reason] == nil {
			reasons = append(reasons, reason)
		}
		of[reason] = append(of[reason], what)
	}
	if len(reasons) == 0 {
		return
	}
	m.line("Missing at this size:\n")
	for _, reason := range reasons {
		m.line("- %s (%s)", reason, strings.Join(of[reason], "; "))
	}
	m.line("")
}

// growth is the processor time of the same question at each size.
func (m *document) growth(r Results) {
	sizes := r.Sizes()
	m.line("\n## How cost grows\n\nProcessor time of one request at %s relationships, in µs.\n", strings.Join(texts(sizes), ", "))
	all := r.Systems()
	m.head(append([]string{""}, all...)...)
	for _, cell := range r.Cells() {
		if cell.Callers > 1 {
			continue
		}
		row := []string{cell.Name(r.Listed(sizes[len(sizes)-1]))}
		for _, system := range all {
			var figures []string
			for _, size := range sizes {
				text := "–"
				if f := r.Figure(size, system, cell, Processor, Base); f.Value > 0 {
					text = digits(f.Value / 1e3)
				}
				figures = append(figures, text)
			}
			row = append(row, strings.Join(figures, " → "))
		}
		m.row(row...)
	}
}

func texts(sizes []int) []string {
	var all []string
	for _, size := range sizes {
		all = append(all, thousands(size))
	}
	return all
}
