package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/loopback/loopbacktest"
	"github.com/remit-authz/remit/internal/provenance"
	"github.com/remit-authz/remit/internal/recertification"
	"github.com/remit-authz/remit/internal/relation"
)

// Whoever decides or closes a review does it to the review as it is once they have its
// record, not as it was while they waited for somebody else.
func TestAReviewIsChangedByOneAtATime(t *testing.T) {
	store := filepath.Join(t.TempDir(), "remit.db")
	do := func(args ...string) (string, int) {
		var said strings.Builder
		code := run(t.Context(), append(args, "--store", store), strings.NewReader(""), &said, &said)
		return said.String(), code
	}
	if said, code := do("sync", "../../fixtures/care"); code != exitDone {
		t.Fatal(said)
	}
	if said, code := do("review", "open", "--scope", "client#practitioner"); code != exitDone {
		t.Fatal(said)
	}
	// while does something that waits for the record while it is written.
	while := func(step entry.CampaignStep, args ...string) (said string, code int) {
		log, err := recertification.Open(ledger.ReviewsBeside(store), ledger.Known{})
		if err != nil {
			t.Fatal(err)
		}
		done := make(chan struct{})
		go func() {
			defer close(done)
			said, code = do(args...)
		}()
		time.Sleep(2 * time.Second) // long enough for whoever does not wait to have read
		if err := log.Write(step, provenance.Provenance{}, time.Now()); err != nil {
			t.Error(err)
		}
		if err := log.Close(); err != nil {
			t.Error(err)
		}
		<-done
		return said, code
	}
	evidence := filepath.Join(t.TempDir(), "evidence.json")
	revoked := entry.GrantDecision{Grant: 1, Decision: recertification.Revoke, Reason: "left the ward", By: relation.Object{Type: "user", ID: "veldzicht/dirk"}}
	said, code := while(entry.CampaignStep{Does: entry.CampaignDecided, Decisions: []entry.GrantDecision{revoked}},
		"review", "close", "0", "--incomplete", "--evidence", evidence, "--plan", evidence+".plan")
	found, err := os.ReadFile(evidence)
	if code != exitDone || err != nil || !strings.Contains(string(found), `"revoke":1`) || !strings.Contains(string(found), revoked.Reason) {
		t.Errorf("a closing beside a decision: %d %s, %s (%v)", code, said, found, err)
	}
	if said, code := do("review", "open", "--scope", "client#practitioner"); code != exitDone {
		t.Fatal(said)
	}
	all := func() []*recertification.Campaign {
		h, err := entry.Open(ledger.ReviewsBeside(store))
		if err != nil {
			t.Fatal(err)
		}
		all, err := recertification.Campaigns(h.Entries(0))
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	second := all()[1]
	closed := entry.CampaignStep{Does: entry.CampaignClosed, Campaign: second.ID, Evidence: "sha256:first"}
	by := "user:" + second.Grants[0].Reviewer.ID
	if said, code := while(closed, "review", "decide", fmt.Sprint(second.ID), "1", "revoke", "--reason", "late", "--by", by); code != exitFailed || !strings.Contains(said, "was closed at") {
		t.Errorf("a decision beside a closing: %d %s", code, said)
	}
	// A record in which they came one after another all the same.
	log, err := recertification.Open(ledger.ReviewsBeside(store), ledger.Known{})
	if err != nil {
		t.Fatal(err)
	}
	closed.Evidence = "sha256:second"
	for _, step := range []entry.CampaignStep{{Does: entry.CampaignDecided, Campaign: second.ID, Decisions: []entry.GrantDecision{revoked}}, closed} {
		if err := log.Write(step, provenance.Provenance{}, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	if c := all()[1]; c.Evidence != "sha256:first" || c.Count(recertification.Revoke) != 0 {
		t.Errorf("after the closing: %+v", c)
	}
}

// A reviewer whose right ended while their decision waited for the record decided all the
// same: what the engine holds was read before.
func TestARightThatEndsBeforeADecisionDoesNotCount(t *testing.T) {
	folder := t.TempDir()
	store, people := filepath.Join(folder, "remit.db"), filepath.Join(folder, "people")
	if err := os.CopyFS(people, os.DirFS("../../fixtures/care")); err != nil {
		t.Fatal(err)
	}
	do := func(args ...string) (string, int) {
		var said strings.Builder
		code := run(t.Context(), append(args, "--store", store), strings.NewReader(""), &said, &said)
		return said.String(), code
	}
	for _, args := range [][]string{{"sync", people}, {"review", "open", "--scope", "tenant:veldzicht", "--scope", "client#practitioner"}} {
		if said, code := do(args...); code != exitDone {
			t.Fatal(said)
		}
	}
	startServing(t, "--store", store, "--listen", loopbacktest.Address(t), "--no-keys")
	log, err := recertification.Open(ledger.ReviewsBeside(store), ledger.Known{})
	if err != nil {
		t.Fatal(err)
	}
	var said string
	var code int
	done := make(chan struct{})
	go func() {
		defer close(done)
		said, code = do("review", "decide", "0", "2", "keep", "--by", "user:veldzicht/dirk", "--reason", "hers")
	}()
	time.Sleep(2 * time.Second) // long enough for whoever does not wait to have read
	users := filepath.Join(people, "users.csv")
	content, err := os.ReadFile(users)
	if err != nil {
		t.Fatal(err)
	}
	left := strings.Replace(string(content), "dirk@veldzicht.example,active", "dirk@veldzicht.example,inactive", 1)
	if err := os.WriteFile(users, []byte(left), 0o600); err != nil {
		t.Fatal(err)
	}
	if said, code := do("sync", people); code != exitDone {
		t.Error(said)
	}
	if err := log.Close(); err != nil {
		t.Error(err)
	}
	<-done
	if code != exitRefused || !strings.Contains(said, "they may not end it") {
		t.Errorf("%d %s", code, said)
	}
}
