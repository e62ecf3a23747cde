package entry

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	jsonv2 "github.com/go-json-experiment/json"

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
func Kinds() []Kind {
	return []Kind{Change, Emergency, Schema, Snapshot, Gap, Decision, Dropped, Refused, Key, Pruned, Recording, Recertification, Replaced}
}

// OfEngine says whether entries of the kind tell what happened in an engine, and so how
// far a ledger goes. The time of any other says nothing of that.
func (k Kind) OfEngine() bool {
	switch k {
	case Change, Emergency, Schema, Snapshot, Gap:
		return true
	}
	return false
}

// Entry is one record of a ledger. A reader gets it, a recorder makes it; the
// format is the package's comment.
type Entry struct {
	// Number is the record's, counted from 0, and Ledger the name of the ledger, as its
	// checkpoints have it; they are not in the record. Only History knows the name.
	Number int64
	Ledger string
	// Time is when it came to be: see the package's comment. Recorded is when it
	// was written down.
	Time, Recorded time.Time
	Kind           Kind
	// Revision is the state after it, and Through the one that the stream of
	// changes had vouched for when it was written down: never blank for what an engine did.
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
	Decision *Decided      // of kind Decision
	Dropped  *Lost         // of kind Dropped
	Refused  *Refusal      // of kind Refused
	Key      *KeyDeed      // of kind Key
	Pruned   *Pruning      // of kind Pruned
	Answers  *Answers      // of kind Recording
	Campaign *CampaignStep // of kind Recertification
	Replaced *Replacement  // of kind Replaced
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
	// Since is up to when all was recorded; zero where the entry before tells it.
	Since time.Time `json:"since,omitzero"`
	Why   string    `json:"why"`
}

// Record is an entry as it is written, in the order of its fields.
type Record struct {
	Time         time.Time         `json:"time"`
	Version      int               `json:"v"`
	Kind         Kind              `json:"kind"`
	Recorded     time.Time         `json:"recorded"`
	Revision     string            `json:"revision,omitempty"`
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
	Caller       string            `json:"caller,omitempty"`
	Changes      []relation.Change `json:"changes,omitempty"`
	Schema       *SchemaText       `json:"schema,omitempty"`
	Snapshot     *SnapshotFile     `json:"snapshot,omitempty"`
	Gap          *Unrecorded       `json:"gap,omitempty"`
	Decision     *Decided          `json:"decision,omitempty"`
	Dropped      *Lost             `json:"dropped,omitempty"`
	Refused      *Refusal          `json:"refused,omitempty"`
	Key          *KeyDeed          `json:"key,omitempty"`
	Before       int64             `json:"before,omitempty"`
	Pruned       *Pruning          `json:"pruned,omitempty"`
	Answers      *Answers          `json:"answers,omitempty"`
	Campaign     *CampaignStep     `json:"recertification,omitempty"`
	Replaced     *Replacement      `json:"replaced,omitempty"`
}

// Encode is the record of an entry.
func (e Entry) Encode() ([]byte, error) {
	if err := e.whole(); err != nil {
		return nil, err
	}
	l := Record{
		Time: e.Time.UTC(), Version: version, Kind: e.Kind, Recorded: e.Recorded.UTC(), Revision: e.Revision,
		Actor: e.Actor, By: e.By, Purpose: e.Purpose, Reason: e.Reason, Source: e.Source, SourceDigest: e.SourceDigest, Plan: e.Plan, Caller: e.Caller,
		Changes: e.Changes, Schema: e.Schema, Snapshot: e.Snapshot, Gap: e.Gap,
		Decision: e.Decision, Dropped: e.Dropped, Refused: e.Refused, Key: e.Key, Pruned: e.Pruned, Answers: e.Answers, Campaign: e.Campaign, Replaced: e.Replaced,
	}
	if e.Pruned != nil {
		l.Before = e.Pruned.Before
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
	var l Record
	if err := jsonv2.Unmarshal(record, &l); err != nil { // of a long log, most of the time is spent here
		return Entry{}, fmt.Errorf("entry %d is not one: %w", number, err)
	}
	if l.Version != version {
		return Entry{}, fmt.Errorf("entry %d is of the format's version %d, and this program reads %d: read it with a newer one", number, l.Version, version)
	}
	e := Entry{
		Number: number, Time: l.Time, Recorded: l.Recorded, Kind: l.Kind, Revision: l.Revision, Through: l.Through, Part: l.Part, Parts: l.Parts,
		Provenance: provenance.Provenance{
			Actor: l.Actor, By: l.By, Purpose: l.Purpose, Reason: l.Reason,
			Source: l.Source, SourceDigest: l.SourceDigest, Plan: l.Plan, Caller: l.Caller,
		},
		Changes: l.Changes, Schema: l.Schema, Snapshot: l.Snapshot, Gap: l.Gap,
		Decision: l.Decision, Dropped: l.Dropped, Refused: l.Refused, Key: l.Key, Pruned: l.Pruned, Answers: l.Answers, Campaign: l.Campaign, Replaced: l.Replaced,
	}
	if e.Pruned != nil {
		e.Pruned.Before = l.Before
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
	case e.Kind.ofEngine() && (e.Revision == "" || e.Through == ""):
		return errors.New("it has no revision")
	case e.Part < 1 || e.Part > e.Parts:
		return fmt.Errorf("it is part %d of %d", e.Part, e.Parts)
	case (e.Kind == Change || e.Kind == Emergency) != (len(e.Changes) > 0),
		(e.Kind == Schema) != (e.Schema != nil), (e.Kind == Gap) != (e.Gap != nil), (e.Kind == Snapshot || e.Kind == Gap) != (e.Snapshot != nil),
		(e.Kind == Decision) != (e.Decision != nil), (e.Kind == Dropped) != (e.Dropped != nil), (e.Kind == Refused) != (e.Refused != nil),
		(e.Kind == Key) != (e.Key != nil), (e.Kind == Pruned) != (e.Pruned != nil), (e.Kind == Recording) != (e.Answers != nil), (e.Kind == Recertification) != (e.Campaign != nil), (e.Kind == Replaced) != (e.Replaced != nil):
		return fmt.Errorf("it has not what one of kind %s has", e.Kind)
	}
	return nil
}

// Begins says whether it tells a whole state because of what came before nothing
// is known, and not only so that a reader has less to go through.
func (e Entry) Begins() bool { return e.Kind == Gap || e.Kind == Snapshot && e.Number == 0 }

// From is since when what it tells is known to have been so. A state that was found may
// have come about at any time before it was: by its revision it can be older than what
// was recorded last, where an engine was put back from a copy.
func (e Entry) From() time.Time {
	if e.Begins() {
		return e.Recorded
	}
	return e.Time
}

// KindOf is the kind of a transaction that changed relationships.
func KindOf(changes []relation.Change) Kind {
	if slices.ContainsFunc(changes, func(c relation.Change) bool {
		return c.Relation == schema.ClientEmergency || c.Relation.Facts().Kind == schema.KindReview
	}) {
		return Emergency
	}
	return Change
}
