package relation

import (
	"encoding/json"
	"fmt"
	"regexp"
	"time"

	"github.com/remit-authz/remit/schema"
)

// notation has the parts of "client:a/c#emergency@user:a/x", with what may stand
// in brackets behind it: a caveat with its context, and an expiration.
var notation = regexp.MustCompile(
	`^([a-z][a-z0-9_]*):([^#@\[]+)#([a-z][a-z0-9_]*)@([a-z][a-z0-9_]*):([^#@\[]+)(?:#([a-z][a-z0-9_]*))?(?:\[([a-z][a-z0-9_]*)(?::(\{.*\}))?\])?(?:\[expiration:([^\]]+)\])?$`)

// Parse reads a relationship as SpiceDB writes it, with ids as an engine holds
// them: "client:a/c#practitioner@user:a/x[caveat:{...}][expiration:...]".
func Parse(text string) (Relationship, error) {
	parts := notation.FindStringSubmatch(text)
	if parts == nil {
		return Relationship{}, fmt.Errorf("%q is no relationship", text)
	}
	r := New(Object{schema.Type(parts[1]), parts[2]}, parts[3], Object{schema.Type(parts[4]), parts[5]})
	r.SubjectRelation = parts[6]
	if parts[7] != "" {
		given := map[string]any{}
		if parts[8] != "" {
			if err := json.Unmarshal([]byte(parts[8]), &given); err != nil {
				return Relationship{}, fmt.Errorf("context %s: %w", parts[8], err)
			}
		}
		var err error
		if r.Terms, err = r.WithCaveat(schema.Caveat(parts[7]), given); err != nil {
			return Relationship{}, err
		}
	}
	if parts[9] != "" {
		at, err := time.Parse(time.RFC3339, parts[9])
		if err != nil {
			return Relationship{}, fmt.Errorf("expiration: %w", err)
		}
		r.Terms = r.Expiring(at)
	}
	return r, nil
}
