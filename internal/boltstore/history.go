package boltstore

import (
	"bytes"

	bolt "go.etcd.io/bbolt"

	"github.com/authzed/spicedb/pkg/datastore"
	core "github.com/authzed/spicedb/pkg/proto/core/v1"
	"github.com/authzed/spicedb/pkg/tuple"
)

// readAtOnce is after how many changes a watcher sends what it has.
const readAtOnce = 1000

// read takes the events of the next transactions from the log. last is the
// revision of the last one, or zero when there is none.
func (w *watcher) read(after Revision) (events []datastore.RevisionChanges, last Revision, err error) {
	limit := w.store.clock.last()
	changes := 0
	err = closedError(w.store.db.View(func(tx *bolt.Tx) error {
		if int64(after) < w.store.collected.Load() {
			return datastore.NewInvalidRevisionErr(after, datastore.RevisionStale)
		}
		c := tx.Bucket(logBucket).Cursor()
		k, chunk := c.Seek(logKey(after+1, 0))
		for k != nil && logRevision(k) <= limit && changes < readAtOnce {
			last = logRevision(k)
			h := history{tx: tx, content: w.opts.Content, changes: datastore.RevisionChanges{Revision: last}}
			for ; k != nil && logRevision(k) == last; k, chunk = c.Next() {
				if err := h.add(chunk, last); err != nil {
					return err
				}
			}
			if limit := w.opts.MaximumBufferedChangesByteSize; limit > 0 && h.size > limit {
				return datastore.NewMaximumChangesSizeExceededError(limit)
			}
			events = append(events, w.events(h.changes)...)
			changes += 1 + len(h.changes.RelationshipChanges)
		}
		return nil
	}))
	return events, last, err
}

// events are what goes out for one transaction.
func (w *watcher) events(changes datastore.RevisionChanges) []datastore.RevisionChanges {
	var events []datastore.RevisionChanges
	something := len(changes.RelationshipChanges)+len(changes.ChangedDefinitions)+len(changes.DeletedNamespaces)+len(changes.DeletedCaveats) > 0
	switch {
	case w.opts.EmissionStrategy == datastore.EmitImmediatelyStrategy:
		events = apart(changes)
	case something:
		events = append(events, changes)
	}
	if w.opts.Content&datastore.WatchCheckpoints != 0 {
		events = append(events, datastore.RevisionChanges{Revision: changes.Revision, IsCheckpoint: true})
	}
	return events
}

// apart makes an event of every single change.
func apart(changes datastore.RevisionChanges) []datastore.RevisionChanges {
	var events []datastore.RevisionChanges
	add := func(event datastore.RevisionChanges) {
		event.Revision = changes.Revision
		events = append(events, event)
	}
	for _, metadata := range changes.Metadatas {
		add(datastore.RevisionChanges{Metadatas: append(changes.Metadatas[:0:0], metadata)})
	}
	for _, def := range changes.ChangedDefinitions {
		add(datastore.RevisionChanges{ChangedDefinitions: []datastore.SchemaDefinition{def}})
	}
	for _, name := range changes.DeletedNamespaces {
		add(datastore.RevisionChanges{DeletedNamespaces: []string{name}})
	}
	for _, name := range changes.DeletedCaveats {
		add(datastore.RevisionChanges{DeletedCaveats: []string{name}})
	}
	for _, update := range changes.RelationshipChanges {
		add(datastore.RevisionChanges{RelationshipChanges: []tuple.RelationshipUpdate{update}})
	}
	return events
}

// history collects what one transaction did.
type history struct {
	tx      *bolt.Tx
	content datastore.WatchContent
	changes datastore.RevisionChanges
	size    uint64
}

func (h *history) add(chunk []byte, rev Revision) error {
	records, err := readRecords(chunk)
	if err != nil {
		return err
	}
	for _, r := range records {
		switch {
		case r.kind == metadataRecord:
			metadata, err := decodeMetadata(r.data)
			if err != nil {
				return err
			}
			h.changes.Metadatas = append(h.changes.Metadatas, metadata)
		case r.kind == definitionRecord && h.content&datastore.WatchSchema != 0:
			if err := h.addDefinition(r.data, rev); err != nil {
				return err
			}
		case r.kind == relationshipRecord && h.content&datastore.WatchRelationships != 0:
			if err := h.addRelationship(r.data, rev); err != nil {
				return err
			}
		}
	}
	return nil
}

// addRelationship finds out what was done to a relationship. One that was
// deleted is told with what it last said.
func (h *history) addRelationship(key []byte, rev Revision) error {
	f, err := splitKey(byResource, key)
	if err != nil {
		return err
	}
	c := h.tx.Bucket(relationshipsBucket).Cursor()
	k, v := c.Seek(versioned(key, rev))
	if !bytes.Equal(k, versioned(key, rev)) {
		// It expired before the window and was collected with its version.
		return nil
	}
	operation := tuple.UpdateOperationTouch
	if payload(v).deleted() {
		operation = tuple.UpdateOperationDelete
		if k, v = c.Next(); !bytes.HasPrefix(k, key) {
			v = plainPayload
		}
	}
	rel := tuple.Relationship{RelationshipReference: f.reference()}
	if err := payload(v).decode(&rel); err != nil {
		return err
	}
	h.size += uint64(rel.SizeVT())
	h.changes.RelationshipChanges = append(h.changes.RelationshipChanges, tuple.RelationshipUpdate{Relationship: rel, Operation: operation})
	return nil
}

func (h *history) addDefinition(key []byte, rev Revision) error {
	kind, name := definitionName(key)
	v := definitionAt(h.tx, rev, key)
	switch kind {
	case namespaceDefinition:
		if v.content == nil {
			h.changes.DeletedNamespaces = append(h.changes.DeletedNamespaces, name)
			return nil
		}
		return h.addChanged(newNamespace(), v.content)
	case caveatDefinition:
		if v.content == nil {
			h.changes.DeletedCaveats = append(h.changes.DeletedCaveats, name)
			return nil
		}
		return h.addChanged(newCaveat(), v.content)
	case storedSchema:
		return h.addSchema(rev)
	default:
		return nil
	}
}

type schemaMessage interface {
	datastore.SchemaDefinition
	UnmarshalVT([]byte) error
}

func (h *history) addChanged(def schemaMessage, content []byte) error {
	if err := def.UnmarshalVT(content); err != nil {
		return err
	}
	h.addDef(def)
	return nil
}

func (h *history) addDef(def datastore.SchemaDefinition) {
	h.size += uint64(def.SizeVT())
	h.changes.ChangedDefinitions = append(h.changes.ChangedDefinitions, def)
}

// addSchema tells how the stored schema differs from the one before. A
// transaction that wrote the definitions one by one as well has told already.
func (h *history) addSchema(rev Revision) error {
	if len(h.changes.ChangedDefinitions)+len(h.changes.DeletedNamespaces)+len(h.changes.DeletedCaveats) > 0 {
		return nil
	}
	now, _, err := schemaAt(h.tx, rev)
	if err != nil {
		return err
	}
	before, _, err := schemaAt(h.tx, rev-1)
	if err != nil {
		return err
	}
	var next, last *core.StoredSchema_V1StoredSchema = now.GetV1(), before.GetV1()
	h.changes.DeletedNamespaces = differ(h, last.GetNamespaceDefinitions(), next.GetNamespaceDefinitions())
	h.changes.DeletedCaveats = differ(h, last.GetCaveatDefinitions(), next.GetCaveatDefinitions())
	return nil
}

// differ adds the definitions that are new or other than before, and returns the
// names of those that are gone.
func differ[T interface {
	datastore.SchemaDefinition
	EqualVT(T) bool
}](h *history, before, now map[string]T) (gone []string) {
	for name, def := range now {
		if old, ok := before[name]; !ok || !def.EqualVT(old) {
			h.addDef(def)
		}
	}
	for name := range before {
		if _, ok := now[name]; !ok {
			gone = append(gone, name)
		}
	}
	return gone
}
