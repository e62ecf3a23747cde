package loader

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"slices"
	"strings"

	"github.com/remit-authz/remit/schema"
)

// baseDigest is over what a plan stands on: the relationships that the
// loader owns in some tenants, and whether there is a schema. What an
// application writes meanwhile does not change it, its own objects
// included, or a plan could never be looked at while people work.
type baseDigest struct{ hash.Hash }

func newBaseDigest(noSchema bool) baseDigest {
	h := sha256.New()
	fmt.Fprintf(h, "no schema %t\n", noSchema)
	return baseDigest{h}
}

// add takes up one more tenant, of whose relationships some are the loader's.
func (h baseDigest) add(tenant schema.TenantID, observed []Relationship) {
	all := owned(observed)
	h.addAll(tenant, len(all), func(row []byte, i int) []byte { return appendRelationship(row, &all[i]) })
}

// addPacked is add of what is all the loader's, as what a source asks for is.
func (h baseDigest) addPacked(tenant schema.TenantID, all *packed) {
	h.addAll(tenant, len(all.rows), func(row []byte, i int) []byte {
		r := all.at(i)
		return appendRelationship(row, &r)
	})
}

func (h baseDigest) addAll(tenant schema.TenantID, n int, appendRow func([]byte, int) []byte) {
	fmt.Fprintf(h, "tenant %s\n", tenant)
	rows := make([]byte, 0, digestedAtOnce+1024)
	for i := range n {
		if rows = appendRow(rows, i); len(rows) >= digestedAtOnce {
			h.Write(rows)
			rows = rows[:0]
		}
	}
	h.Write(rows)
}

// digestedAtOnce is how many bytes of rows are collected for a hash.
const digestedAtOnce = 16 << 10

func (h baseDigest) String() string { return hexOf(h.Sum(nil)) }

// appendRelationship is a relationship as digests have it: field by field, with the
// length of each, or an id could say what another relationship says.
func appendRelationship(row []byte, r *Relationship) []byte {
	for _, field := range [...]string{string(r.Resource.Type), r.Resource.ID, string(r.Relation), string(r.Subject.Type), r.Subject.ID, r.SubjectRelation} {
		row = appendField(row, field)
	}
	return appendTerms(row, r.Terms)
}

func appendTerms(row []byte, t Terms) []byte {
	return appendField(appendField(appendField(row, string(t.Caveat)), t.Context), t.Expires)
}

func appendField(row []byte, field string) []byte {
	return append(binary.AppendUvarint(row, uint64(len(field))), field...)
}

// sealed is the plan with the digest of what it now says.
func (p Plan) sealed() Plan {
	p.Digest = p.digest()
	return p
}

// digest is over the whole plan but the digest itself: all but the changes as JSON,
// and then those.
func (p Plan) digest() string {
	h := sha256.New()
	if err := json.NewEncoder(h).Encode(p.withoutChanges()); err != nil {
		panic("a plan is plain data: " + err.Error())
	}
	var row []byte
	for _, t := range p.Tenants {
		fmt.Fprintf(h, "changes %d\n", t.Changes.Len())
		for c := range t.Changes.All() {
			row = appendRelationship(appendField(row[:0], string(c.Action)), &c.Relationship)
			if row = append(row, 0); c.Was != nil {
				row[len(row)-1] = 1
				row = appendTerms(row, *c.Was)
			}
			h.Write(row)
		}
	}
	return hexOf(h.Sum(nil))
}

func (p Plan) withoutChanges() Plan {
	p.Digest, p.Tenants = "", slices.Clone(p.Tenants)
	for i := range p.Tenants {
		p.Tenants[i].Changes = Changes{}
	}
	return p
}

func hexOf(sum []byte) string { return digestPrefix + hex.EncodeToString(sum) }

const digestPrefix = "sha256:"

func isDigest(text string) bool { return strings.HasPrefix(text, digestPrefix) }
