package loader

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/remit-authz/remit/internal/phrase"
)

// WriteJSON writes the plan as json.Marshal would, and ParsePlan reads it, without
// holding all of that: of millions of changes one at a time.
func (p Plan) WriteJSON(w io.Writer) error {
	out := bufio.NewWriterSize(w, 1<<16)
	head := p
	head.Tenants = []TenantChanges{}
	err := aroundList(out, head, "tenants", len(p.Tenants), func(i int) error {
		t := p.Tenants[i]
		t.Changes = Changes{}
		return aroundList(out, t, "changes", p.Tenants[i].Changes.Len(), func(j int) error {
			return writeJSON(out, p.Tenants[i].Changes.At(j))
		})
	})
	if err != nil {
		return err
	}
	return out.Flush()
}

// aroundList writes a value whose list of a name is empty, with n items in that.
func aroundList(out *bufio.Writer, value any, list string, n int, item func(int) error) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	// In a text of the value its quotes would be escaped.
	before, after, found := bytes.Cut(text, []byte(fmt.Sprintf("%q:[]", list)))
	if !found {
		return phrase.Errorf("a plan without %s", list)
	}
	out.Write(before)
	fmt.Fprintf(out, "%q:[", list)
	for i := range n {
		if i > 0 {
			out.WriteByte(',')
		}
		if err := item(i); err != nil {
			return err
		}
	}
	_, err = out.Write(slices.Concat([]byte("]"), after)) // an error before it stays
	return err
}

func writeJSON(out *bufio.Writer, value any) error {
	text, err := json.Marshal(value)
	if err == nil {
		_, err = out.Write(text)
	}
	return err
}
