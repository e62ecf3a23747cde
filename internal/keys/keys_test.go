package keys_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/remit-authz/remit/internal/keys"
	"github.com/remit-authz/remit/schema"
)

var reader = keys.Key{Purpose: keys.Read, Tenants: []schema.TenantID{"veldzicht"}}

func create(t *testing.T, name string, k keys.Key) (string, keys.Key) {
	t.Helper()
	shown, made, err := keys.Create(name, k, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return shown, made
}

func TestCreateFindRevoke(t *testing.T) {
	name := filepath.Join(t.TempDir(), "keys.json")
	now := time.Now()
	one, first := create(t, name, reader)
	expiring := keys.Key{Purpose: keys.Write, Everywhere: true, Expires: now.Add(time.Hour)}
	two, _ := create(t, name, expiring)
	ring, err := keys.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	if k, err := ring.Find(one, now); err != nil || k.ID != first.ID || !k.MayAsk() || k.MayAct() || k.MayAdminister() {
		t.Errorf("got %+v, %v", k, err)
	}
	if k, err := ring.Find(two, now); err != nil || !k.MayAct() || !k.Everywhere {
		t.Errorf("got %+v, %v", k, err)
	}
	if _, err := ring.Find(two, now.Add(time.Hour)); !errors.Is(err, keys.ErrUnknown) {
		t.Errorf("one that has expired: got %v", err)
	}
	last := "A"
	if strings.HasSuffix(one, last) {
		last = "B"
	}
	for _, wrong := range []string{"", "remit_", one[:len(one)-1] + last, one + "A", strings.Replace(one, first.ID, "aaaaaaaaaa", 1), "remit_" + first.ID + "_"} {
		if _, err := ring.Find(wrong, now); !errors.Is(err, keys.ErrUnknown) {
			t.Errorf("%q: got %v", wrong, err)
		}
	}
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if secret := one[strings.LastIndex(one, first.ID)+len(first.ID)+1:]; strings.Contains(string(text), secret) {
		t.Error("the file has the key")
	}

	if err := keys.Revoke(name, first.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := ring.Find(one, now.Add(time.Second)); !errors.Is(err, keys.ErrUnknown) {
		t.Errorf("one that was revoked: got %v", err)
	}
	if err := keys.Revoke(name, first.ID); !errors.Is(err, keys.ErrNoKey) {
		t.Errorf("revoked twice: got %v", err)
	}
	if list, err := keys.List(name); err != nil || len(list) != 1 || list[0].Purpose != keys.Write {
		t.Errorf("got %v, %v", list, err)
	}
	three, _ := create(t, name, reader)
	if _, err := ring.Find(three, now.Add(2*time.Second)); err != nil {
		t.Errorf("one that was made meanwhile: got %v", err)
	}
}

// A file that is gone, or that others may use, knows nobody; once it is right again it
// does.
func TestFileThatCannotBeTrusted(t *testing.T) {
	name := filepath.Join(t.TempDir(), "keys.json")
	shown, _ := create(t, name, reader)
	ring, err := keys.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Now()
	for why, spoil := range map[string]func() error{
		"gone":               func() error { return os.Remove(name) },
		"for others too":     func() error { return os.Chmod(name, 0o640) },
		"half of it":         func() error { return os.WriteFile(name, whole[:len(whole)/2], 0o600) },
		"something after it": func() error { return os.WriteFile(name, append(whole, '{'), 0o600) },
		"a member more": func() error {
			return os.WriteFile(name, []byte(strings.Replace(string(whole), `"id"`, `"x":1,"id"`, 1)), 0o600)
		},
		"an id that is none": func() error {
			return os.WriteFile(name, []byte(strings.Replace(string(whole), `"id": "`, `"id": "x`, 1)), 0o600)
		},
		"a purpose that is not": func() error {
			return os.WriteFile(name, []byte(strings.Replace(string(whole), `"read"`, `"reed"`, 1)), 0o600)
		},
	} {
		if err := spoil(); err != nil {
			t.Fatal(err)
		}
		at = at.Add(time.Second)
		if k, err := ring.Find(shown, at); err == nil || errors.Is(err, keys.ErrUnknown) {
			t.Errorf("%s: got %v, %v", why, k, err)
		}
		if _, err := keys.Open(name); err == nil {
			t.Errorf("%s: it was opened", why)
		}
		if err := errors.Join(os.WriteFile(name, whole, 0o600), os.Chmod(name, 0o600)); err != nil {
			t.Fatal(err)
		}
		at = at.Add(time.Second)
		if _, err := ring.Find(shown, at); err != nil {
			t.Errorf("after %s: got %v", why, err)
		}
	}
}

func TestWhatNoKeyIsFor(t *testing.T) {
	name := filepath.Join(t.TempDir(), "keys.json")
	for _, k := range []keys.Key{
		{}, {Purpose: keys.Read}, {Purpose: "all", Everywhere: true}, {Purpose: keys.Read, Everywhere: true, Tenants: []schema.TenantID{"a"}},
		{Purpose: keys.Admin, Tenants: []schema.TenantID{"a"}}, {Purpose: keys.Admin}, {Purpose: keys.Read, Tenants: []schema.TenantID{"A"}},
	} {
		if _, _, err := keys.Create(name, k, time.Now()); err == nil {
			t.Errorf("%+v: got no error", k)
		}
	}
	if _, err := os.Stat(name); err == nil {
		t.Error("a file was made")
	}
	if err := keys.Revoke(name, "x"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func TestManyAtOnce(t *testing.T) {
	name := filepath.Join(t.TempDir(), "keys.json")
	var making sync.WaitGroup
	for range 20 {
		making.Go(func() { create(t, name, reader) })
	}
	making.Wait()
	if list, err := keys.List(name); err != nil || len(list) != 20 {
		t.Errorf("got %d, %v", len(list), err)
	}
}
