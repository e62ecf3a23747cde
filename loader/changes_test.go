package loader_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/remit-authz/remit/internal/random"
	"github.com/remit-authz/remit/loader"
)

// Packed, changes are what they were, in a file too.
func TestChangesAreWhatTheyWere(t *testing.T) {
	random.Check(t, func(t *rapid.T) {
		want := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) loader.Change {
			c := loader.Change{Action: rapid.SampledFrom([]loader.Action{loader.Add, loader.Add, loader.Remove, loader.Alter, loader.ClearOrphan, "grant"}).Draw(t, "action"), Relationship: forgedRelationship(t)}
			if rapid.Bool().Draw(t, "ends") {
				c.Terms = forgedTerms(t)
			}
			if c.Action == loader.Alter {
				was := forgedTerms(t)
				c.Was = &was
			}
			return c
		}), 0, 30).Draw(t, "changes")
		packed := loader.ChangesOf(want...)
		if diff := cmp.Diff(want, packed.List()); diff != "" && len(want)+packed.Len() > 0 {
			t.Fatal(diff)
		}
		text, err := json.Marshal(packed)
		if err != nil {
			t.Fatal(err)
		}
		listed, err := json.Marshal(append([]loader.Change{}, want...))
		if err != nil || string(text) != string(listed) {
			t.Fatalf("got %s and %v, want %s", text, err, listed)
		}
		var read loader.Changes
		if err := json.Unmarshal(text, &read); err != nil || !read.Equal(packed) {
			t.Fatalf("read back: got %v and %v, want %v", read.List(), err, want)
		}
		if i := len(want) / 2; i < len(want) {
			other := slices.Clone(want)
			other[i].Subject.ID += "x"
			if loader.ChangesOf(other...).Equal(packed) {
				t.Fatal("changes of another subject are the same")
			}
		}
	})
}

func TestChangesAreAList(t *testing.T) {
	for text, want := range map[string]string{
		`{}`: "are a list", `"x"`: "are a list", `[{"action":"add","x":1}]`: `unknown field "x"`, `[1]`: "cannot unmarshal", `null`: "",
	} {
		var c loader.Changes
		err := json.Unmarshal([]byte(text), &c)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) || c.Len() > 0 {
			t.Errorf("%s: got %v and %v, want %q", text, c.List(), err, want)
		}
	}
}
