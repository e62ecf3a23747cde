// Package measure asks the systems in turns: a process for each, which asks one system
// and reads the clocks, and the one that tells them when.
package measure

import (
	"fmt"
	"runtime"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/tools/bench/data"
)

// Cell is one question in one way of asking: a row of the tables.
type Cell struct {
	Asked Asked `json:"asked"`
	// Kind is that of a check.
	Kind data.Kind `json:"kind,omitempty"`
	// Warm asks the same few again and again; otherwise no check is asked twice.
	Warm bool `json:"warm,omitempty"`
	// Callers ask at once.
	Callers int `json:"callers"`
}

// Asked is what a request is.
type Asked string

const (
	Check    Asked = "check"
	Bulk     Asked = "bulk"     // InBulk checks
	One      Asked = "one"      // a list of one
	Caseload Asked = "caseload" // a list of data.Caseload
	All      Asked = "all"      // a list of all of a tenant
	Who      Asked = "who"
)

// InBulk are the checks of one bulk request: half allowed, half denied, at random.
const InBulk = 100

// warm is how many of a kind's questions, the first ones, are asked again and again.
func warm(all []checker.Question) int { return min(16, (len(all)+3)/4) }

// Cells are all of them, in the order of the tables.
func Cells() []Cell {
	checks := func(callers int) (all []Cell) {
		for _, isWarm := range []bool{false, true} {
			for _, kind := range data.Kinds {
				all = append(all, Cell{Check, kind, isWarm, callers})
			}
		}
		return append(all, Cell{Asked: Bulk, Callers: callers})
	}
	all := checks(1)
	for _, asked := range []Asked{One, Caseload, All, Who} {
		all = append(all, Cell{Asked: asked, Callers: 1})
	}
	return append(all, checks(4*runtime.NumCPU())...)
}

// Name is what a table calls it; listed is the length of the longest list.
func (c Cell) Name(listed int) string {
	name := map[Asked]string{
		Bulk: fmt.Sprintf("%d checks at once", InBulk), One: "list of 1", Caseload: fmt.Sprintf("list of %d", data.Caseload),
		All: fmt.Sprintf("list of %d", listed), Who: "who",
	}[c.Asked]
	if c.Asked == Check {
		name = "check, " + string(c.Kind)
		if c.Warm {
			name += ", warm"
		} else {
			name += ", fresh"
		}
	}
	if c.Callers > 1 {
		name += fmt.Sprintf(", %d callers", c.Callers)
	}
	return name
}
