package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/internal/boltstore"
	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/loopback/loopbacktest"
)

// A store that holds a schema under which SpiceDB answers wrongly is not served,
// and writing this program's model mends that.
func TestAnUnsafeSchemaIsNotServed(t *testing.T) {
	keys := adminKeys(t)
	name := filepath.Join(t.TempDir(), "remit.db")
	holdUnsafe(t, name)
	address := loopbacktest.Address(t)
	var stdout, stderr bytes.Buffer
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second) // it would serve until then
	defer cancel()
	for _, listens := range [][]string{{"--listen", address}, {"--listen", "", "--http", address}} {
		stderr.Reset()
		code := run(ctx, append([]string{"serve", "--keys", keys, "--store", name}, listens...), strings.NewReader(""), &stdout, &stderr)
		if code != exitRefused || !strings.Contains(stderr.String(), "--accept subtracted-expression") || !strings.Contains(stderr.String(), "permission doc#view") {
			t.Errorf("%s: got exit code %d and %q, want %d and what to accept", listens, code, stderr.String(), exitRefused)
		}
	}
	if code := run(t.Context(), []string{"schema", "write", "--store", name}, strings.NewReader(""), &stdout, &stderr); code != exitDone {
		t.Fatalf("writing the model: exit code %d: %s", code, stderr.String())
	}
	serve(t, name)
}

func holdUnsafe(t *testing.T, name string) {
	t.Helper()
	store, err := boltstore.Open(name, boltstore.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	e, err := engine.Start(t.Context(), engine.Options{Datastore: store})
	if err != nil {
		t.Fatal(err)
	}
	text := "definition user {}\ndefinition doc {\n\trelation aaa: user\n\trelation bbb: user\n\trelation ccc: user\n\tpermission view = aaa - (bbb + ccc)\n}"
	if _, err := v1.NewSchemaServiceClient(e.Conn()).WriteSchema(t.Context(), &v1.WriteSchemaRequest{Schema: text}); err != nil {
		t.Fatal(err)
	}
	for _, end := range []func() error{e.Close, store.Close} {
		if err := end(); err != nil {
			t.Fatal(err)
		}
	}
}
