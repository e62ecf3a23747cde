package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/boltstore"
	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/keys"
	"github.com/remit-authz/remit/internal/loopback/loopbacktest"
	"github.com/remit-authz/remit/schema"
)

// TestBackupOfMuch backs up more of a remit that serves than fits in one
// message: above some 80,000 relationships that once failed. It takes half a
// minute, and wants no more memory than for the few of -short.
func TestBackupOfMuch(t *testing.T) {
	const most = 200 << 20 // bytes of the backup's own memory; the files that it maps are none
	relationships := 500_000
	if testing.Short() {
		relationships = 100_000
	}
	folder := t.TempDir()
	store, file := filepath.Join(folder, "remit.db"), filepath.Join(folder, "remit.backup")
	fill(t, store, relationships)
	address := serve(t, store)
	begin := time.Now()
	peak := ownMemory(t, exec.CommandContext(t.Context(), "remit", "backup", file, "--endpoint", address))
	t.Logf("%d relationships in %v, with %d MiB at most", relationships, time.Since(begin).Round(time.Millisecond), peak>>20)
	if peak > most {
		t.Errorf("the backup took %d MiB, want at most %d", peak>>20, most>>20)
	}
	out, err := exec.CommandContext(t.Context(), "remit", "store", "check", "--store", file).CombinedOutput()
	if want := fmt.Sprintf("%d relationships, with those that have ended, in %d versions; 0 problems\n", relationships, relationships); err != nil || string(out) != want {
		t.Errorf("the backup holds %s (%v), want %s", out, err, want)
	}
}

// fill makes a store of a tenant with so many clients.
func fill(t *testing.T, name string, relationships int) {
	t.Helper()
	store, err := boltstore.Open(name, boltstore.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	e, err := engine.Start(t.Context(), engine.Options{Datastore: store})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v1.NewSchemaServiceClient(e.Conn()).WriteSchema(t.Context(), &v1.WriteSchemaRequest{Schema: schema.Text()}); err != nil {
		t.Fatal(err)
	}
	const at = 50_000 // in one transaction
	for first := 0; first < relationships; first += at {
		importClients(t, e.Conn(), first, first+at)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
}

func importClients(t *testing.T, conn *grpc.ClientConn, first, end int) {
	t.Helper()
	stream, err := v1.NewPermissionsServiceClient(conn).ImportBulkRelationships(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	const at = 1000 // in one message
	for ; first < end; first += at {
		message := &v1.ImportBulkRelationshipsRequest{}
		for i := range at {
			message.Relationships = append(message.Relationships, &v1.Relationship{
				Resource: &v1.ObjectReference{ObjectType: string(schema.TypeClient), ObjectId: fmt.Sprint("care/c-", first+i)},
				Relation: schema.ClientPractitioner.Name(),
				Subject:  &v1.SubjectReference{Object: &v1.ObjectReference{ObjectType: string(schema.TypeUser), ObjectId: "care/anna"}},
			})
		}
		if err := stream.Send(message); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := stream.CloseAndRecv(); err != nil {
		t.Fatal(err)
	}
}

// adminKeys is a file with an administrator's key, which verbs show from now on.
func adminKeys(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "keys.json")
	admin, _, err := keys.Create(file, keys.Key{Purpose: keys.Admin, Everywhere: true}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("REMIT_KEY", admin)
	return file
}

// serve runs remit serve until the test ends and returns its address.
func serve(t *testing.T, store string) string {
	t.Helper()
	address := loopbacktest.Address(t)
	server := exec.Command("remit", "serve", "--keys", adminKeys(t), "--store", store, "--listen", address)
	said, err := server.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Signal(os.Interrupt)
		_ = server.Wait()
	})
	if _, err := said.Read(make([]byte, 1)); err != nil { // it says that it serves
		t.Fatal(err)
	}
	return address
}

var ownPages = regexp.MustCompile(`RssAnon:\s+(\d+) kB`)

// ownMemory runs a program and returns the most bytes of memory that were its
// own, as far as looking a hundred times a second shows.
func ownMemory(t *testing.T, cmd *exec.Cmd) (most int) {
	t.Helper()
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	for {
		select {
		case err := <-done:
			if err != nil {
				t.Fatalf("%v: %v: %s", cmd.Args, err, &out)
			}
			return most
		case <-time.After(10 * time.Millisecond):
		}
		status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", cmd.Process.Pid))
		if found := ownPages.FindSubmatch(status); err == nil && found != nil {
			kilobytes, _ := strconv.Atoi(string(found[1]))
			most = max(most, kilobytes<<10)
		}
	}
}
