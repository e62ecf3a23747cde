package loader

import (
	"io"
	"math"
	"strings"

	"github.com/remit-authz/remit/internal/phrase/catalogue"
	"github.com/remit-authz/remit/schema"
)

// WriteText prints, in a language, how an engine differs: for each tenant how much, and of each kind
// of difference up to so many; 0 is all.
func (d Drift) WriteText(w io.Writer, l schema.Language, atMost int) error {
	in := catalogue.In(l)
	if atMost == 0 {
		atMost = math.MaxInt
	}
	var b strings.Builder
	for _, t := range d.Tenants {
		b.WriteString(in.Say("tenant %s: %d missing, %d altered, %d extra, %d ended, %d orphaned; %d not ours",
			t.Tenant, len(t.Missing), len(t.Altered), len(t.Extra), len(t.Ended), len(t.Orphaned), t.NotOurs) + "\n")
		for _, kind := range []struct {
			name, more string
			changes    []Change
		}{
			{in.Say("missing"), in.Say("are missing"), t.Missing},
			{in.Say("altered"), in.Say("are altered"), t.Altered},
			{in.Say("extra"), in.Say("are extra"), t.Extra},
			{in.Say("ended"), in.Say("are ended"), t.Ended},
			{in.Say("orphaned"), in.Say("are orphaned"), t.Orphaned},
		} {
			writeSome(&b, in, kind.changes, atMost, kind.more, func(c Change) string { return "  " + kind.name + ": " + c.fact(in) })
		}
	}
	writeSome(&b, in, d.Unnamed, atMost, in.Say("tenants that no source names"), func(t schema.TenantID) string {
		return in.Say("tenant %s: no source names it", t)
	})
	_, err := io.WriteString(w, b.String())
	return err
}
