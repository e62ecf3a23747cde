package fhir

import (
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader/source"
)

// within is the first of the ends of periods that all must hold, in RFC 3339;
// blank for none. It is false where one of them does not hold now.
func (r *reading) within(one found, at jsontext.Pointer, periods []period) (until string, ok bool) {
	var end time.Time
	for _, p := range periods {
		starts, _, err := r.moment(p.Start)
		_, ends, wrong := r.moment(p.End)
		if err != nil || wrong != nil {
			r.problem(one.document, at, "period from %q to %q: %v", p.Start, p.End, first(err, wrong))
			return "", false
		}
		switch {
		case p.End != "" && !ends.After(r.now):
			r.gives(one.document.At(at, nil), "a participant whose period has ended gives nothing")
			return "", false
		case p.Start != "" && starts.After(r.now):
			r.gives(one.document.At(at, nil), "a participant whose period has not begun gives nothing: it is read again when it has")
			return "", false
		case p.End != "" && (end.IsZero() || ends.Before(end)):
			end = ends
		}
	}
	if end.IsZero() {
		return "", true
	}
	return end.UTC().Format(time.RFC3339), true
}

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// moment reads a time of FHIR: a year, a month, a day or a moment. The first three
// last from one moment to another, and a period ends at the end of its last day.
func (r *reading) moment(written string) (starts, ends time.Time, err error) {
	if written == "" {
		return time.Time{}, time.Time{}, nil
	}
	if at, err := time.Parse(time.RFC3339, written); err == nil {
		return at, at, nil
	}
	for _, p := range []struct {
		layout              string
		years, months, days int
	}{{"2006-01-02", 0, 0, 1}, {"2006-01", 0, 1, 0}, {"2006", 1, 0, 0}} {
		day, err := time.ParseInLocation(p.layout, written, time.UTC)
		switch {
		case err != nil:
		case r.zone == nil:
			return starts, ends, phrase.Errorf("%q has no time of day, and when a day ends depends on where: set time_zone, such as Europe/Amsterdam", written)
		default:
			starts = time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, r.zone)
			return starts, starts.AddDate(p.years, p.months, p.days), nil
		}
	}
	return starts, ends, phrase.Errorf("%q is no time", written)
}

type linkKey struct{ user, role, object string }

// link adds a link, or lets one that two teams give last as long as the longer.
func (r *reading) link(row source.LinkRow) {
	key := linkKey{row.User, row.Role, row.Object}
	i, met := r.links[key]
	if !met {
		r.links[key] = len(r.records.Links)
		r.records.Links = append(r.records.Links, row)
		return
	}
	// Both hold now. In UTC, the later of two ends is the greater text.
	if had := &r.records.Links[i]; had.Until != "" && (row.Until == "" || row.Until > had.Until) {
		*had = row
	}
}
