package systems

import (
	"context"
	"sync"
	"time"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/schema"
	"github.com/remit-authz/remit/tools/bench/data"
)

var floorEntry = Entry{
	Name: "floor", What: "functions over Go maps, written by hand for these five permissions, in the process",
	New: func(Place) System { return &floor{} },
}

// floor is the maps behind one lock, so that there may be writers.
type floor struct {
	nothing
	mutex sync.RWMutex
	maps  *data.Floor
}

func (*floor) Load(context.Context, *World) error { return nil }
func (*floor) Stored() string                     { return "" }

func (f *floor) Start(_ context.Context, w *World) error {
	f.maps = data.NewFloor(w.Source)
	return nil
}

func (f *floor) Check(_ context.Context, q checker.Question) (bool, error) {
	f.mutex.RLock()
	defer f.mutex.RUnlock()
	return f.maps.Check(q, time.Now()), nil
}

func (f *floor) Bulk(_ context.Context, all []checker.Question) ([]bool, error) {
	f.mutex.RLock()
	defer f.mutex.RUnlock()
	now, answers := time.Now(), make([]bool, len(all))
	for i, q := range all {
		answers[i] = f.maps.Check(q, now)
	}
	return answers, nil
}

func (f *floor) List(_ context.Context, l data.Listing) ([]schema.Ref, error) {
	f.mutex.RLock()
	defer f.mutex.RUnlock()
	return f.maps.List(l), nil
}

func (f *floor) Who(_ context.Context, n data.Naming) ([]schema.Ref, error) {
	f.mutex.RLock()
	defer f.mutex.RUnlock()
	return f.maps.Who(n), nil
}

func (f *floor) Link(_ context.Context, l data.Linking) error {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.maps.Link(l.User, l.Client)
	return nil
}

func (f *floor) Unlink(_ context.Context, l data.Linking) error {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.maps.Unlink(l.User, l.Client)
	return nil
}

// nothing is a system without processes.
type nothing struct{}

func (nothing) Processes() []int           { return nil }
func (nothing) Stop(context.Context) error { return nil }
