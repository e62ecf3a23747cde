package boltstore

import (
	"context"
	"encoding/binary"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"github.com/authzed/spicedb/pkg/datastore"
	core "github.com/authzed/spicedb/pkg/proto/core/v1"

	"github.com/remit-authz/remit/internal/boltstore/clock"
	"github.com/remit-authz/remit/internal/boltstore/definition"
)

// CountRelationships counts what a registered counter's filter matches.
func (r reader) CountRelationships(ctx context.Context, name string) (int, error) {
	var counter datastore.RelationshipCounter
	err := r.from(func(tx *bolt.Tx, at clock.Revision) (err error) {
		counter, err = counterAt(tx, at, name)
		return err
	})
	if err != nil {
		return 0, err
	}
	filter, err := datastore.RelationshipsFilterFromCoreFilter(counter.Filter)
	if err != nil {
		return 0, err
	}
	relationships, err := r.QueryRelationships(ctx, filter)
	if err != nil {
		return 0, err
	}
	count := 0
	for _, err := range relationships {
		if err != nil {
			return 0, err
		}
		count++
	}
	return count, nil
}

// LookupCounters reads all counters, by name.
func (r reader) LookupCounters(context.Context) ([]datastore.RelationshipCounter, error) {
	var counters []datastore.RelationshipCounter
	err := r.from(func(tx *bolt.Tx, at clock.Revision) error {
		return definition.Each(tx, at, definition.Counter, func(name string, v definition.Version) error {
			counter, err := decodeCounter(name, v.Content)
			counters = append(counters, counter)
			return err
		})
	})
	return counters, err
}

// RegisterCounter adds a counter that has not counted yet.
func (t *transaction) RegisterCounter(_ context.Context, name string, filter *core.RelationshipFilter) error {
	return t.write(edits, func() error {
		v, err := definition.At(t.tx, t.revision, definition.Key(definition.Counter, name))
		if err != nil {
			return err
		}
		if v.Content != nil {
			return datastore.NewCounterAlreadyRegisteredErr(name, filter)
		}
		return t.putCounter(datastore.RelationshipCounter{Name: name, Filter: filter, ComputedAtRevision: datastore.NoRevision})
	})
}

// UnregisterCounter removes a counter.
func (t *transaction) UnregisterCounter(_ context.Context, name string) error {
	return t.write(edits, func() error {
		if _, err := counterAt(t.tx, t.revision, name); err != nil {
			return err
		}
		return t.putDefinition(definition.Counter, name, nil)
	})
}

// StoreCounterValue keeps what was counted at a revision.
func (t *transaction) StoreCounterValue(_ context.Context, name string, value int, at datastore.Revision) error {
	return t.write(edits, func() error {
		counter, err := counterAt(t.tx, t.revision, name)
		if err != nil {
			return err
		}
		counter.Count, counter.ComputedAtRevision = value, at
		return t.putCounter(counter)
	})
}

func (t *transaction) putCounter(counter datastore.RelationshipCounter) error {
	at, ok := clock.RevisionOf(counter.ComputedAtRevision)
	if !ok {
		return datastore.NewInvalidRevisionErr(counter.ComputedAtRevision, datastore.CouldNotDetermineRevision)
	}
	filter, err := counter.Filter.MarshalVT()
	if err != nil {
		return fmt.Errorf("filter of counter %q: %w", counter.Name, err)
	}
	content := binary.AppendVarint(nil, int64(counter.Count))
	content = binary.AppendVarint(content, int64(at))
	return t.putDefinition(definition.Counter, counter.Name, append(content, filter...))
}

func counterAt(tx *bolt.Tx, at clock.Revision, name string) (datastore.RelationshipCounter, error) {
	v, err := definition.At(tx, at, definition.Key(definition.Counter, name))
	if err != nil {
		return datastore.RelationshipCounter{}, err
	}
	if v.Content == nil {
		return datastore.RelationshipCounter{}, datastore.NewCounterNotRegisteredErr(name)
	}
	return decodeCounter(name, v.Content)
}

func decodeCounter(name string, content []byte) (datastore.RelationshipCounter, error) {
	damaged := fmt.Errorf("counter %q is damaged: unregister it and register it again", name)
	count, n := binary.Varint(content)
	if n <= 0 {
		return datastore.RelationshipCounter{}, damaged
	}
	at, m := binary.Varint(content[n:])
	if m <= 0 {
		return datastore.RelationshipCounter{}, damaged
	}
	counter := datastore.RelationshipCounter{Name: name, Filter: &core.RelationshipFilter{}, Count: int(count), ComputedAtRevision: datastore.NoRevision}
	if at != 0 {
		counter.ComputedAtRevision = clock.Revision(at)
	}
	if err := counter.Filter.UnmarshalVT(content[n+m:]); err != nil {
		return counter, damaged
	}
	return counter, nil
}
