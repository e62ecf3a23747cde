package main

import (
	"fmt"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/remit-authz/remit/checker/embedded"
)

// recorded is what a served engine says of its record.
type recorded interface {
	// RecordErr is why what is written is not recorded at present; nil where it is.
	RecordErr() error
	// RecordNote says that the record was taken away, replaced or put back; blank for
	// nothing.
	RecordNote() string
	// Lacking are the records beside the store that are not those which it knows.
	Lacking() []embedded.Lacking
}

// warnings are what is wrong with the records, in words that name nothing: the rest is on
// standard error.
func (a answering) warnings() []string {
	var all []string
	if a.record != nil && a.record.RecordErr() != nil {
		all = append(all, "the record lacks what was written last")
	}
	if a.record != nil {
		for _, l := range a.record.Lacking() {
			all = append(all, fmt.Sprintf("the record of %s was taken away, replaced or put back", l.Record))
		}
	}
	if a.decisions != nil {
		if lost, err := a.decisions.Health(); err != nil || lost > 0 {
			all = append(all, "decisions are missing in their record")
		}
	}
	return all
}

// remarks are what was wrong and is in the record for good, in words that name nothing:
// nobody can do anything about it any more.
func (a answering) remarks() []string {
	if a.record == nil || a.record.RecordNote() == "" {
		return nil
	}
	return []string{"the record was taken away, replaced or put back before this start, and has a gap"}
}

// recordMetrics say how the record does.
type recordMetrics struct{ of recorded }

var (
	recordWritten = prometheus.NewDesc("remit_record_written", "Whether all that is written is recorded: 1, or 0 while the record is behind, full or taken away.", nil, nil)
	recordLacking = prometheus.NewDesc("remit_record_lacking", "Whether a record beside the store (decisions, reviews) is not the one that the store knows: 1, or 0.", []string{"record"}, nil)
	recordGap     = prometheus.NewDesc("remit_record_gap", "Whether the record was taken away, replaced or put back before this start, so that it has a gap: 1, or 0.", nil, nil)
)

// Describe is prometheus.Collector's.
func (recordMetrics) Describe(to chan<- *prometheus.Desc) {
	to <- recordWritten
	to <- recordGap
	to <- recordLacking
}

// Collect is prometheus.Collector's.
func (m recordMetrics) Collect(to chan<- prometheus.Metric) {
	written, gap := 1.0, 0.0
	if m.of.RecordErr() != nil {
		written = 0
	}
	if m.of.RecordNote() != "" {
		gap = 1
	}
	to <- prometheus.MustNewConstMetric(recordWritten, prometheus.GaugeValue, written)
	to <- prometheus.MustNewConstMetric(recordGap, prometheus.GaugeValue, gap)
	lacking := map[embedded.Beside]float64{embedded.Decisions: 0, embedded.Reviews: 0}
	for _, l := range m.of.Lacking() {
		lacking[l.Record] = 1
	}
	for record, is := range lacking {
		to <- prometheus.MustNewConstMetric(recordLacking, prometheus.GaugeValue, is, string(record))
	}
}
