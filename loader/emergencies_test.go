package loader_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	gosync "sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/internal/random"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/emergency"
	"github.com/remit-authz/remit/schema"
)

// A ward where anybody may be in an emergency: each of the practitioners and of
// the clients, the odd ones of whom are in the source or not.
const someInWard = 6

func ward(odd bool) files {
	f := files{
		"tenants": "id,name,emergency\nacme,Acme,on\n",
		"users":   "tenant,id,name,email,status,roles\n",
		"clients": "tenant,id,account\n",
	}
	for i := range someInWard {
		if i%2 == 0 || odd {
			f = f.plus("users", fmt.Sprintf("acme,u%d,,,active,practitioner", i)).plus("clients", fmt.Sprintf("acme,c%d,", i))
		}
	}
	return f
}

// Whoever started an emergency on what a sync took away put its plan out of
// date: of 148 applies 132 failed while people worked, and took nothing away.
func TestEmergenciesHoldUpNoSync(t *testing.T) {
	_, eng := startWith(t, ward(true))
	all, even := want(t, ward(true)), want(t, ward(false))
	left := 0
	seed := random.Seed(t)
	for round := range uint64(8) {
		stop := startEmergencies(t, eng, seed+round)
		p := planFor(t, eng, even)
		_, err := loader.Apply(t.Context(), eng, p, loader.Sync{Limits: loader.Limits{AllowRemovals: p.Removals()}})
		started := stop()
		if err != nil {
			t.Errorf("after %d emergencies: %v", started, err)
			continue
		}
		state := have(t, eng, "acme")
		left += len(state.Relationships) - len(state.Owned())
		if p := loader.Diff(even, state); !p.Empty() {
			t.Errorf("there is more to do: %v", p.Tenants)
		}
		sync(t, eng, all)
		for _, r := range have(t, eng, "acme").Relationships {
			if r.Relation == schema.ClientEmergency && (odd(r.Resource) || odd(r.Subject)) {
				t.Errorf("revived: %s", r)
			}
		}
	}
	if left == 0 {
		t.Error("no emergency began on what stays: nobody was about")
	}
}

// The orphans of a sync that was killed came to life when the next one brought
// the id back.
func TestReusedIDRevivesNothing(t *testing.T) {
	_, eng := startWith(t, ward(false))
	link := loader.Relationship{Resource: object("client", "acme/c0"), Relation: schema.ClientPractitioner, Subject: object("account", "acme/u1"), SubjectRelation: "owner"}
	put(t, eng, emergencyOn("c1", "u0"), emergencyOn("c0", "u1"), emergencyOn("c0", "u0"), link)
	p := planFor(t, eng, want(t, ward(true)))
	if _, err := loader.Apply(t.Context(), eng, p, loader.Sync{}.InWritesOf(1)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{emergencyOn("c0", "u0").String()}, foreign(t, eng)); diff != "" {
		t.Error(diff)
	}
}

// The same for what ended when the procedure was switched off.
func TestSwitchingOnRevivesNothing(t *testing.T) {
	off := ward(false).with("tenants", "id,name,emergency\nacme,Acme,off\n")
	_, eng := startWith(t, off)
	put(t, eng, emergencyOn("c0", "u0"))
	sync(t, eng, want(t, ward(false)))
	if got := foreign(t, eng); len(got) > 0 {
		t.Errorf("revived: %v", got)
	}
}

// The same for what ended when its user became inactive, or lost the group: an
// emergency gave the dossier again when they came back within its hour. A link of the
// caseload stays, and counts again.
func TestComingBackRevivesNoEmergency(t *testing.T) {
	for name, roles := range map[string]string{"inactive": "inactive,practitioner;supervisor", "invited": "invited,practitioner;supervisor", "another group": "active,supervisor"} {
		_, eng := startWith(t, small())
		put(t, eng, emergencyOn("c2", "pim"), emergencyOn("c1", "pim"))
		if p := planFor(t, eng, want(t, small())); !p.Empty() {
			t.Errorf("%s: got %v, want an empty plan", name, p.Tenants)
		}
		sync(t, eng, want(t, small().without("users", "acme,pim").plus("users", "acme,pim,Pim,,"+roles)))
		if got := foreign(t, eng); len(got) > 0 {
			t.Errorf("%s: left %v", name, got)
		}
		sync(t, eng, want(t, small()))
		if got := foreign(t, eng); len(got) > 0 {
			t.Errorf("%s: revived %v", name, got)
		}
	}
	// Nobody synced it away: the next sync finds it.
	_, eng := startWith(t, small().without("users", "acme,pim").plus("users", "acme,pim,Pim,,inactive,practitioner"))
	put(t, eng, emergencyOn("c2", "pim"))
	sync(t, eng, want(t, small()))
	if got := foreign(t, eng); len(got) > 0 {
		t.Errorf("revived: %v", got)
	}
}

// A switch that many were waiting behind is no loss: they end by themselves.
func TestEmergenciesDoNotCountForLimits(t *testing.T) {
	var running []loader.Relationship
	for i := range 300 {
		running = append(running, emergencyOn(fmt.Sprint("c", i), "u0"))
	}
	p := loader.Diff(want(t, ward(true).with("tenants", "id,name,emergency\nacme,Acme,off\n")), holding(want(t, ward(true)), running...))
	if got := p.Refusals(loader.Limits{}); len(got) > 0 || p.Removals() != 301 {
		t.Errorf("got %d removals and %v, want 301 and none refused", p.Removals(), got)
	}
}

func emergencyOn(client, user string) loader.Relationship {
	since := time.Now().UTC().Truncate(time.Second)
	until := since.Add(time.Hour).Format(time.RFC3339)
	return loader.Relationship{
		Resource: object("client", "acme/"+client), Relation: schema.ClientEmergency, Subject: object("user", "acme/"+user),
		Terms: loader.Terms{
			Caveat:  schema.CaveatEmergencyAccess,
			Context: `{"reason":"r","since":"` + since.Format(time.RFC3339) + `","until":"` + until + `"}`,
			Expires: until,
		},
	}
}

func odd(o loader.Object) bool { return strings.ContainsAny(o.ID[len(o.ID)-1:], "13579") }

// startEmergencies keeps starting them at random until it is stopped, which
// returns how many began.
func startEmergencies(t *testing.T, eng enginetest.Engine, seed uint64) (stop func() int) {
	ctx, cancel := context.WithCancel(t.Context())
	var (
		group   gosync.WaitGroup
		lock    gosync.Mutex
		started int
	)
	for i := range uint64(4) {
		random := rand.New(rand.NewPCG(seed, i))
		group.Go(func() {
			for ctx.Err() == nil {
				access := emergency.Access{
					User:   acme(schema.TypeUser, fmt.Sprint("u", random.IntN(someInWard))),
					Client: acme(schema.TypeClient, fmt.Sprint("c", random.IntN(someInWard))),
					Reason: "r", For: time.Duration(1+random.IntN(3000)) * time.Second,
				}
				_, err := emergency.Start(context.Background(), enginetest.Conn(eng), access, emergency.Limits{}, time.Now())
				if refused := new(emergency.RefusedError); err != nil && !errors.As(err, &refused) {
					t.Error(err)
					return
				}
				if err == nil {
					lock.Lock()
					started++
					lock.Unlock()
				}
			}
		})
	}
	return func() int {
		cancel()
		group.Wait()
		return started
	}
}
