// Package zedtoken reads SpiceDB's ZedTokens: which of two revisions of an engine
// includes the other, and whether they are of one schema.
//
// Tokens are opaque to applications, and SpiceDB's API has no way to compare two:
// so this reads what SpiceDB v1.56 writes into them, and what it does not
// understand is not comparable, which is safe.
package zedtoken

import (
	"encoding/base64"
	"math/big"
	"slices"
	"strings"
	"time"

	impl "github.com/authzed/spicedb/pkg/proto/impl/v1"
)

// Token is one revision of an engine, read. The zero value is none, and includes
// nothing.
type Token struct {
	text      string
	datastore string
	// schema is the hash of the schema, blank where SpiceDB does not say it.
	schema string
	// number orders the revisions of a datastore that has a clock: all that can
	// be watched, but PostgreSQL.
	number *big.Rat
	// snapshot is what a PostgreSQL transaction sees.
	snapshot *impl.PostgresRevision
}

// Parse reads a token. One that it does not understand includes itself alone.
func Parse(text string) Token {
	t := Token{text: text}
	var decoded impl.DecodedZedToken
	packed, err := base64.StdEncoding.DecodeString(text)
	if err != nil || decoded.UnmarshalVT(packed) != nil {
		return t
	}
	number, snapshot := order(decoded.GetV1().GetRevision())
	if number == nil && snapshot == nil {
		return t
	}
	return Token{text, decoded.GetV1().GetDatastoreUniqueIdPrefix(), string(decoded.GetV1().GetSchemaHash()), number, snapshot}
}

// order reads what orders a revision: one of the two, or neither.
func order(revision string) (*big.Rat, *impl.PostgresRevision) {
	if isNumber(revision) {
		number, _ := new(big.Rat).SetString(revision)
		return number, nil
	}
	snapshot := &impl.PostgresRevision{}
	packed, err := base64.StdEncoding.DecodeString(revision)
	if err != nil || snapshot.UnmarshalVT(packed) != nil || !plausible(snapshot) {
		return nil, nil
	}
	return nil, snapshot
}

// String is the token as the engine wrote it.
func (t Token) String() string { return t.text }

// Includes says whether everything that was there at another revision is there at
// this one, of the same engine; false where that cannot be told.
func (t Token) Includes(other Token) bool {
	switch {
	case t.text == other.text:
		return t.text != ""
	case t.datastore != other.datastore:
		return false
	case t.number != nil && other.number != nil:
		return t.number.Cmp(other.number) >= 0
	case t.snapshot != nil && other.snapshot != nil:
		return seesAll(t.snapshot, other.snapshot)
	}
	return false
}

// SameRevision says whether two tokens are of one revision, whatever else they
// say: of one revision an engine gives tokens with and without its schema.
func (t Token) SameRevision(other Token) bool { return t.Includes(other) && other.Includes(t) }

// Ordered says whether the revisions of the token's datastore stand in one order, in which
// an engine tells them; those of PostgreSQL, or of whatever is not understood, may not.
func (t Token) Ordered() bool { return t.number != nil }

// OfPostgreSQL says whether SpiceDB on PostgreSQL wrote the token; false where that cannot
// be told.
func (t Token) OfPostgreSQL() bool { return t.snapshot != nil }

// Sees says whether the transaction that made another revision is among those that have
// their effect at this one; where that one does not say which it was, whether all of it is
// included.
func (t Token) Sees(other Token) bool {
	made := int64(other.snapshot.GetOptionalTxid())
	if t.snapshot == nil || made <= 0 || t.datastore != other.datastore {
		return t.Includes(other)
	}
	return made < ends(t.snapshot) && !underWay(t.snapshot, made)
}

// With is the revision that has what is there at either of two, of one engine; the other
// one where that cannot be told. The engine that gave both takes it as one of its own.
func (t Token) With(other Token) Token {
	switch {
	case t.snapshot == nil || other.snapshot == nil || t.datastore != other.datastore || other.Includes(t):
		return other
	case t.Includes(other):
		return t
	}
	return other.at(both(t.snapshot, other.snapshot))
}

// at is the token with another revision of PostgreSQL's.
func (t Token) at(revision *impl.PostgresRevision) Token {
	var decoded impl.DecodedZedToken
	packed, err := base64.StdEncoding.DecodeString(t.text)
	if err != nil || decoded.UnmarshalVT(packed) != nil {
		return t
	}
	inner, err := revision.MarshalVT()
	if err != nil {
		return t
	}
	decoded.GetV1().Revision = base64.StdEncoding.EncodeToString(inner)
	if packed, err = decoded.MarshalVT(); err != nil {
		return t
	}
	t.text, t.snapshot = base64.StdEncoding.EncodeToString(packed), revision
	return t
}

// both sees what either of two snapshots sees: under way is what is so in both.
func both(s, other *impl.PostgresRevision) *impl.PostgresRevision {
	earlier, later := s, other
	if ends(earlier) > ends(later) {
		earlier, later = later, earlier
	}
	var running []int64
	for _, relative := range later.GetRelativeXips() {
		if x := int64(later.GetXmin()) + relative; x >= ends(earlier) || underWay(earlier, x) {
			running = append(running, x)
		}
	}
	first := ends(later)
	if len(running) > 0 {
		first = slices.Min(running)
	}
	r := &impl.PostgresRevision{Xmin: uint64(first), RelativeXmax: ends(later) - first, OptionalTimestamp: other.GetOptionalTimestamp()}
	slices.Sort(running)
	for _, x := range running {
		r.RelativeXips = append(r.RelativeXips, x-first)
	}
	return r
}

// SameEngine says whether two revisions are of one datastore; false where that
// cannot be told.
func (t Token) SameEngine(other Token) bool {
	return t.datastore != "" && t.datastore == other.datastore
}

// Time is when a revision was made, by the clock of its datastore; false where
// its revisions do not say.
func (t Token) Time() (time.Time, bool) {
	nanos := new(big.Int)
	switch {
	case t.number != nil:
		nanos.Quo(t.number.Num(), t.number.Denom())
	case t.snapshot != nil:
		nanos.SetUint64(t.snapshot.GetOptionalTimestamp())
	}
	// Another count than one of nanoseconds is far from every moment of use.
	at := time.Unix(0, nanos.Int64()).UTC()
	return at, nanos.IsInt64() && at.Year() >= 2000
}

// SameSchema says whether two revisions may be of one schema: false where both
// say of which they are, and it is another.
func (t Token) SameSchema(other Token) bool {
	return t.schema == "" || other.schema == "" || t.schema == other.schema
}

// isNumber says whether a revision is a decimal number of a sensible length:
// big.Rat also reads what takes it long.
func isNumber(revision string) bool {
	const most = 40
	return revision != "" && len(revision) <= most && strings.Trim(revision, "0123456789.") == "" &&
		strings.Count(revision, ".") <= 1 && revision[0] != '.' && revision[len(revision)-1] != '.'
}

// plausible refuses numbers that no database reaches, so that sums of them are
// not too large.
func plausible(s *impl.PostgresRevision) bool {
	const most = 1 << 62
	return s.GetXmin() > 0 && s.GetXmin() < most && s.GetRelativeXmax() >= 0 && s.GetRelativeXmax() < most
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
