package loader

import (
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/remit-authz/remit/schema"
)

// WriteText prints how an engine differs: for each tenant how much, and of each kind
// of difference up to so many; 0 is all.
func (d Drift) WriteText(w io.Writer, atMost int) error {
	if atMost == 0 {
		atMost = math.MaxInt
	}
	var b strings.Builder
	for _, t := range d.Tenants {
		fmt.Fprintf(&b, "tenant %s: %d missing, %d altered, %d extra, %d ended, %d orphaned; %d not ours\n",
			t.Tenant, len(t.Missing), len(t.Altered), len(t.Extra), len(t.Ended), len(t.Orphaned), t.NotOurs)
		for _, kind := range []struct {
			name    string
			changes []Change
		}{{"missing", t.Missing}, {"altered", t.Altered}, {"extra", t.Extra}, {"ended", t.Ended}, {"orphaned", t.Orphaned}} {
			writeSome(&b, kind.changes, atMost, "are "+kind.name, func(c Change) string { return "  " + kind.name + ": " + c.fact() })
		}
	}
	writeSome(&b, d.Unnamed, atMost, "tenants that no source names", func(t schema.TenantID) string {
		return fmt.Sprintf("tenant %s: no source names it", t)
	})
	_, err := io.WriteString(w, b.String())
	return err
}
