package loader_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc"
	"pgregory.net/rapid"

	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/internal/random"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

// After each write of a plan, and so after a crash between any two, nobody may
// do what they could do neither before the plan nor after it: whatever a source
// says, and whatever an application or a hand wrote or took away beside it.
func TestLessBeforeMore(t *testing.T) {
	writes, grants := 0, 0
	random.Check(t, func(t *rapid.T) {
		e, eng := start(t)
		defer e.Close()
		sync(t, eng, drawWorld(t, "a"))
		disturb(t, eng)
		size := rapid.SampledFrom([]int{8, 9, 12}).Draw(t, "size")
		now := rapid.SampledFrom([]time.Time{today, between}).Draw(t, "now")
		w, r := watch(t, e.Conn(), drawWorld(t, "b"), size, now)
		writes, grants = writes+w, grants+len(r)
	})
	if writes == 0 || grants == 0 {
		t.Errorf("the property was not put to the test: %d writes, %d rights", writes, grants)
	}
}

// watch syncs in small writes, and asks everything after each. It returns how
// many there were, and the rights after the last.
func watch(t tester, conn grpc.ClientConnInterface, w loader.Desired, size int, now time.Time) (int, rights) {
	t.Helper()
	before := ask(t, conn, now)
	var between []rights
	writes, left := 0, 0
	watched := &afterWrites{Engine: enginetest.Of(conn)}
	watched.do = func(r *v1.WriteRelationshipsRequest) {
		between = append(between, ask(t, conn, now))
		if _, planned := r.GetOptionalTransactionMetadata().GetFields()["batch"]; planned {
			writes++
		}
		if left < 3 { // fewer than Apply lets pass
			left++
			put(t, watched.Engine, orphans(have(t, watched.Engine, "acme"), w)...)
		}
	}
	p := planFor(t, watched, w)
	if _, err := loader.Apply(context.Background(), watched, p, freely(p).InWritesOf(size)); err != nil {
		t.Fatal(err)
	}
	after := ask(t, conn, now)
	if p := planFor(t, watched, w); !p.Empty() {
		t.Fatalf("there is more to do: %v", p.Tenants)
	}
	for i, state := range between {
		if found := state.beyond(before, after); len(found) > 0 {
			t.Fatalf("after write %d of %d: %q", i+1, len(between), found)
		}
	}
	return writes, after
}

// orphans are emergencies that somebody might have started just before a write
// took away the user or the client, for good.
func orphans(now loader.Observed, w loader.Desired) []loader.Relationship {
	there := func(all []loader.Relationship, resource loader.Object) bool {
		return slices.ContainsFunc(all, func(r loader.Relationship) bool {
			return r.Resource == resource && r.Relation.Name() == "tenant" && r.Subject == object("tenant", "acme")
		})
	}
	var found []loader.Relationship
	for _, r := range possibleForeign() {
		account := object("account", r.Subject.ID)
		gone := func(o loader.Object) bool { return !there(now.Relationships, o) && !there(w.Relationships, o) }
		if r.Relation == schema.ClientEmergency && (gone(r.Resource) || gone(account)) {
			found = append(found, r)
		}
	}
	return found
}

// afterWrites does something after each write of changes.
type afterWrites struct {
	enginetest.Engine
	do func(*v1.WriteRelationshipsRequest)
}

func (a *afterWrites) WriteRelationships(ctx context.Context, r *v1.WriteRelationshipsRequest, opts ...grpc.CallOption) (*v1.WriteRelationshipsResponse, error) {
	answer, err := a.Engine.WriteRelationships(ctx, r, opts...)
	if err == nil && !leases(r) {
		a.do(r)
	}
	return answer, err
}

// Cases in which two changes must not change places, or must be one write, and
// that random worlds seldom meet.
func TestLessBeforeMoreByHand(t *testing.T) {
	base := files{
		"tenants":       "id,name,emergency\nacme,A,off\n",
		"users":         "tenant,id,name,email,status,roles\nacme,u1,,,active,standard_user\nacme,u2,,,active,external_client\nacme,u3,,,active,app_admin\n",
		"organizations": "tenant,id,name\nacme,o1,\nacme,o2,\n",
		"engagements":   "tenant,id,name,organization,lead\nacme,e1,,o1,\nacme,e2,,o2,\n",
		"clients":       "tenant,id,account\nacme,c2,\n",
		"links":         "tenant,user,role,object,until\n",
	}
	const soon, mid, late = "2926-11-01T12:00:00Z", "2926-11-15T12:00:00Z", "2927-11-01T12:00:00Z"
	stored := loader.Relationship{
		Resource: object("connection", "acme/k1"), Relation: schema.ConnectionExternalClient, Subject: object("user", "acme/u2"),
		Terms: loader.Terms{Caveat: schema.CaveatInvitation, Context: `{"now":"2026-11-01T12:00:00Z","until":"` + soon + `"}`, Expires: late},
	}
	connected := func(engagement, until string) files {
		return base.with("connections", "tenant,id,name,engagement\nacme,k1,,"+engagement+"\n").
			plus("links", "acme,u2,barred,organization:o2,", "acme,u2,external_client,connection:k1,"+until)
	}
	byOwner := func(relation schema.Relation, user string) loader.Relationship {
		return loader.Relationship{Resource: object("organization", "acme/o1"), Relation: relation, Subject: object("account", "acme/"+user), SubjectRelation: "owner"}
	}
	owner := func(account, user string) loader.Relationship {
		return loader.Relationship{Resource: object("account", "acme/"+account), Relation: schema.AccountOwner, Subject: object("user", "acme/"+user)}
	}
	secondParent := loader.Relationship{Resource: object("engagement", "acme/e1"), Relation: schema.EngagementOrganization, Subject: object("organization", "acme/o2")}
	for _, tt := range []struct {
		why           string
		before, after files
		foreign, gone []loader.Relationship
		size          int
	}{
		{"the emergency procedure is switched off, and somebody becomes a practitioner",
			base.with("tenants", "id,name,emergency\nacme,A,on\n"), base.with("users", strings.Replace(base["users"], "standard_user", "practitioner", 1)), nil, nil, 1},
		{"a bar is lifted, and the barred one is no longer manager",
			base.plus("links", "acme,u1,manager,organization:o1,", "acme,u1,barred,organization:o1,"), base, nil, nil, 1},
		{"somebody comes back who is no longer manager",
			base.with("users", strings.Replace(base["users"], "u1,,,active", "u1,,,inactive", 1)).plus("links", "acme,u1,manager,organization:o1,"), base, nil, nil, 1},
		{"an invitation ends earlier, and its connection moves to where nobody is barred",
			connected("e2", late), connected("e1", soon), nil, nil, 1},
		{"an invitation that stored its own time gets an end, and its connection moves to where nobody is barred",
			connected("e2", late), connected("e1", mid), []loader.Relationship{stored}, nil, 1},
		{"an invitation ends later, and its user is no external client any more",
			connected("e1", soon), connected("e1", late).with("users", strings.Replace(base["users"], "external_client", "standard_user", 1)), nil, nil, 1},
		{"a second parent goes, and so does the manager of the first",
			base.plus("links", "acme,u1,manager,organization:o1,"), base, []loader.Relationship{secondParent}, nil, 1},
		{"both parents go, and only one has a manager",
			base.plus("links", "acme,u1,manager,organization:o2,"),
			base.plus("links", "acme,u1,manager,organization:o2,").without("engagements", "acme,e1").without("clients", "acme,c2"),
			[]loader.Relationship{secondParent}, nil, 2},
		{"a stranger owns two accounts, one is barred and one a manager",
			base, base.without("clients", "acme,c2"),
			[]loader.Relationship{owner("u2", "u1"), owner("u3", "u1"), byOwner(schema.OrganizationBarred, "u2"), byOwner(schema.OrganizationManager, "u3")}, nil, 2},
		{"a stranger who may not change the roles of an account they own stops owning it, and stops being app admin",
			base, base.with("users", strings.Replace(base["users"], "app_admin", "standard_user", 1)),
			[]loader.Relationship{owner("u1", "u3")}, nil, 1},
		{"an owner comes back who is barred as such, and becomes manager",
			base, base.plus("links", "acme,u1,manager,organization:o1,"),
			[]loader.Relationship{byOwner(schema.OrganizationBarred, "u1")}, []loader.Relationship{owner("u1", "u1")}, 1},
		{"an owner comes back who is a manager as such, and loses their system role",
			base, base.with("users", strings.Replace(base["users"], "standard_user", "analyst", 1)),
			[]loader.Relationship{byOwner(schema.OrganizationManager, "u1")}, []loader.Relationship{owner("u1", "u1")}, 1},
	} {
		t.Run(tt.why, func(t *testing.T) {
			e, eng := startWith(t, tt.before)
			put(t, eng, tt.foreign...)
			drop(t, eng, tt.gone...)
			if writes, _ := watch(t, e.Conn(), want(t, tt.after), tt.size, between); writes < 2 {
				t.Errorf("%d writes: there is no between", writes)
			}
		})
	}
}

// disturb adds and takes away what no source would.
func disturb(t *rapid.T, eng enginetest.Engine) {
	t.Helper()
	var gone []loader.Relationship
	for _, r := range have(t, eng, "acme").Relationships {
		if rapid.IntRange(0, 19).Draw(t, "gone "+r.String()) == 0 {
			gone = append(gone, r)
		}
	}
	drop(t, eng, gone...)
	put(t, eng, drawForeign(t)...)
}

func TestSyncIsTrueToTheSource(t *testing.T) {
	random.Check(t, func(t *rapid.T) {
		e, eng := start(t)
		defer e.Close()
		a, b := drawWorld(t, "a"), drawWorld(t, "b")
		sync(t, eng, a)
		disturb(t, eng)
		sync(t, eng, b)
		sync(t, eng, a)
		state := have(t, eng, "acme")
		if p := loader.Diff(a, state); !p.Empty() {
			t.Fatalf("after a sync there is more to do: %v", p.Tenants)
		}
		if diff := cmp.Diff(a.Relationships, state.Owned()); diff != "" {
			t.Fatalf("the loader's own relationships are not what the source asks for: %s", diff)
		}
		again := &spy{Engine: eng}
		sync(t, again, a)
		if again.writes > 0 {
			t.Fatalf("the second sync wrote %d times", again.writes)
		}
	})
}
