package embedded_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/embedded"
	"github.com/remit-authz/remit/checker/explain"
	"github.com/remit-authz/remit/checker/memory"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

// A link that a source gives an end is denied at once after it, with no write in
// between, whoever is asked: a locum was allowed for half a minute more by what an
// engine had in its cache.
func TestLinksEndByTheClock(t *testing.T) {
	for name, store := range map[string]string{"a store": filepath.Join(t.TempDir(), "remit.db"), "in memory": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx := t.Context()
			engine, err := embedded.Open(ctx, embedded.Options{Store: store})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = engine.Close() })
			until := time.Now().Add(8 * time.Second).Truncate(time.Second) // a busy machine takes some to load
			file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
			_, err = loader.Load(ctx, engine.Conn(), fstest.MapFS{
				"tenants.csv":       file("id,name,emergency\nv,V,off\n"),
				"users.csv":         file("tenant,id,name,email,status,roles\nv,loc,,,active,practitioner;supervisor\nv,aud,,,active,standard_user\n"),
				"organizations.csv": file("tenant,id,name\nv,o,O\nv,p,P\n"),
				"engagements.csv":   file("tenant,id,name,organization,lead\nv,e,E,o,\nv,f,F,p,\n"),
				"clients.csv":       file("tenant,id,account\nv,c,\nv,d,\n"),
				"links.csv": file("tenant,user,role,object,until,from\n" +
					fmt.Sprintf("v,loc,practitioner,client:c,%[1]s,\nv,loc,supervisor,client:d,%[1]s,\nv,aud,manager,organization:o,%[1]s,\nv,aud,auditor,engagement:f,%[1]s,\n", until.Format(time.RFC3339))),
			}, time.Now())
			if err != nil {
				t.Fatal(err)
			}
			m := memory.Follow(engine.Conn(), memory.Options{})
			t.Cleanup(func() { _ = m.Close() })
			if err := m.Ready(ctx); err != nil {
				t.Fatal(err)
			}
			ways := map[string]*checker.Checker{
				"engine": checker.New(engine.Conn(), checker.Options{}),
				"memory": checker.New(engine.Conn(), checker.Options{Memory: m}),
			}
			why := explain.New(engine.Conn(), explain.Options{})
			ref := func(s string) schema.Ref {
				r, err := schema.ParseRef(s)
				if err != nil {
					t.Fatal(err)
				}
				return r
			}
			questions := []checker.Question{
				{Subject: ref("user:v/loc"), Permission: schema.ClientViewDossier, Resource: ref("client:v/c")},
				{Subject: ref("user:v/loc"), Permission: schema.ClientViewDossier, Resource: ref("client:v/d")},
				{Subject: ref("user:v/aud"), Permission: schema.EngagementView, Resource: ref("engagement:v/e")},
				{Subject: ref("user:v/aud"), Permission: schema.EngagementView, Resource: ref("engagement:v/f")},
			}
			allowed, denied := 0, 0
			for time.Now().Before(until.Add(1500 * time.Millisecond)) {
				for _, q := range questions {
					for who, c := range ways {
						before := time.Now()
						d, err := c.Check(ctx, q)
						after := time.Now()
						switch {
						case err != nil:
							t.Fatalf("%s: %s: %v", who, q, err)
						case d.Allowed() && !before.Before(until):
							t.Fatalf("%s: %s: allowed %s after the end", who, q, before.Sub(until))
						case !d.Allowed() && after.Before(until):
							t.Fatalf("%s: %s: denied %s before the end", who, q, until.Sub(after))
						case d.Allowed():
							allowed++
						default:
							denied++
						}
					}
					before := time.Now()
					x, err := why.Explain(ctx, q)
					after := time.Now()
					if err != nil || (x.Outcome == checker.Allowed) && !before.Before(until) || (x.Outcome != checker.Allowed) && after.Before(until) {
						t.Fatalf("explain: %s: %s at %s, and the end is %s (%v)", q, x.Outcome, after, until, err)
					}
				}
				time.Sleep(50 * time.Millisecond)
			}
			if allowed < 4 || denied < 4 {
				t.Errorf("asked too seldom: %d allowed, %d denied", allowed, denied)
			}
		})
	}
}
