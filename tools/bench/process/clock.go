// Package process runs what the benchmark compares as processes, and reads their own
// clocks: on a shared machine the time on the wall says how busy the others were.
package process

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// Processor is the processor time that a process has had so far, by its own clock, in
// nanoseconds. One that is gone is an error that wraps fs.ErrNotExist.
func Processor(pid int) (time.Duration, error) {
	// The clock of another process has its number in it: see clock_getcpuclockid(3).
	const schedulerClock = 2
	var t unix.Timespec
	if err := unix.ClockGettime(int32(^pid<<3|schedulerClock), &t); err != nil {
		if errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ESRCH) {
			return 0, fmt.Errorf("process %d: %w", pid, fs.ErrNotExist)
		}
		return 0, fmt.Errorf("the clock of process %d: %w", pid, err)
	}
	return time.Duration(t.Nano()), nil
}

// Reading is the clocks of some processes at one moment.
type Reading struct {
	clocks map[int]time.Duration
	// reaped is what children that have ended took, in the coarse ticks that the system
	// keeps for them: PostgreSQL's helpers of one query are such.
	reaped time.Duration
}

// Read reads the clocks of processes and of all below them.
func Read(roots ...int) (Reading, error) {
	r := Reading{clocks: map[int]time.Duration{}}
	all, err := tree(roots)
	if err != nil {
		return r, err
	}
	for _, pid := range all {
		clock, err := Processor(pid)
		if errors.Is(err, fs.ErrNotExist) {
			continue // it ended meanwhile
		}
		if err != nil {
			return r, err
		}
		r.clocks[pid] = clock
		stat, err := statOf(pid)
		if err == nil {
			r.reaped += stat.reaped
		}
	}
	return r, nil
}

// Processes are how many there were.
func (r Reading) Processes() int { return len(r.clocks) }

// Since is the processor time between two readings of the same processes. Those that came
// meanwhile count whole; of those that went, what they had before is taken off what was
// reaped with them.
func (r Reading) Since(before Reading) time.Duration {
	took := r.reaped - before.reaped
	for pid, clock := range r.clocks {
		took += clock - before.clocks[pid]
	}
	for pid, clock := range before.clocks {
		if _, there := r.clocks[pid]; !there {
			took -= clock
		}
	}
	return took
}

// Memory is the memory of processes and all below them in bytes, of what they share each
// its part.
func Memory(roots ...int) (int64, error) {
	all, err := tree(roots)
	if err != nil {
		return 0, err
	}
	var sum int64
	for _, pid := range all {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
		if err != nil {
			continue // it ended meanwhile
		}
		for line := range strings.Lines(string(text)) {
			if rest, ok := strings.CutPrefix(line, "Pss:"); ok {
				kilobytes, err := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")), 10, 64)
				if err != nil {
					return 0, fmt.Errorf("memory of process %d: %w", pid, err)
				}
				sum += kilobytes << 10
			}
		}
	}
	return sum, nil
}

// tree is processes and all below them.
func tree(roots []int) ([]int, error) {
	if len(roots) == 0 {
		return nil, nil
	}
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil, fmt.Errorf("processor time is read from Linux's /proc: %w", err)
	}
	below := map[int][]int{}
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		if stat, err := statOf(pid); err == nil {
			below[stat.parent] = append(below[stat.parent], pid)
		}
	}
	var all []int
	for next := roots; len(next) > 0; {
		all = append(all, next...)
		var more []int
		for _, pid := range next {
			more = append(more, below[pid]...)
		}
		next = more
	}
	return all, nil
}

type stat struct {
	parent int
	reaped time.Duration
}

func statOf(pid int) (stat, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return stat{}, err
	}
	// The name stands in brackets, and may have blanks and brackets of its own.
	_, rest, ok := bytes.Cut(text, []byte(") "))
	if end := bytes.LastIndex(text, []byte(") ")); ok && end >= 0 {
		rest = text[end+2:]
	}
	fields := strings.Fields(string(rest))
	const parent, userOfChildren, systemOfChildren = 1, 13, 14
	if len(fields) <= systemOfChildren {
		return stat{}, fmt.Errorf("process %d: its state is not understood", pid)
	}
	var numbers [3]int64
	for i, field := range []int{parent, userOfChildren, systemOfChildren} {
		if numbers[i], err = strconv.ParseInt(fields[field], 10, 64); err != nil {
			return stat{}, fmt.Errorf("process %d: its state is not understood: %w", pid, err)
		}
	}
	const tick = 10 * time.Millisecond // Linux's USER_HZ is 100 on every system that Go runs on
	return stat{parent: int(numbers[0]), reaped: time.Duration(numbers[1]+numbers[2]) * tick}, nil
}
