package boltstore

import (
	bolt "go.etcd.io/bbolt"

	"github.com/authzed/spicedb/pkg/datastore"
	"github.com/authzed/spicedb/pkg/tuple"

	"github.com/remit-authz/remit/internal/boltstore/boltfile"
	"github.com/remit-authz/remit/internal/boltstore/changelog"
	"github.com/remit-authz/remit/internal/boltstore/clock"
)

// readAtOnce is after how many changes a watcher sends what it has.
const readAtOnce = 1000

// read takes the events of the next transactions from the log. last is the
// revision of the last one, or zero when there is none.
func (w *watcher) read(after clock.Revision) (events []datastore.RevisionChanges, last clock.Revision, err error) {
	limit := w.store.clock.Last()
	changes := 0
	err = w.store.view(func(tx *bolt.Tx) error {
		if int64(after) < w.store.collected.Load() {
			return datastore.NewInvalidRevisionErr(after, datastore.RevisionStale)
		}
		c := boltfile.Log.Cursor(tx)
		k, chunk := c.Seek(changelog.Key(after+1, 0))
		for k != nil && changelog.RevisionOf(k) <= limit && changes < readAtOnce {
			last = changelog.RevisionOf(k)
			h := changelog.History{Tx: tx, Content: w.opts.Content, Changes: datastore.RevisionChanges{Revision: last}}
			for ; k != nil && changelog.RevisionOf(k) == last; k, chunk = c.Next() {
				if err := h.Add(chunk, last); err != nil {
					return err
				}
			}
			if limit := w.opts.MaximumBufferedChangesByteSize; limit > 0 && h.Size > limit {
				return datastore.NewMaximumChangesSizeExceededError(limit)
			}
			events = append(events, w.events(h.Changes)...)
			changes += 1 + len(h.Changes.RelationshipChanges)
		}
		return c.Err()
	})
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
