package measure

import "time"

// Line is one line of the results: what one system did in one round, or in a phase.
type Line struct {
	// Size and Seed make the world.
	Size   int    `json:"relationships"`
	Listed int    `json:"listed,omitempty"`
	Seed   uint64 `json:"seed"`
	System string `json:"system"`
	// Phase is what the line is about.
	Phase Phase `json:"phase"`
	// Cell and Round are of Asking alone.
	Cell  *Cell  `json:"cell,omitempty"`
	Round int    `json:"round,omitempty"`
	Block *Block `json:"block,omitempty"`
	// Writes and Weight are of their phases alone.
	Writes *Writes `json:"writes,omitempty"`
	Weight *Weight `json:"weight,omitempty"`
	// Err is why there is no number: the system could not be run, or refused, or was too
	// slow.
	Err string `json:"error,omitempty"`
}

// Phase is what a line is about.
type Phase string

const (
	Loading  Phase = "load"
	Starting Phase = "start"
	// Agreeing has the number of compared answers in Block.Requests.
	Agreeing Phase = "agree"
	Asking   Phase = "ask"
	Writing  Phase = "write"
	Weighing Phase = "weigh"
)

// Machine is the first line of the results: what they were made on, and of what.
type Machine struct {
	At        time.Time         `json:"at"`
	Processor string            `json:"processor"`
	Cores     int               `json:"cores"`
	Memory    int64             `json:"memory"`
	System    string            `json:"system"`
	Load      string            `json:"load"`
	Go        string            `json:"go"`
	Commit    string            `json:"commit"`
	Versions  map[string]string `json:"versions"`
	Rounds    int               `json:"rounds"`
	Budget    time.Duration     `json:"budget_ns"`
	// What says of each system what runs.
	What map[string]string `json:"what"`
}
