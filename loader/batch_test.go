package loader

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/remit-authz/remit/loader/source"
)

func TestBatches(t *testing.T) {
	of := func(sizes ...int) sequence {
		var changes []Change
		for unit, size := range sizes { // an engagement's last pointers go together
			for i := range size {
				changes = append(changes, Change{Action: Remove, Relationship: Relationship{
					Resource: Object{Type: "engagement", ID: fmt.Sprintf("acme/e%d", unit)}, Relation: "engagement#organization",
					Subject: Object{Type: "organization", ID: fmt.Sprintf("acme/o%d", i)},
				}})
			}
		}
		return orderer{}.order(ChangesOf(changes...))
	}
	for _, tt := range []struct {
		why   string
		units sequence
		want  []int
	}{
		{"none", of(), nil},
		{"just full", of(1, 1, 1), []int{3}},
		{"one too many", of(1, 1, 1, 1), []int{3, 1}},
		{"a unit that does not fit in goes whole into the next", of(1, 1, 2, 1), []int{2, 3}},
		{"a unit of a whole write", of(1, 3, 1), []int{1, 3, 1}},
	} {
		packed, err := tt.units.batches(room{3, 3})
		if err != nil || len(packed) != len(tt.want) {
			t.Errorf("%s: got %d batches and %v, want %v", tt.why, len(packed), err, tt.want)
			continue
		}
		for i, batch := range packed {
			if batch != tt.want[i] {
				t.Errorf("%s: batch %d has %d changes, want %v", tt.why, i, batch, tt.want)
			}
		}
	}
	if _, err := of(1, 4).batches(room{3, 3}); err == nil || !strings.Contains(err.Error(), "4 changes") {
		t.Errorf("a unit beyond a write: got %v, want an error", err)
	}
}

// A write to a SpiceDB elsewhere takes little away, unless that belongs together.
func TestBatchesTakeLittleAwayElsewhere(t *testing.T) {
	of := func(action Action, n int) Changes {
		var all []Change
		for i := range n {
			o := Object{Type: "client", ID: fmt.Sprintf("acme/c%d", i)}
			all = append(all, Change{Action: action, Relationship: Relationship{Resource: o, Relation: "client#practitioner", Subject: Object{Type: "user", ID: "acme/u"}}})
		}
		return ChangesOf(all...)
	}
	for _, tt := range []struct {
		why  string
		of   []Changes
		size room
		want []int
	}{
		{"away, elsewhere", []Changes{of(Remove, 600)}, roomIn(1000), []int{250, 250, 100}},
		{"given, elsewhere", []Changes{of(Add, 1200)}, roomIn(1000), []int{1000, 200}},
		{"first away, then given", []Changes{of(Remove, 300), of(Add, 1000)}, roomIn(1000), []int{250, 1000, 50}},
		{"away, from remit's own", []Changes{of(Remove, 600)}, roomIn(2500), []int{600}},
	} {
		if got, err := (orderer{}.order(tt.of...)).batches(tt.size); err != nil || !slices.Equal(got, tt.want) {
			t.Errorf("%s: got writes of %v (%v), want %v", tt.why, got, err, tt.want)
		}
	}
}

// A write has a condition for each tenant, and gRPC takes 4 MiB.
func TestBatchesAreBoundedBesideTheirChanges(t *testing.T) {
	for _, tt := range []struct {
		why              string
		tenants, changes int
		id               string
		want             int
	}{
		{"small ones", 1, 4000, "acme/c1", 1},
		{"many tenants", 2500, 1, "acme/c1", 3},
		{"long ids", 1, 4000, strings.Repeat("x", 1024), 3},
	} {
		var of []Changes
		for range tt.tenants {
			o := Object{Type: "client", ID: tt.id}
			of = append(of, ChangesOf(slices.Repeat([]Change{{Action: Add, Relationship: Relationship{Resource: o, Relation: "client#practitioner", Subject: o}}}, tt.changes)...))
		}
		packed, err := orderer{}.order(of...).batches(room{5000, 5000})
		if err != nil || len(packed) != tt.want {
			t.Errorf("%s: got %d writes and %v, want %d", tt.why, len(packed), err, tt.want)
		}
	}
}

func BenchmarkPlan(b *testing.B) {
	src := source.Source{}
	for tenant := range 20 {
		addLargeTenant(&src, tenant)
	}
	want := DesiredState(src, src.Links[0].Until)
	for b.Loop() {
		p := Diff(want, Observed{})
		b.ReportMetric(float64(p.Size()), "changes")
		orderer{}.order(p.byTenant()...)
	}
}
