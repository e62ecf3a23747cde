package entry

import (
	"iter"
	"slices"
	"time"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// Read is what was allowed under an access, or may have been.
type Read struct {
	Permission schema.Permission `json:"permission"`
	Times      int               `json:"times"`
	First      time.Time         `json:"first"`
	Last       time.Time         `json:"last"`
	// Unknown says that it was allowed meanwhile, and that by which path is not known.
	Unknown bool `json:"unknown,omitempty"`
}

// ReadUnder says in accesses what decisions tell was read under each: those that were
// allowed by emergency access, and those of which the path is not known.
func ReadUnder(all []Access, entries iter.Seq2[Entry, error]) error {
	type pair struct{ user, client relation.Object }
	of := map[pair][]*Access{}
	for i := range all {
		key := pair{all[i].User, all[i].Client}
		of[key] = append(of[key], &all[i])
	}
	for e, err := range entries {
		switch {
		case err != nil:
			return err
		case e.Decision == nil || e.Decision.Outcome != "allowed":
			continue
		}
		d := e.Decision
		unknown := len(d.Path) == 0
		if !unknown && d.Emergency == "" {
			continue // by another way
		}
		for _, a := range of[pair{d.User, d.Object}] {
			// What was asked in its last moment is answered a moment later.
			if !e.Time.Before(a.Since) && e.Time.Before(a.Until.Add(time.Second)) {
				a.read(d.Permission, e.Time, unknown)
			}
		}
	}
	return nil
}

func (a *Access) read(p schema.Permission, t time.Time, unknown bool) {
	i := slices.IndexFunc(a.Reads, func(r Read) bool { return r.Permission == p && r.Unknown == unknown })
	if i < 0 {
		i = len(a.Reads)
		a.Reads = append(a.Reads, Read{Permission: p, First: t, Unknown: unknown})
	}
	a.Reads[i].Times++
	a.Reads[i].Last = t
}
