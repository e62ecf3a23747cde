package recertification

import (
	"errors"
	"time"

	"github.com/cenkalti/backoff/v5"

	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/provenance"
)

// wait is how long another process may have the record: a closing has it while it makes
// its plan.
const wait = 30 * time.Second

// partGrants is how many grants one entry has at most, far below the longest record.
const partGrants = 400

// Log is the record of campaigns, open for writing. The caller closes it.
type Log struct {
	folder string
	log    *ledger.Log
}

// Open opens the record in a folder, and makes it where there is none. Another process that
// has it is waited for, some seconds. One that is not the record that was known says so in
// itself; zero for none.
func Open(folder string, known ledger.Known) (*Log, error) {
	waits := backoff.NewExponentialBackOff()
	waits.InitialInterval = 5 * time.Millisecond
	for until := time.Now().Add(wait); ; time.Sleep(waits.NextBackOff()) {
		log, err := ledger.Open(folder)
		switch {
		case errors.Is(err, ledger.ErrLocked) && time.Now().Before(until):
			continue
		case err != nil:
			return nil, err
		}
		if err := entry.SayReplaced(log, known, time.Now()); err != nil {
			return nil, errors.Join(err, log.Close())
		}
		return &Log{folder, log}, nil
	}
}

// Close ends writing.
func (l *Log) Close() error { return l.log.Close() }

// OpenCampaign records the opening of a campaign, all of it or nothing, and returns its
// number.
func (l *Log) OpenCampaign(s entry.CampaignStep, grants []entry.Grant, by provenance.Provenance, now time.Time) (int64, error) {
	s.Does, s.Campaign, s.All = entry.CampaignOpened, l.log.Last().Size, len(grants)
	var steps []entry.CampaignStep
	for first := true; first || len(grants) > 0; first = false {
		n := min(partGrants, len(grants))
		s.Grants, grants = grants[:n], grants[n:]
		steps = append(steps, s)
	}
	return s.Campaign, l.write(by, now, steps...)
}

// Write records a step of a campaign.
func (l *Log) Write(s entry.CampaignStep, by provenance.Provenance, now time.Time) error {
	if s.Does != entry.CampaignDecided {
		return l.write(by, now, s)
	}
	var steps []entry.CampaignStep
	for all := s.Decisions; len(all) > 0; {
		n := min(partGrants/4, len(all)) // each with a reason
		s.Decisions, all = all[:n], all[n:]
		steps = append(steps, s)
	}
	return l.write(by, now, steps...)
}

func (l *Log) write(by provenance.Provenance, now time.Time, steps ...entry.CampaignStep) error {
	var records [][]byte
	for i, s := range steps {
		e := entry.Entry{Kind: entry.Recertification, Time: now, Recorded: now, Part: i + 1, Parts: len(steps), Provenance: by, Campaign: &s}
		record, err := e.Encode()
		if err != nil {
			return err
		}
		records = append(records, record)
	}
	_, err := l.log.Append(records...)
	return err
}

// Campaigns are those of the record, which nobody else changes before it is closed.
func (l *Log) Campaigns() ([]*Campaign, error) {
	h, err := entry.Open(l.folder)
	if err != nil {
		return nil, err
	}
	return Campaigns(h.Entries(0))
}

// Next is the number that the next entry gets.
func (l *Log) Next() int64 { return l.log.Last().Size }
