package loader

import (
	"strings"
	"testing"

	"github.com/remit-authz/remit/loader/source"
)

func TestBatches(t *testing.T) {
	of := func(sizes ...int) sequence {
		var s sequence
		var changes []Change
		for _, size := range sizes {
			for i := range size {
				changes, s.order, s.joined = append(changes, Change{}), append(s.order, place{0, int32(len(s.order))}), append(s.joined, i > 0)
			}
		}
		s.of = []Changes{ChangesOf(changes...)}
		return s
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
		packed, err := batches(tt.units, 3)
		if err != nil || len(packed) != len(tt.want) {
			t.Errorf("%s: got %d batches and %v, want %v", tt.why, len(packed), err, tt.want)
			continue
		}
		for i, batch := range packed {
			if batch.to-batch.from != tt.want[i] {
				t.Errorf("%s: batch %d has %d changes, want %v", tt.why, i, batch.to-batch.from, tt.want)
			}
		}
	}
	if _, err := batches(of(1, 4), 3); err == nil || !strings.Contains(err.Error(), "4 changes") {
		t.Errorf("a unit beyond a write: got %v, want an error", err)
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
