package access

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/remit-authz/remit/schema"
)

// listedLargest is how many of the largest are in a summary.
const listedLargest = 10

// The JSON form: what is lost, then what is gained, each with its counts, the
// largest, and all of it. References are written as people write them; a list
// that is empty is there and empty.
type (
	summaryJSON struct {
		Total   int         `json:"total"`
		Users   int         `json:"users"`
		Counts  []Count     `json:"counts"`
		Largest []largeJSON `json:"largest"`
	}
	largeJSON struct {
		headJSON
		Resources int          `json:"resources"`
		Examples  []schema.Ref `json:"examples"`
	}
	entryJSON struct {
		headJSON
		Resources []schema.Ref `json:"resources"`
	}
	headJSON struct {
		User       schema.Ref        `json:"user"`
		Permission schema.Permission `json:"permission"`
		Roles      []schema.Role     `json:"roles"`
	}
)

// WriteJSON writes the difference for programs, as one object on one line:
//
//	{"at":…,"lost":{"summary":{"total":…,"users":…,"counts":[…],"largest":[…]},"all":[…]},"gained":{…}}
//
// It is written bit by bit: an emergency procedure gives millions.
func (d Difference) WriteJSON(w io.Writer) error {
	buffered := bufio.NewWriter(w)
	fmt.Fprintf(buffered, `{"at":%q`, d.At.Format(time.RFC3339Nano))
	for _, side := range []struct {
		name string
		all  Entries
	}{{"lost", d.Lost}, {"gained", d.Gained}} {
		fmt.Fprintf(buffered, `,%q:`, side.name)
		if err := side.all.writeJSON(buffered); err != nil {
			return err
		}
	}
	fmt.Fprintln(buffered, "}")
	return buffered.Flush()
}

// MarshalJSON is WriteJSON, held in memory as a whole.
func (d Difference) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	err := d.WriteJSON(&b)
	return b.Bytes(), err
}

func (all Entries) writeJSON(w io.Writer) error {
	summary, err := json.Marshal(all.summary())
	if err != nil {
		return err
	}
	fmt.Fprintf(w, `{"summary":%s,"all":[`, summary)
	for i, s := range all {
		line, err := json.Marshal(entryJSON{s.head(), s.Resources()})
		if err != nil {
			return err
		}
		if i > 0 {
			line = append([]byte(","), line...)
		}
		if _, err := w.Write(line); err != nil {
			return err
		}
	}
	_, err = io.WriteString(w, "]}")
	return err
}

func (all Entries) summary() summaryJSON {
	s := summaryJSON{all.Total(), all.Users(), all.Counts(), []largeJSON{}}
	for _, entry := range all.Largest(listedLargest) {
		examples := entry.Resources()
		s.Largest = append(s.Largest, largeJSON{entry.head(), entry.Len(), examples[:min(len(examples), shownResources)]})
	}
	return s
}

func (e Entry) head() headJSON {
	return headJSON{e.User, e.Permission, append([]schema.Role{}, e.Roles...)}
}
