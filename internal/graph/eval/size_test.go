package eval_test

import (
	"runtime"
	"testing"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/schema"
)

// What a snapshot says that it takes is about what the heap lost to it.
func TestBytes(t *testing.T) {
	changes := institution(25_000, 500)
	g, err := eval.New(schema.Text())
	if err != nil {
		t.Fatal(err)
	}
	if g, err = g.With(changes); err != nil {
		t.Fatal(err)
	}
	says := g.Bytes()
	var with, without runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&with)
	runtime.KeepAlive(g)
	g = nil
	runtime.GC()
	runtime.ReadMemStats(&without)
	runtime.KeepAlive(changes)
	if takes := int64(with.HeapAlloc) - int64(without.HeapAlloc); says < takes/2 || says > takes*2 {
		t.Errorf("it says %d, and takes %d", says, takes)
	}
}
