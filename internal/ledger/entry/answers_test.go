package entry_test

import (
	"testing"
	"time"

	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/schema"
)

// What a record of decisions tells of hours 10 to 20, by what it says of itself.
func TestWhatARecordOfDecisionsTells(t *testing.T) {
	hour := func(h int) time.Time { return noon.Add(time.Duration(h-12) * time.Hour) }
	says := func(h int, a entry.Answers) entry.Entry {
		return entry.Entry{Kind: entry.Recording, Time: hour(h), Answers: &a}
	}
	asked := func(h int) entry.Entry {
		return entry.Entry{Kind: entry.Decision, Time: hour(h), Decision: &entry.Decided{}}
	}
	all, closed := entry.Answers{Record: entry.RecordAll, Share: 1}, entry.Answers{Record: entry.RecordClosed}
	some := entry.Answers{Record: entry.RecordAll, Share: 0.1}
	named := entry.Answers{Record: entry.RecordNamed, Permissions: []schema.Permission{schema.ClientViewDossier}, Share: 1}
	denials := entry.Answers{Record: entry.RecordDenials, Share: 1}
	lost := entry.Entry{Kind: entry.Dropped, Time: hour(15), Dropped: &entry.Lost{Decisions: 1, Since: hour(14)}}
	for _, tt := range []struct {
		why           string
		entries       []entry.Entry
		uses, denials string
	}{
		{"nobody knows whether it lived on", []entry.Entry{says(9, all), asked(19)}, "part", "part"},
		{"another wrote last", []entry.Entry{says(9, all), asked(19), {Kind: entry.Refused, Time: hour(20), Refused: &entry.Refusal{}}}, "part", "part"},
		{"killed before", []entry.Entry{says(8, all), asked(9)}, "part", "part"},
		{"nothing", nil, "none", "none"},
		{"an older copy, by which nobody answered", []entry.Entry{says(8, all), says(9, closed), {Kind: entry.Replaced, Time: hour(18), Replaced: &entry.Replacement{}}, says(18, all), asked(20)}, "part", "part"},
		{"all", []entry.Entry{says(9, all), asked(20)}, "whole", "whole"},
		{"all, and a restart", []entry.Entry{says(9, all), says(12, closed), says(13, all), asked(20)}, "whole", "whole"},
		{"one that was killed", []entry.Entry{says(9, all), says(13, all), asked(20)}, "part", "part"},
		{"begun in between", []entry.Entry{says(11, all), asked(20)}, "part", "part"},
		{"ended before", []entry.Entry{says(8, all), says(9, closed)}, "whole", "whole"},
		{"sampled", []entry.Entry{says(9, some), asked(20)}, "none", "whole"},
		{"denials only", []entry.Entry{says(9, denials), asked(20)}, "none", "whole"},
		{"off for a while", []entry.Entry{says(9, all), says(12, closed), says(13, entry.Answers{Record: entry.RecordOff}), says(14, closed), says(15, all), asked(20)}, "part", "part"},
		{"off, before", []entry.Entry{says(7, entry.Answers{Record: entry.RecordOff}), says(8, closed), says(9, all), asked(20)}, "whole", "whole"},
		{"the permission", []entry.Entry{says(9, named), asked(20)}, "whole", "whole"},
		{"some lost", []entry.Entry{says(9, all), lost, asked(20)}, "part", "part"},
		{"to come", []entry.Entry{says(21, all)}, "none", "none"},
	} {
		var told entry.Telling
		for _, e := range tt.entries {
			told.Take(e)
		}
		if got := told.Of(schema.ClientViewDossier, false, hour(10), hour(20)); got != tt.uses {
			t.Errorf("%s: uses %s, want %s", tt.why, got, tt.uses)
		}
		if got := told.Of(schema.ClientViewDossier, true, hour(10), hour(20)); got != tt.denials {
			t.Errorf("%s: denials %s, want %s", tt.why, got, tt.denials)
		}
		if told.Of(schema.ClientMessage, false, hour(10), hour(20)) == "whole" && tt.why == "the permission" {
			t.Errorf("%s: another one is told of", tt.why)
		}
	}
}
