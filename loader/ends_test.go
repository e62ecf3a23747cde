package loader_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"

	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

// spiceDB is an engine that does not say when it ends links.
type spiceDB struct{ grpc.ClientConnInterface }

func (s spiceDB) Invoke(ctx context.Context, method string, args, reply any, opts ...grpc.CallOption) error {
	opts = slices.DeleteFunc(opts, func(o grpc.CallOption) bool { _, header := o.(grpc.HeaderCallOption); return header })
	return s.ClientConnInterface.Invoke(ctx, method, args, reply, opts...)
}

// withEnds has a locum, a manager who leaves, one who comes, and one who has left.
func withEnds() files {
	return small().with("links", `tenant,user,role,object,until,from
acme,xi,external_client,connection:k1,2999-01-01T00:00:00Z,
acme,pim,practitioner,client:c1,2998-06-01T00:00:00.9+02:00,
acme,pim,supervisor,client:c1,,2998-06-01T00:00:00Z
acme,mo,manager,organization:o1,2026-01-01T00:00:00Z,
acme,mo,manager,organization:o2,2998-01-01T00:00:00Z,2020-01-01T00:00:00Z
`)
}

var inTheMeantime = time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)

func TestLinksHaveEndsAndBeginnings(t *testing.T) {
	src, err := loader.Read(withEnds().folder())
	if err != nil {
		t.Fatal(err)
	}
	links := func(now time.Time) []string {
		var found []string
		for _, r := range loader.DesiredState(src, now).Relationships {
			if f := r.Relation.Facts(); f.Kind == schema.KindLink {
				found = append(found, strings.TrimSpace(r.String()+" "+r.Context+" "+r.Expires))
			}
		}
		return found
	}
	want := []string{
		"client:acme/c1#practitioner@user:acme/pim  2998-05-31T22:00:00Z",
		`connection:acme/k1#external_client@user:acme/xi {"until":"2999-01-01T00:00:00Z"} 2999-01-01T00:00:00Z`,
		"organization:acme/o2#manager@user:acme/mo  2998-01-01T00:00:00Z",
	}
	if got := links(inTheMeantime); !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	notices := said(loader.DesiredState(src, inTheMeantime).Notices)
	if want := `links.csv:4: left out: user:acme/pim as supervisor on client:acme/c1 begins at 2998-06-01T00:00:00Z: the first sync after that gives it
links.csv:5: left out: user:acme/mo as manager on organization:acme/o1 ended at 2026-01-01T00:00:00Z`; notices != want {
		t.Errorf("got %s\nwant %s", notices, want)
	}
	begun := time.Date(2998, 6, 1, 0, 0, 0, 0, time.UTC)
	if got := links(begun.Add(-time.Nanosecond)); slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, "supervisor") }) {
		t.Errorf("given before its beginning: %q", got)
	}
	if got := links(begun); len(got) != 2 || got[0] != "client:acme/c1#supervisor@user:acme/pim" {
		t.Errorf("at its beginning: %q", got)
	}
}

// The beginning of time is an end as any other, and not none.
func TestTheZeroTimeIsAnEnd(t *testing.T) {
	src, err := loader.Read(small().with("links", "tenant,user,role,object,until\nacme,pim,practitioner,client:c1,0001-01-01T00:00:00Z\n").folder())
	if err != nil {
		t.Fatal(err)
	}
	d := loader.DesiredState(src, inTheMeantime)
	if len(d.Notices) != 1 || slices.ContainsFunc(d.Relationships, func(r loader.Relationship) bool { return r.Relation == schema.ClientPractitioner }) {
		t.Errorf("a link that ended long ago is given: %v", d.Notices)
	}
}

// An end comes, moves and goes as a change of terms: what ends earlier is taken
// before anything is given.
func TestEndsChange(t *testing.T) {
	e, _ := start(t)
	t.Cleanup(func() { _ = e.Close() })
	conn := e.Conn()
	sync := loader.Sync{Engine: conn, Now: inTheMeantime, Limits: loader.Limits{AllowRemovals: 100, AllowAccess: 10_000}}
	apply := func(f files) (loader.Plan, error) {
		src, err := loader.Read(f.folder())
		if err != nil {
			t.Fatal(err)
		}
		proposal, err := sync.Plan(t.Context(), src)
		if err != nil {
			t.Fatal(err)
		}
		_, err = proposal.Apply(t.Context())
		return proposal.Plan, err
	}
	if _, err := apply(small()); err != nil {
		t.Fatal(err)
	}
	if _, err := apply(withEnds()); err != nil {
		t.Fatal(err)
	}
	if plan, err := apply(withEnds()); err != nil || !plan.Empty() {
		t.Errorf("the same again: %v and %v", plan, err)
	}
	plan, err := apply(small())
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := plan.WriteText(&b, schema.English); err != nil || !strings.Contains(b.String(), "~ user:acme/pim becomes practitioner of client:acme/c1 (was until 2998-05-31T22:00:00Z)") {
		t.Errorf("got %s (%v)", &b, err)
	}
}

// An engine that does not say that it ends links at once gets none that end, but
// invitations, and nothing is written.
func TestEndsNeedAnEngineThatEndsThem(t *testing.T) {
	e, _ := start(t)
	t.Cleanup(func() { _ = e.Close() })
	conn := e.Conn()
	src, err := loader.Read(withEnds().folder())
	if err != nil {
		t.Fatal(err)
	}
	sync := loader.Sync{Engine: spiceDB{conn}, Now: inTheMeantime}
	_, err = sync.Run(t.Context(), src)
	var late *loader.LateEndsError
	if !errors.As(err, &late) || late.Links != 2 || !strings.HasPrefix(err.Error(), "2 links have an end, the first: user:acme/pim becomes practitioner of client:acme/c1 until 2998-05-31T22:00:00Z: this engine may allow") {
		t.Fatalf("got %v", err)
	}
	if observed, err := loader.ObservedState(t.Context(), conn, []schema.TenantID{"acme"}); err != nil || len(observed.Relationships) > 0 {
		t.Errorf("written all the same: %v (%v)", observed.Relationships, err)
	}
	sync.LateEnds = true
	if _, err := sync.Run(t.Context(), src); err != nil {
		t.Error(err)
	}
	if src, err = loader.Read(small().folder()); err != nil { // an invitation is exact anywhere
		t.Fatal(err)
	}
	sync.LateEnds, sync.Limits.AllowRemovals = false, 100
	if _, err := sync.Run(t.Context(), src); err != nil {
		t.Error(err)
	}
}

// A link that had ended and was to have no end was in the way of its own coming back,
// and with it of every revocation: an engine keeps what has expired for a while.
func TestWhatEndedComesBackWithoutAnEnd(t *testing.T) {
	_, eng := startWith(t, small())
	ended := time.Now().Add(2 * time.Second).Truncate(time.Second)
	link := small().plus("links", "acme,pim,practitioner,client:c2,")
	sync(t, eng, want(t, small().plus("links", "acme,pim,practitioner,client:c2,"+ended.Format(time.RFC3339))))
	time.Sleep(time.Until(ended) + time.Second)
	sync(t, eng, want(t, link.without("users", "acme,mo").without("links", "acme,mo").with("engagements", "tenant,id,name,organization,lead\nacme,e1,2026,o1,\n")))
	if got := len(under(t, eng, "client:acme/c2")); got == 0 {
		t.Error("the link did not come back")
	}
}

// A plan that lets a whole caseload end took nothing away, by its own count.
func TestEndingSoonerCountsForLimits(t *testing.T) {
	many, ending := small(), small()
	for i := range 40 {
		row := fmt.Sprintf("acme,n%d,N,,active,practitioner", i)
		link := fmt.Sprintf("acme,n%d,practitioner,client:c1,", i)
		many, ending = many.plus("users", row).plus("links", link), ending.plus("users", row).plus("links", link+"2998-01-01T00:00:00Z")
	}
	p := loader.Diff(want(t, ending), holding(want(t, many)))
	if got := p.Refusals(loader.Limits{}); len(got) != 1 || !strings.Contains(got[0].String(), "loses 40 of its") {
		t.Errorf("ends that come: got %v, want a refusal", got)
	}
	if got := p.Refusals(loader.Limits{AllowRemovals: 40}); len(got) != 0 {
		t.Errorf("allowed: got %v", got)
	}
	if got := loader.Diff(want(t, many), holding(want(t, ending))).Refusals(loader.Limits{}); len(got) != 0 {
		t.Errorf("ends that go: got %v", got)
	}
}

// said are notices in English, a line each.
func said(notices []loader.Notice) string {
	lines := make([]string, len(notices))
	for i, n := range notices {
		lines[i] = n.String()
	}
	return strings.Join(lines, "\n")
}
