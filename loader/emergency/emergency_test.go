package emergency_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/emergency"
	"github.com/remit-authz/remit/schema"
)

var (
	pim   = schema.Ref{Type: schema.TypeUser, Tenant: "zorg", ID: "pim"}
	bo    = schema.Ref{Type: schema.TypeClient, Tenant: "zorg", ID: "bo"}
	cas   = schema.Ref{Type: schema.TypeClient, Tenant: "zorg", ID: "cas"}
	other = schema.Ref{Type: schema.TypeClient, Tenant: "elders", ID: "bo"}
)

func user(id string) schema.Ref {
	return schema.Ref{Type: schema.TypeUser, Tenant: "zorg", ID: id}
}

func folder(procedure string) fstest.MapFS {
	return fstest.MapFS{
		"tenants.csv": file("id,name,emergency\nzorg,Zorg," + procedure + "\nelders,Elders,on\n"),
		"users.csv": file("tenant,id,name,email,status,roles\n" +
			"zorg,pim,,,active,practitioner\n" +
			"zorg,ina,,,inactive,practitioner\n" +
			"zorg,sam,,,active,supervisor;application_manager\n"),
		"clients.csv": file("tenant,id,account\nzorg,bo,\nzorg,cas,\nelders,bo,\n"),
	}
}

func file(content string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(content)} }

func start(t *testing.T, procedure string) (*engine.Engine, enginetest.Engine) {
	t.Helper()
	e, err := engine.Start(t.Context(), engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	if _, err := loader.Load(t.Context(), e.Conn(), folder(procedure), time.Now()); err != nil {
		t.Fatal(err)
	}
	return e, enginetest.Of(e.Conn())
}

func TestRefusals(t *testing.T) {
	_, on := start(t, "on")
	_, off := start(t, "off")
	good := emergency.Access{User: pim, Client: bo, Reason: "crisis", For: time.Minute}
	for _, tt := range []struct {
		why    string
		engine enginetest.Engine
		change func(*emergency.Access)
		limits emergency.Limits
		limit  bool
		want   []string
	}{
		{"no reason", on, func(a *emergency.Access) { a.Reason = " \t\u00a0" }, emergency.Limits{}, false, []string{"the reason is blank"}},
		{"a reason that no engine holds", on, func(a *emergency.Access) { a.Reason = strings.Repeat("x", emergency.MaxReason+1) }, emergency.Limits{}, false, []string{"the reason has 4097 bytes, and 4096 at most are kept"}},
		{"no reason that can be seen", on, func(a *emergency.Access) { a.Reason = "\u3164\u2800\u115f\ufe0f\u200b\u0301" }, emergency.Limits{}, false, []string{"the reason is blank"}},
		{"no length", on, func(a *emergency.Access) { a.For = 0 }, emergency.Limits{}, false, []string{"no length"}},
		{"less than a second is no length", on, func(a *emergency.Access) { a.For = 999 * time.Millisecond }, emergency.Limits{}, false, []string{"no length"}},
		{"negative", on, func(a *emergency.Access) { a.For = -time.Hour }, emergency.Limits{}, false, []string{"no length"}},
		{"over the default", on, func(a *emergency.Access) { a.For = time.Hour + time.Nanosecond }, emergency.Limits{}, true, []string{"at most 1h"}},
		{"over the tenant's own", on, nil, emergency.Limits{Max: 30 * time.Second}, true, []string{"at most 30s"}},
		{"a maximum over a day", on, nil, emergency.Limits{Max: 25 * time.Hour}, true, []string{"cannot be over 24h"}},
		{"another tenant's client", on, func(a *emergency.Access) { a.Client = other }, emergency.Limits{}, false, []string{"different tenants"}},
		{"not a user", on, func(a *emergency.Access) { a.User = bo }, emergency.Limits{}, false, []string{"is not a user"}},
		{"nobody", on, func(a *emergency.Access) { a.User = schema.Ref{} }, emergency.Limits{}, false, []string{"is not a user", "different tenants"}},
		{"not a client", on, func(a *emergency.Access) { a.Client = pim }, emergency.Limits{}, false, []string{"is not a client"}},
		{"an inactive practitioner", on, func(a *emergency.Access) { a.User = user("ina") }, emergency.Limits{}, true, []string{"user:zorg/ina has no active account"}},
		{"another group", on, func(a *emergency.Access) { a.User = user("sam") }, emergency.Limits{}, true, []string{"user:zorg/sam is not in the group practitioner"}},
		{"a user who does not exist", on, func(a *emergency.Access) { a.User = user("who") }, emergency.Limits{}, false, []string{"no active account", "not in the group"}},
		{"a client who does not exist", on, func(a *emergency.Access) { a.Client.ID = "who" }, emergency.Limits{}, false, []string{"is not a client of tenant:zorg"}},
		{"switched off", off, nil, emergency.Limits{}, true, []string{"procedure of tenant:zorg is switched off"}},
	} {
		t.Run(tt.why, func(t *testing.T) {
			a := good
			if tt.change != nil {
				tt.change(&a)
			}
			_, err := emergency.Start(t.Context(), enginetest.Conn(tt.engine), a, tt.limits, time.Now())
			var refused *emergency.RefusedError
			if !errors.As(err, &refused) {
				t.Fatalf("got %v, want a refusal", err)
			}
			if refused.Limit != tt.limit {
				t.Errorf("refused by a limit: got %t, want %t", refused.Limit, tt.limit)
			}
			if len(refused.Reasons) != len(tt.want) {
				t.Errorf("got %d reasons %q, want %d", len(refused.Reasons), refused.Reasons, len(tt.want))
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("got %q, want it to say %q", err, want)
				}
			}
		})
	}
	if list, err := emergency.List(t.Context(), enginetest.Conn(on), "zorg", time.Now()); err != nil || len(list) != 0 {
		t.Errorf("after nothing but refusals, got %v, %v", list, err)
	}
}

func TestStartListStop(t *testing.T) {
	e, eng := start(t, "on")
	ctx, now := t.Context(), time.Now().UTC().Truncate(time.Second)
	began, err := emergency.Start(ctx, enginetest.Conn(eng), emergency.Access{User: pim, Client: bo, Reason: "crisis", For: 10 * time.Minute}, emergency.Limits{}, now)
	if err != nil {
		t.Fatal(err)
	}
	want := emergency.Running{User: pim, Client: bo, Since: now, Until: now.Add(10 * time.Minute), Reason: "crisis"}
	if began.Revision == "" {
		t.Error("no revision")
	}
	began.Revision = ""
	if diff := cmp.Diff(want, began); diff != "" {
		t.Error(diff)
	}
	if got := may(t, e.Conn(), pim, bo, now); got != v1.CheckPermissionResponse_PERMISSIONSHIP_HAS_PERMISSION {
		t.Errorf("while it runs: %v", got)
	}
	if got := may(t, e.Conn(), pim, cas, now); got != v1.CheckPermissionResponse_PERMISSIONSHIP_NO_PERMISSION {
		t.Errorf("on another client: %v", got)
	}
	if got := may(t, e.Conn(), pim, bo, want.Until); got != v1.CheckPermissionResponse_PERMISSIONSHIP_NO_PERMISSION {
		t.Errorf("at its end: %v", got)
	}

	_, err = emergency.Start(ctx, enginetest.Conn(eng), emergency.Access{User: pim, Client: bo, Reason: "again", For: 5 * time.Minute}, emergency.Limits{}, now)
	var refused *emergency.RefusedError
	if !errors.As(err, &refused) || !strings.Contains(err.Error(), "running until") {
		t.Errorf("a shorter one while one runs: got %v, want a refusal", err)
	}
	if _, err := emergency.Start(ctx, enginetest.Conn(eng), emergency.Access{User: pim, Client: bo, Reason: "longer", For: 20 * time.Minute}, emergency.Limits{}, now); err != nil {
		t.Errorf("a longer one while one runs: %v", err)
	}
	if _, err := emergency.Start(ctx, enginetest.Conn(eng), emergency.Access{User: pim, Client: cas, Reason: "too", For: time.Minute}, emergency.Limits{}, now); err != nil {
		t.Error(err)
	}
	list, err := emergency.List(ctx, enginetest.Conn(eng), "zorg", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	wantList := []emergency.Running{
		{User: pim, Client: bo, Since: now, Until: now.Add(20 * time.Minute), Reason: "longer"},
		{User: pim, Client: cas, Since: now, Until: now.Add(time.Minute), Reason: "too"},
	}
	if diff := cmp.Diff(wantList, list); diff != "" {
		t.Error(diff)
	}
	if list, err := emergency.List(ctx, enginetest.Conn(eng), "elders", time.Now()); err != nil || len(list) != 0 {
		t.Errorf("another tenant: got %v, %v", list, err)
	}

	if _, err := emergency.Stop(ctx, enginetest.Conn(eng), pim, bo, "ada"); err != nil {
		t.Fatal(err)
	}
	if got := may(t, e.Conn(), pim, bo, now); got != v1.CheckPermissionResponse_PERMISSIONSHIP_NO_PERMISSION {
		t.Errorf("after the stop: %v", got)
	}
	if _, err := emergency.Stop(ctx, enginetest.Conn(eng), pim, bo, "ada"); !errors.Is(err, emergency.ErrNotRunning) {
		t.Errorf("stopped twice: got %v, want ErrNotRunning", err)
	}
	if _, err := emergency.Stop(ctx, enginetest.Conn(eng), schema.Ref{}, bo, ""); !errors.As(err, &refused) {
		t.Errorf("nobody's: got %v, want a refusal", err)
	}
}

// sync loads a folder whatever it takes away.
func sync(t *testing.T, eng enginetest.Engine, folder fstest.MapFS, now time.Time) {
	t.Helper()
	src, err := loader.Read(folder)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := (loader.Sync{Engine: enginetest.Conn(eng), Now: now, Limits: loader.Limits{Unlimited: true}}).Run(t.Context(), src); err != nil {
		t.Fatal(err)
	}
}

// A sync clears away the access of a user who is gone, and leaves the others.
func TestSyncLeavesRunning(t *testing.T) {
	e, eng := start(t, "on")
	ctx, now := t.Context(), time.Now()
	if _, err := emergency.Start(ctx, enginetest.Conn(eng), emergency.Access{User: pim, Client: bo, Reason: "crisis", For: time.Minute}, emergency.Limits{}, now); err != nil {
		t.Fatal(err)
	}
	if _, err := loader.Load(ctx, e.Conn(), folder("on"), now); err != nil {
		t.Fatal(err)
	}
	if list, err := emergency.List(ctx, enginetest.Conn(eng), "zorg", time.Now()); err != nil || len(list) != 1 {
		t.Errorf("got %v, %v: want the one that runs", list, err)
	}
	without := folder("on")
	without["users.csv"] = file("tenant,id,name,email,status,roles\nzorg,sam,,,active,supervisor;application_manager\n")
	sync(t, eng, without, now)
	if list, err := emergency.List(ctx, enginetest.Conn(eng), "zorg", time.Now()); err != nil || len(list) != 0 {
		t.Errorf("got %v, %v: want none, its user is gone", list, err)
	}
}

type broken struct{ enginetest.Engine }

func (broken) WriteRelationships(context.Context, *v1.WriteRelationshipsRequest, ...grpc.CallOption) (*v1.WriteRelationshipsResponse, error) {
	return nil, status.Error(codes.Unavailable, "away")
}

func TestEngineErrorIsNoRefusal(t *testing.T) {
	_, eng := start(t, "on")
	var refused *emergency.RefusedError
	_, err := emergency.Start(t.Context(), enginetest.Conn(broken{eng}), emergency.Access{User: pim, Client: bo, Reason: "crisis", For: time.Minute}, emergency.Limits{}, time.Now())
	if status.Code(err) != codes.Unavailable || errors.As(err, &refused) {
		t.Errorf("start: got %v, want the engine's own error", err)
	}
	_, err = emergency.Stop(t.Context(), enginetest.Conn(broken{eng}), pim, bo, "ada")
	if status.Code(err) != codes.Unavailable || errors.Is(err, emergency.ErrNotRunning) {
		t.Errorf("stop: got %v, want the engine's own error", err)
	}
}

// late starts another access between the look and the write of the first.
type late struct {
	enginetest.Engine
	before func()
}

func (l late) WriteRelationships(ctx context.Context, r *v1.WriteRelationshipsRequest, opts ...grpc.CallOption) (*v1.WriteRelationshipsResponse, error) {
	l.before()
	return l.Engine.WriteRelationships(ctx, r, opts...)
}

func TestTwoAtOnceDoNotShorten(t *testing.T) {
	_, eng := start(t, "on")
	now := time.Now()
	race := late{eng, func() {
		if _, err := emergency.Start(t.Context(), enginetest.Conn(eng), emergency.Access{User: pim, Client: bo, Reason: "first", For: time.Hour}, emergency.Limits{}, now); err != nil {
			t.Fatal(err)
		}
	}}
	_, err := emergency.Start(t.Context(), enginetest.Conn(race), emergency.Access{User: pim, Client: bo, Reason: "second", For: time.Minute}, emergency.Limits{}, now)
	var refused *emergency.RefusedError
	if !errors.As(err, &refused) || !strings.Contains(err.Error(), "try again") {
		t.Errorf("got %v, want a refusal", err)
	}
	if list, err := emergency.List(t.Context(), enginetest.Conn(eng), "zorg", time.Now()); err != nil || len(list) != 1 || list[0].Reason != "first" {
		t.Errorf("got %v, %v: want the first, whole", list, err)
	}
}
