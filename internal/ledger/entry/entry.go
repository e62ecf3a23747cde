package entry

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/remit-authz/remit/internal/provenance"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// version is that of the format.
const version = 1

// Kind is what an entry is about.
type Kind string

// The kinds of entries.
const (
	Change    Kind = "change"
	Emergency Kind = "emergency"
	Schema    Kind = "schema"
	Snapshot  Kind = "snapshot"
	Gap       Kind = "gap"
)

// Kinds are all of them.
func Kinds() []Kind { return []Kind{Change, Emergency, Schema, Snapshot, Gap} }

// Entry is one record of a ledger. A reader gets it, a recorder makes it; the
// format is the package's comment.
type Entry struct {
	// Number is the record's, counted from 0; it is not in the record.
	Number int64
	// Time is when it came to be: see the package's comment. Recorded is when it
	// was written down.
	Time, Recorded time.Time
	Kind           Kind
	// Revision is the state after it, and Through the one that the stream of
	// changes had vouched for when it was written down: never blank.
	Revision, Through string
	// Part is which of Parts records of one transaction it is, from 1.
	Part, Parts int
	// Provenance is what the transaction says of itself, which nobody has proved.
	provenance.Provenance
	// Changes are those of a Change or an Emergency, by relation.Relationship.Compare,
	// each relationship once.
	Changes []relation.Change

	Schema   *SchemaText   // of kind Schema
	Snapshot *SnapshotFile // of kinds Snapshot and Gap
	Gap      *Unrecorded   // of kind Gap
}

// SchemaText is a schema, or one that could not be read in time: both are blank.
type SchemaText struct {
	Digest string `json:"digest,omitempty"`
	Text   string `json:"text,omitempty"`
}

// SnapshotFile names a whole state.
type SnapshotFile struct {
	Digest        string `json:"digest"`
	Relationships int    `json:"relationships"`
}

// Unrecorded is what is missing between a revision and that of the entry.
type Unrecorded struct {
	From string `json:"from"`
	Why  string `json:"why"`
}

// line is an entry as it is written, in the order of its fields.
type line struct {
	Time         time.Time         `json:"time"`
	Version      int               `json:"v"`
	Kind         Kind              `json:"kind"`
	Recorded     time.Time         `json:"recorded"`
	Revision     string            `json:"revision"`
	Through      string            `json:"through,omitempty"`
	Part         int               `json:"part,omitempty"`
	Parts        int               `json:"parts,omitempty"`
	Actor        string            `json:"actor,omitempty"`
	By           string            `json:"by,omitempty"`
	Purpose      string            `json:"purpose,omitempty"`
	Reason       string            `json:"reason,omitempty"`
	Source       string            `json:"source,omitempty"`
	SourceDigest string            `json:"source_digest,omitempty"`
	Plan         string            `json:"plan,omitempty"`
	Changes      []relation.Change `json:"changes,omitempty"`
	Schema       *SchemaText       `json:"schema,omitempty"`
	Snapshot     *SnapshotFile     `json:"snapshot,omitempty"`
	Gap          *Unrecorded       `json:"gap,omitempty"`
}

// Encode is the record of an entry.
func (e Entry) Encode() ([]byte, error) {
	if err := e.whole(); err != nil {
		return nil, err
	}
	l := line{
		Time: e.Time.UTC(), Version: version, Kind: e.Kind, Recorded: e.Recorded.UTC(), Revision: e.Revision,
		Actor: e.Actor, By: e.By, Purpose: e.Purpose, Reason: e.Reason, Source: e.Source, SourceDigest: e.SourceDigest, Plan: e.Plan,
		Changes: e.Changes, Schema: e.Schema, Snapshot: e.Snapshot, Gap: e.Gap,
	}
	if e.Through != e.Revision {
		l.Through = e.Through
	}
	if e.Parts > 1 {
		l.Part, l.Parts = e.Part, e.Parts
	}
	return json.Marshal(l)
}

// Decode reads the record with a number. What it does not understand is an error.
func Decode(number int64, record []byte) (Entry, error) {
	var l line
	if err := json.Unmarshal(record, &l); err != nil {
		return Entry{}, fmt.Errorf("entry %d is not one: %w", number, err)
	}
	if l.Version != version {
		return Entry{}, fmt.Errorf("entry %d is of the format's version %d, and this program reads %d: read it with a newer one", number, l.Version, version)
	}
	e := Entry{
		Number: number, Time: l.Time, Recorded: l.Recorded, Kind: l.Kind, Revision: l.Revision, Through: l.Through, Part: l.Part, Parts: l.Parts,
		Provenance: provenance.Provenance{
			Actor: l.Actor, By: l.By, Purpose: l.Purpose, Reason: l.Reason,
			Source: l.Source, SourceDigest: l.SourceDigest, Plan: l.Plan,
		},
		Changes: l.Changes, Schema: l.Schema, Snapshot: l.Snapshot, Gap: l.Gap,
	}
	if e.Through == "" {
		e.Through = e.Revision
	}
	if e.Parts == 0 {
		e.Part, e.Parts = 1, 1
	}
	if err := e.whole(); err != nil {
		return Entry{}, fmt.Errorf("entry %d: %w", number, err)
	}
	return e, nil
}

// whole says what an entry lacks.
func (e Entry) whole() error {
	switch {
	case !slices.Contains(Kinds(), e.Kind):
		return fmt.Errorf("its kind %q is not known", e.Kind)
	case e.Revision == "" || e.Through == "":
		return errors.New("it has no revision")
	case e.Part < 1 || e.Part > e.Parts:
		return fmt.Errorf("it is part %d of %d", e.Part, e.Parts)
	case (e.Kind == Change || e.Kind == Emergency) != (len(e.Changes) > 0),
		(e.Kind == Schema) != (e.Schema != nil), (e.Kind == Gap) != (e.Gap != nil), (e.Kind == Snapshot || e.Kind == Gap) != (e.Snapshot != nil):
		return fmt.Errorf("it has not what one of kind %s has", e.Kind)
	}
	return nil
}

// begins says whether it tells a whole state because of what came before nothing
// is known, and not only so that a reader has less to go through.
func (e Entry) begins() bool { return e.Kind == Gap || e.Kind == Snapshot && e.Number == 0 }

// KindOf is the kind of a transaction that changed relationships.
func KindOf(changes []relation.Change) Kind {
	if slices.ContainsFunc(changes, func(c relation.Change) bool { return c.Relation == schema.ClientEmergency }) {
		return Emergency
	}
	return Change
}
