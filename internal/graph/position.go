package graph

import (
	"encoding/base64"
	"math/big"
	"strings"

	impl "github.com/authzed/spicedb/pkg/proto/impl/v1"
)

// position is the place of a revision in the history of one engine, read from
// a ZedToken. Tokens are opaque to applications, and SpiceDB's API has no way
// to compare two: so this reads what SpiceDB v1.56 writes into them, and
// whatever it does not understand is not comparable, which is safe.
type position struct {
	datastore string
	// schema is the hash of the schema, blank where SpiceDB does not say it.
	schema string
	// number orders the revisions of a datastore that has a clock: all that can
	// be watched, but PostgreSQL.
	number *big.Rat
	// snapshot is what a PostgreSQL transaction sees.
	snapshot *impl.PostgresRevision
}

// positionOf reads a token; false for one that it does not understand.
func positionOf(token string) (position, bool) {
	var decoded impl.DecodedZedToken
	packed, err := base64.StdEncoding.DecodeString(token)
	if err != nil || decoded.UnmarshalVT(packed) != nil || decoded.GetV1().GetRevision() == "" {
		return position{}, false
	}
	p := position{datastore: decoded.GetV1().GetDatastoreUniqueIdPrefix(), schema: string(decoded.GetV1().GetSchemaHash())}
	revision := decoded.GetV1().GetRevision()
	if isNumber(revision) {
		p.number, _ = new(big.Rat).SetString(revision)
		return p, true
	}
	p.snapshot = &impl.PostgresRevision{}
	packed, err = base64.StdEncoding.DecodeString(revision)
	if err != nil || p.snapshot.UnmarshalVT(packed) != nil || !plausible(p.snapshot) {
		return position{}, false
	}
	return p, true
}

// isNumber says whether a revision is a decimal number of a sensible length:
// big.Rat also reads what takes it long.
func isNumber(revision string) bool {
	const most = 40
	return len(revision) <= most && strings.Trim(revision, "0123456789.") == "" &&
		strings.Count(revision, ".") <= 1 && revision[0] != '.' && revision[len(revision)-1] != '.'
}

// Includes says whether everything that was there at an earlier revision of an
// engine is there at a later one; false where that cannot be told.
func Includes(later, earlier string) bool {
	if later == earlier {
		return later != ""
	}
	l, known := positionOf(later)
	e, alsoKnown := positionOf(earlier)
	return known && alsoKnown && l.includes(e)
}

// SameSchema says whether two revisions may be of one schema: false where both
// say of which they are, and it is another.
func SameSchema(one, other string) bool {
	a, _ := positionOf(one)
	b, _ := positionOf(other)
	return a.schema == "" || b.schema == "" || a.schema == b.schema
}

// plausible refuses numbers that no database reaches, so that sums of them are
// not too large.
func plausible(s *impl.PostgresRevision) bool {
	const most = 1 << 62
	return s.GetXmin() > 0 && s.GetXmin() < most && s.GetRelativeXmax() >= 0 && s.GetRelativeXmax() < most
}

// includes says whether everything that was there at another position is there
// at this one; false where that cannot be told.
func (p position) includes(other position) bool {
	switch {
	case p.datastore != other.datastore:
		return false
	case p.number != nil && other.number != nil:
		return p.number.Cmp(other.number) >= 0
	case p.snapshot != nil && other.snapshot != nil:
		return seesAll(p.snapshot, other.snapshot)
	}
	return false
}

// seesAll says whether a snapshot sees every transaction that another one
// sees: those below Xmax that were not under way.
func seesAll(s, other *impl.PostgresRevision) bool {
	// The other sees all that began since but those that were under way.
	if ends(other)-ends(s) > int64(len(other.GetRelativeXips())) {
		return false
	}
	for x := ends(s); x < ends(other); x++ {
		if !underWay(other, x) {
			return false
		}
	}
	for _, relative := range s.GetRelativeXips() {
		if x := int64(s.GetXmin()) + relative; x < ends(other) && !underWay(other, x) {
			return false
		}
	}
	return true
}

// ends is the first transaction that was not begun.
func ends(s *impl.PostgresRevision) int64 { return int64(s.GetXmin()) + s.GetRelativeXmax() }

func underWay(s *impl.PostgresRevision, transaction int64) bool {
	for _, relative := range s.GetRelativeXips() {
		if int64(s.GetXmin())+relative == transaction {
			return true
		}
	}
	return false
}
