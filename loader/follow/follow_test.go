package follow_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/follow"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
)

var errAway, errStop = errors.New("away"), errors.New("stop")

// reading answers with one digest after another; "" is an error.
func reading(digests ...string) func(context.Context) (source.Source, error) {
	return func(context.Context) (source.Source, error) {
		now := digests[0]
		if len(digests) > 1 {
			digests = digests[1:]
		}
		if now == "" {
			return source.Source{}, errAway
		}
		return source.Source{Digest: now}, nil
	}
}

// rounds follows for so many rounds.
func rounds(t *testing.T, f follow.Follower, n int) []follow.Status {
	t.Helper()
	var all []follow.Status
	f.Tell = func(s follow.Status) error {
		if all = append(all, s); len(all) == n {
			return errStop
		}
		return nil
	}
	if err := f.Run(t.Context()); !errors.Is(err, errStop) {
		t.Fatal(err)
	}
	return all
}

func applied(_ context.Context, src source.Source) (int, schema.Revision, error) {
	return 3, schema.Revision("r-" + src.Digest), nil
}

func TestRunKeepsWhatWasGood(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := follow.Follower{Read: reading("a", "a", "", "", "b"), Apply: applied}
		got := rounds(t, f, 4)
		for i, want := range []follow.Status{
			{State: follow.TrueToSource, Revision: "r-a", Source: "a", Changes: 3},
			{State: follow.Failing, Revision: "r-a", Source: "a", Failures: 1, Error: "away"},
			{State: follow.Failing, Revision: "r-a", Source: "a", Failures: 2, Error: "away"},
			{State: follow.TrueToSource, Revision: "r-b", Source: "b", Changes: 3},
		} {
			want.At, want.Good, want.Next, want.Err = got[i].At, got[i].Good, got[i].Next, got[i].Err
			if diff := cmp.Diff(fmt.Sprintf("%+v", want), fmt.Sprintf("%+v", got[i])); diff != "" {
				t.Errorf("round %d: %s", i, diff)
			}
		}
		if !got[2].Good.Equal(got[0].At) || !got[3].Good.Equal(got[3].At) {
			t.Errorf("good at %v and %v", got[2].Good, got[3].Good)
		}
	})
}

func TestRunIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := follow.Follower{Read: reading("a"), Apply: func(context.Context, source.Source) (int, schema.Revision, error) {
			return 0, "", fmt.Errorf("x: %w", &loader.RefusedError{})
		}}
		if got := rounds(t, f, 1)[0]; got.State != follow.Refused || got.Failures != 1 {
			t.Errorf("got %+v", got)
		}
	})
}

// The interval is not the same twice, and never far from what was asked for.
func TestRunComesAtIntervals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := follow.Follower{Read: reading("a"), Apply: applied, Every: time.Hour}
		all, seen := rounds(t, f, 20), map[time.Duration]bool{}
		for i, s := range all[1:] {
			gap := s.At.Sub(all[i].At)
			seen[gap] = true
			if gap < 54*time.Minute || gap > 66*time.Minute+2*time.Second {
				t.Errorf("round %d came %v after the one before", i+1, gap)
			}
		}
		if len(seen) < 10 {
			t.Errorf("only %d different intervals", len(seen))
		}
	})
}

// A change begins a round once it is over, and not at each file of it.
func TestRunComesWhenTheSourceChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		changed := make(chan struct{}, 1)
		f := follow.Follower{Read: reading("a"), Apply: applied, Every: time.Hour, Settle: 2 * time.Second, Changed: changed}
		go func() {
			time.Sleep(10 * time.Minute)
			for range 5 { // files, a second apart
				changed <- struct{}{}
				time.Sleep(time.Second)
			}
		}()
		all := rounds(t, f, 3)
		if gap := all[1].At.Sub(all[0].At); gap < 10*time.Minute || gap > 10*time.Minute+10*time.Second {
			t.Errorf("the round came %v after the one before", gap)
		}
		if gap := all[2].At.Sub(all[1].At); gap < 50*time.Minute {
			t.Errorf("one change made two rounds, %v apart", gap)
		}
	})
}

// A context that ends ends it at once, without an error and without a word.
func TestRunEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		told := 0
		f := follow.Follower{Read: reading("a"), Apply: applied, Every: time.Hour, Tell: func(follow.Status) error { told++; cancel(); return nil }}
		if err := f.Run(ctx); err != nil || told != 1 {
			t.Errorf("got %v after %d rounds", err, told)
		}
	})
}

// What is broken off is said.
func TestRunEndsWhileItApplies(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	f := follow.Follower{Read: reading("a"), Settle: 1, Apply: func(ctx context.Context, _ source.Source) (int, schema.Revision, error) {
		cancel()
		return 0, "", fmt.Errorf("write 2 of 5 failed: %w", ctx.Err())
	}}
	if err := f.Run(ctx); err == nil || !strings.Contains(err.Error(), "write 2 of 5") {
		t.Errorf("got %v", err)
	}
}

// small is a folder of a tenant that is too small for the limits on numbers.
func small() fstest.MapFS {
	return fstest.MapFS{
		"tenants.csv": {Data: []byte("id,name,emergency\nacme,A,off\n")},
		"users.csv":   {Data: []byte("tenant,id,name,email,status,roles\nacme,ann,,,active,practitioner\n")},
		"clients.csv": {Data: []byte("tenant,id,account\nacme,c1,\nacme,c2,\n")},
		"links.csv":   {Data: []byte("tenant,user,role,object,until\nacme,ann,practitioner,client:c1,\n")},
	}
}

// large is one that is not.
func large(users int) fstest.MapFS {
	f := small()
	for i := range users {
		f["users.csv"].Data = fmt.Appendf(f["users.csv"].Data, "acme,u%d,,,active,practitioner\n", i)
	}
	return f
}

func with(f fstest.MapFS, name, content string) fstest.MapFS {
	f[name] = &fstest.MapFile{Data: []byte(content)}
	return f
}

// A source that is empty, short, away or being written takes nothing away.
func TestNothingGoesByAccident(t *testing.T) {
	const noUsers, noLinks = "tenant,id,name,email,status,roles\n", "tenant,user,role,object,until\n"
	for _, tt := range []struct {
		why   string
		held  fstest.MapFS
		read  func(int) (fstest.MapFS, error)
		state follow.State
		says  string
	}{
		{"away", small(), func(int) (fstest.MapFS, error) { return nil, errAway }, follow.Failing, "away"},
		{"an empty folder", small(), func(int) (fstest.MapFS, error) { return fstest.MapFS{}, nil }, follow.Failing, "tenants.csv"},
		{"an empty file", small(), func(int) (fstest.MapFS, error) { return with(small(), "users.csv", ""), nil }, follow.Failing, "users.csv"},
		{"no tenants", small(), func(int) (fstest.MapFS, error) {
			return fstest.MapFS{"tenants.csv": {Data: []byte("id,name,emergency\n")}, "users.csv": {Data: []byte(noUsers)}}, nil
		}, follow.Failing, "names no tenant"},
		{"a tenant that is not named any more", small(), func(int) (fstest.MapFS, error) {
			return fstest.MapFS{"tenants.csv": {Data: []byte("id,name,emergency\nbeta,B,off\n")}, "users.csv": {Data: []byte(noUsers)}}, nil
		}, follow.TrueToSource, ""},
		{"no users", small(), func(int) (fstest.MapFS, error) {
			return fstest.MapFS{"tenants.csv": small()["tenants.csv"], "users.csv": {Data: []byte(noUsers)}}, nil
		}, follow.Refused, "loses all users that a source named"},
		{"no links", small(), func(int) (fstest.MapFS, error) { return with(small(), "links.csv", noLinks), nil }, follow.Refused, "loses all links that a source named"},
		{"a file that is gone", small(), func(int) (fstest.MapFS, error) {
			f := small()
			delete(f, "links.csv")
			return f, nil
		}, follow.Refused, "loses all links that a source named"},
		{"half of the users", large(40), func(int) (fstest.MapFS, error) { return large(20), nil }, follow.Refused, "relationships; the limit is"},
		{"a file that is being written", large(40), func(n int) (fstest.MapFS, error) { return large(39 - n%3), nil }, follow.Failing, "was written all the while"},
	} {
		t.Run(tt.why, func(t *testing.T) {
			e, err := engine.Start(t.Context(), engine.Options{})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = e.Close() }()
			if _, err := loader.Load(t.Context(), e.Conn(), tt.held, time.Now()); err != nil {
				t.Fatal(err)
			}
			before, err := loader.ObservedState(t.Context(), e.Conn(), []schema.TenantID{"acme"})
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			f := follow.Follower{Settle: time.Millisecond, Read: func(context.Context) (source.Source, error) {
				n++
				folder, err := tt.read(n)
				if err != nil {
					return source.Source{}, err
				}
				return loader.Read(folder)
			}, Apply: func(ctx context.Context, src source.Source) (int, schema.Revision, error) {
				at, err := loader.Sync{Engine: e.Conn(), Limits: loader.Limits{Unattended: true}}.Run(ctx, src)
				return 0, at, err
			}}
			got := rounds(t, f, 1)[0]
			if got.State != tt.state || !strings.Contains(got.Error, tt.says) {
				t.Errorf("got %s: %s, want %s: %s", got.State, got.Error, tt.state, tt.says)
			}
			after, err := loader.ObservedState(t.Context(), e.Conn(), []schema.TenantID{"acme"})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(before.Relationships, after.Relationships); diff != "" {
				t.Errorf("the engine was changed: %s", diff)
			}
		})
	}
}

func TestChanges(t *testing.T) {
	folder := t.TempDir()
	below := filepath.Join(folder, "below")
	if err := os.Mkdir(below, 0o700); err != nil {
		t.Fatal(err)
	}
	single := filepath.Join(t.TempDir(), "one.json")
	for _, name := range []string{filepath.Join(folder, "a.csv"), filepath.Join(below, "b.csv"), single} {
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	changed, notes, err := follow.Changes(ctx, func(name string) bool { return filepath.Base(name) == "own.db" }, folder, single, filepath.Join(folder, "missing"))
	if err != nil || len(notes) != 0 {
		t.Fatalf("got notes %q and %v", notes, err)
	}
	told := func(what string) {
		t.Helper()
		select {
		case <-changed:
		case <-time.After(10 * time.Second):
			t.Fatalf("%s is not told", what)
		}
		for quiet := false; !quiet; { // one change is several events
			select {
			case <-changed:
			case <-time.After(100 * time.Millisecond):
				quiet = true
			}
		}
	}
	for _, name := range []string{filepath.Join(folder, "a.csv"), filepath.Join(below, "b.csv"), filepath.Join(folder, "new.csv"), single} {
		if err := os.WriteFile(name, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		told("a change of " + name)
	}
	if err := os.WriteFile(filepath.Join(folder, "own.db"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	select {
	case <-changed:
		t.Error("a file of the program's own is told")
	case <-time.After(300 * time.Millisecond):
	}
	// A folder that went for a while was never heard of again.
	if err := os.Mkdir(filepath.Join(folder, "missing"), 0o700); err != nil {
		t.Fatal(err)
	}
	told("what was missing")
	time.Sleep(3 * time.Second) // it is looked for once more
	for len(changed) > 0 {
		<-changed
	}
	away := folder + "-away"
	if err := os.Rename(folder, away); err != nil {
		t.Fatal(err)
	}
	time.Sleep(3 * time.Second)
	for len(changed) > 0 {
		<-changed
	}
	if err := os.Rename(away, folder); err != nil {
		t.Fatal(err)
	}
	told("a folder that came back")
	if err := os.WriteFile(filepath.Join(folder, "a.csv"), []byte("y"), 0o600); err != nil {
		t.Fatal(err)
	}
	told("a change in it")
}
