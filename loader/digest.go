package loader

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"

	"github.com/remit-authz/remit/schema"
)

// baseDigest is over what a plan stands on: the relationships that the
// loader owns in these tenants, and whether there is a schema. What an
// application writes meanwhile does not change it, its own objects
// included, or a plan could never be looked at while people work.
func (s Observed) baseDigest(tenants []schema.TenantID) string {
	h, held := sha256.New(), byTenant(s.Relationships)
	fmt.Fprintf(h, "no schema %t\n", s.NoSchema)
	for _, tenant := range tenants {
		fmt.Fprintf(h, "tenant %s\n", tenant)
		for _, r := range owned(held[tenant]) {
			hashRelationship(h, r)
		}
	}
	return hexOf(h.Sum(nil))
}

func hashRelationship(w io.Writer, r Relationship) {
	// Field by field: as one text, an id could say what another relationship says.
	fmt.Fprintf(w, "%q %q %q %q %q %q %q %q %q\n", r.Resource.Type, r.Resource.ID, r.Relation,
		r.Subject.Type, r.Subject.ID, r.SubjectRelation, r.Caveat, r.Context, r.Expires)
}

// digest is over the whole plan but the digest itself.
func (p Plan) digest() string {
	p.Digest = ""
	content, err := json.Marshal(p)
	if err != nil {
		panic("a plan is plain data: " + err.Error())
	}
	sum := sha256.Sum256(content)
	return hexOf(sum[:])
}

func hexOf(sum []byte) string { return "sha256:" + hex.EncodeToString(sum) }
