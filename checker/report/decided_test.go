package report_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/remit-authz/remit/checker/report"
	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/table"
	"github.com/remit-authz/remit/schema"
)

// What was in a queue when a report was made is no difference later; what the report could
// have read and leaves out is one.
func TestDecisionsAreReadAsFarAsTheReportSays(t *testing.T) {
	ann, org := ref(schema.TypeUser, "ann"), ref(schema.TypeOrganization, "org")
	m, engine := found(t, schema.Text(), []relation.Relationship{
		relation.Between(tenant, schema.TenantMember, ann), relation.Between(ann.Account(), schema.AccountTenant, tenant), relation.Between(ann.Account(), schema.AccountOwner, ann),
		relation.Between(org, schema.OrganizationTenant, tenant), relation.Between(org, schema.OrganizationBarred, ann),
	})
	for _, tt := range []struct {
		why    string
		before time.Duration // when it was asked, before the report
		change func(string) string
		want   string
	}{
		{"it was in the queue", 2 * time.Second, nil, ""},
		{"it was left out", 2 * time.Hour, nil, "without entry 2"},
		{"all was", 2 * time.Second, func(text string) string {
			start, end := strings.Index(text, `,"decisions":"`), strings.Index(text, `,"record":"`)
			return text[:start] + text[end:]
		}, "without entry 0"},
		{"another size", 2 * time.Second, func(text string) string { return strings.Replace(text, " 2 ", " 1 ", 1) }, "not the record's"},
		{"more is claimed", 2 * time.Second, func(text string) string {
			return strings.Replace(text, `"answered_until":"2026-11-26T11:59:50Z"`, `"answered_until":"2026-11-26T11:59:59Z"`, 1)
		}, "without entry 2"},
	} {
		tried := decided(0, ann, schema.OrganizationView, org, "denied")
		tried.Time = noon.Add(-10 * time.Second)
		folder := record(t, recording(9, entry.RecordAll, 1), tried)
		o := report.Options{Moment: m, Record: engine, Decisions: folder}
		var b bytes.Buffer
		if err := made(t, "walls", o).Write(&b, table.JSON); err != nil {
			t.Fatal(err)
		}
		tried.Time = noon.Add(-tt.before)
		add(t, folder, tried)
		text := b.String()
		if tt.change != nil {
			text = tt.change(text)
			if text == b.String() {
				t.Fatalf("%s: nothing was changed in %s", tt.why, text)
			}
		}
		given, err := report.ReadGiven(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		differs, err := given.Holds(&o)
		if err != nil {
			t.Fatal(err)
		}
		again, err := given.Report.Make(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		others, err := given.Against(again)
		if err != nil {
			t.Fatal(err)
		}
		differs = append(differs, others...)
		switch {
		case tt.want == "" && len(differs) > 0, tt.want != "" && len(differs) == 0:
			t.Errorf("%s: %v", tt.why, said(differs))
		case tt.want != "" && !strings.Contains(said(differs), tt.want):
			t.Errorf("%s: %v, want %s", tt.why, said(differs), tt.want)
		}
	}
}

func said(all []phrase.Phrase) string {
	var texts []string
	for _, p := range all {
		texts = append(texts, p.String())
	}
	return strings.Join(texts, "\n")
}

// add has a record go on.
func add(t *testing.T, folder string, e entry.Entry) {
	t.Helper()
	log, err := ledger.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	e.Recorded, e.Part, e.Parts = e.Time, 1, 1
	content, err := e.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := log.Append(content); err != nil {
		t.Fatal(err)
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
}
