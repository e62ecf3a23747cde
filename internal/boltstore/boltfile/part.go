package boltfile

import (
	"runtime"

	"golang.org/x/sync/errgroup"
)

// part is a piece of a walk through a table. What it finds is its own until the
// walk takes it.
type part struct {
	Walk
	of     Table
	from   branch // no page for the rows of a root, which has been walked through
	found  total
	report Report
}

// row looks at one row, and counts it.
func (p *part) row(e Element) {
	if e.isBucket || !p.of.intact(e) {
		p.report.Add("%s: the row %q is not as it was written", p.of.Name, e.Key)
		return
	}
	p.found.add(sealOf(e.Value))
}

// all goes through parts of a walk, several at a time unless it pauses.
func (w *Walk) all(parts []*part) {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	if w.Pause != nil {
		group.SetLimit(1)
	}
	for _, p := range parts {
		if p.from.page == 0 {
			continue
		}
		group.Go(func() error {
			p.Report = &p.report
			return Guard(func() error {
				p.tree(string(p.of.Name), p.from, 1, p.row)
				return nil
			})
		})
	}
	if err := group.Wait(); err != nil {
		w.Report.Add("%v", err)
	}
}
