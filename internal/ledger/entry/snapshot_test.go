package entry_test

import (
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/random"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// Whatever ids a state has, it is read as it was written: nearly all lines are read by a
// short way that does not know JSON.
func TestAnyStateIsReadBack(t *testing.T) {
	r := rand.New(rand.NewPCG(random.Seed(t), 0))
	pieces := []string{"c", `"`, `\`, `<`, `é`, " ", `","relation":"`, `","subject":"`, `"}`, "#", ":", "/", "=41", "*", "\u2028", "𐍈"}
	id := func() string {
		var b strings.Builder
		for range 1 + r.IntN(4) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		return b.String()
	}
	seen, plain := map[relation.Relationship]bool{}, 0
	var held []relation.Relationship
	for range 2000 {
		client, user := c1, anna
		if r.IntN(2) == 0 {
			client.ID, user.ID = id(), id()
		}
		one := relation.Between(client, schema.ClientPractitioner, user)
		switch r.IntN(5) {
		case 0:
			one.Terms = relation.Emergency(noon, noon, id())
		case 1:
			one.SubjectRelation = "member"
		case 2:
			one.Subject.ID = relation.Wildcard
		case 3:
			one.Resource = relation.Object{Type: "client", ID: "x" + strings.Repeat("y", r.IntN(99))} // which no reference is
		default:
			plain++
		}
		if !seen[one.Key()] {
			seen[one.Key()] = true
			held = append(held, one)
		}
	}
	folder := filepath.Join(t.TempDir(), "ledger")
	log, err := ledger.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := log.Close(); err != nil {
			t.Error(err)
		}
	}()
	made, err := entry.WriteSnapshot(folder, 0, "r", "definition user {}", func(yield func(relation.Relationship, error) bool) {
		for _, one := range held {
			if !yield(one, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	e := one(entry.Snapshot)
	e.Snapshot, e.Through = &made, "r"
	record, err := e.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := log.Append(record); err != nil {
		t.Fatal(err)
	}
	h, err := entry.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	s, err := h.Found(e)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(held, slices.Collect(s.Relationships())); diff != "" || plain == 0 {
		t.Errorf("%d plain (-written +read)\n%s", plain, diff)
	}
}
