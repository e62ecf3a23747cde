package label_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/remit-authz/remit/internal/label"
	"github.com/remit-authz/remit/schema"
)

func user(i int) schema.Ref {
	return schema.Ref{Type: schema.TypeUser, Tenant: "veldzicht", ID: fmt.Sprint("u ", i)}
}

// What was forgotten is nowhere in the file, and no sync brings it back.
func TestForget(t *testing.T) {
	file := filepath.Join(t.TempDir(), "remit.db.labels")
	named := map[schema.Ref]label.Label{}
	for i := range 500 {
		named[user(i)] = label.Label{Name: fmt.Sprint("Secret Name ", i, "\n\x1b"), Email: "secret@example.org"}
	}
	if err := label.Keep(file, named); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("mode %v, %v: it is its owner's only", info.Mode(), err)
	}
	var all []schema.Ref
	for ref := range named {
		all = append(all, ref)
	}
	had, err := label.Forget(file, append(all, user(1000))...)
	if err != nil || len(had) != 500 {
		t.Fatalf("forgot %d, %v", len(had), err)
	}
	for range 2 { // before another sync, and after it
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(bytes.ToLower(content), []byte("secret")) {
			t.Fatalf("the file still has it:\n%s", content)
		}
		if err := label.Keep(file, named); err != nil {
			t.Fatal(err)
		}
	}
	if others, _ := filepath.Glob(filepath.Dir(file) + "/.remit-*"); len(others) > 0 {
		t.Errorf("left behind: %v", others)
	}
	d, err := label.Read(file)
	if err != nil || d.Len() != 0 || d.Of(user(3)).Name != "" {
		t.Errorf("read: %d labels, %v", d.Len(), err)
	}
}

// Two that change it at once lose nothing of one another's.
func TestAtOnce(t *testing.T) {
	file := filepath.Join(t.TempDir(), "labels")
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			if err := label.Keep(file, map[schema.Ref]label.Label{user(i): {Name: "N"}}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	d, err := label.Read(file)
	if err != nil || d.Len() != 20 {
		t.Errorf("%d labels, %v, want 20", d.Len(), err)
	}
}

func TestReadRefuses(t *testing.T) {
	file := filepath.Join(t.TempDir(), "labels")
	if err := os.WriteFile(file, []byte("{\"ref\":\"user:a/b\",\"name\":\"x\"}\n{\"ref\":"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := label.Read(file); err == nil {
		t.Error("half a line was read")
	}
}
