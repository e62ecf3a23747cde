package main

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/remit-authz/remit/checker/memory"
)

// memoryMetrics are how the memory does that questions are answered from.
type memoryMetrics struct{ memory *memory.Memory }

// memoryMetric is one of them.
type memoryMetric struct {
	desc *prometheus.Desc
	kind prometheus.ValueType
	of   func(memory.Health) float64
}

func metricOfMemory(name, help string, kind prometheus.ValueType, of func(memory.Health) float64) memoryMetric {
	return memoryMetric{prometheus.NewDesc("remit_memory_"+name, help, nil, nil), kind, of}
}

var allOfMemory = []memoryMetric{
	metricOfMemory("answers", "Whether questions are answered from memory now: 1, or 0 while the engine is asked.", prometheus.GaugeValue, func(h memory.Health) float64 {
		if h.Answers {
			return 1
		}
		return 0
	}),
	metricOfMemory("age_seconds", "How long ago the memory had everything, for certain.", prometheus.GaugeValue, func(h memory.Health) float64 { return h.Age.Seconds() }),
	metricOfMemory("relationships", "Relationships in memory.", prometheus.GaugeValue, func(h memory.Health) float64 { return float64(h.Relationships) }),
	metricOfMemory("bytes", "About how many bytes they take.", prometheus.GaugeValue, func(h memory.Health) float64 { return float64(h.Bytes) }),
	metricOfMemory("loads_total", "How often the memory was filled.", prometheus.CounterValue, func(h memory.Health) float64 { return float64(h.Loads) }),
	metricOfMemory("changes_total", "Changes that were taken up.", prometheus.CounterValue, func(h memory.Health) float64 { return float64(h.Changes) }),
	metricOfMemory("losses_total", "How often the engine was lost.", prometheus.CounterValue, func(h memory.Health) float64 { return float64(h.Losses) }),
}

// Describe says which there are.
func (memoryMetrics) Describe(to chan<- *prometheus.Desc) {
	for _, m := range allOfMemory {
		to <- m.desc
	}
}

// Collect looks at the memory once, for all of them.
func (c memoryMetrics) Collect(to chan<- prometheus.Metric) {
	h := c.memory.Health()
	for _, m := range allOfMemory {
		to <- prometheus.MustNewConstMetric(m.desc, m.kind, m.of(h))
	}
}
