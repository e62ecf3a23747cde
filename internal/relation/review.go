package relation

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/remit-authz/remit/schema"
)

// ReviewOf is the object that stands for the reviews of one emergency access: the
// same wherever it is computed, whatever number a record gives the access.
func ReviewOf(user, client Object, since time.Time) Object {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%s", user.text(), client.text(), since.UTC().Format(time.RFC3339)))
	return Object{schema.TypeEmergencyReview, fmt.Sprintf("%s/%s", client.Tenant(), hex.EncodeToString(sum[:16]))}
}
