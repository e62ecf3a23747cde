package measure

import (
	"time"

	"github.com/remit-authz/remit/tools/bench/data"
)

// Assignment is what a worker is started with: one line of JSON on its standard input.
type Assignment struct {
	System   string
	Folder   string
	Programs string
	Size     data.Size
	Seed     uint64
	Now      time.Time
	Rounds   int
}

// request is what the worker is told, a line each.
type request struct {
	Do     string
	Cell   Cell
	Round  int
	Budget time.Duration
	Tries  int
	// Limit bounds the whole request.
	Limit time.Duration
}

// What a worker does.
const (
	doLoad    = "load"
	doStart   = "start"
	doAnswers = "answers"
	doAsk     = "ask"
	doWrite   = "write"
	doWeigh   = "weigh"
	doStop    = "stop"
)

// reply is what it says to that.
type reply struct {
	Err     string
	Refused bool // there is no such question to this system
	Block   Block
	// Answers are those to questions that all systems are asked.
	Answers []string
	Writes  Writes
	Weight  Weight
}

// Block is some requests in a row, or a phase. Times are in nanoseconds.
type Block struct {
	Requests int `json:"requests"`
	// Processor is the processor time of all processes that worked for the requests, the
	// asking one and a database's included; Asking is the part of the asking one.
	Processor time.Duration `json:"processor_ns"`
	Asking    time.Duration `json:"asking_ns"`
	Wall      time.Duration `json:"wall_ns"`
}

// Writes are the times of links made and ended, in nanoseconds on the wall.
type Writes struct {
	// Acknowledged is how long writes took.
	Acknowledged []time.Duration `json:"acknowledged_ns"`
	// Seen and Denied are from the acknowledgement until an answer followed.
	Seen   []time.Duration `json:"seen_ns"`
	Denied []time.Duration `json:"denied_ns"`
	// Never counts those that no answer followed within the time given.
	Never int `json:"never"`
}

// Weight is what a system takes of the machine, in bytes.
type Weight struct {
	// Memory is that of its processes, or, in the asking process, of what its heap has more
	// than before.
	Memory int64 `json:"memory"`
	Disk   int64 `json:"disk"`
}
