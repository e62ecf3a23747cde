package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/remit-authz/remit/loader"
)

// The oldest plans go, and nothing else that is in the folder.
func TestAppliedPlansAreKept(t *testing.T) {
	kept := appliedPlans(filepath.Join(t.TempDir(), "applied"))
	if _, err := kept.last(); err == nil {
		t.Error("before there is a folder: got the last of none")
	}
	if appliedPlans("").keep() != nil {
		t.Error("without a folder something is kept")
	}
	add := kept.keep()
	plan := loader.Plan{Digest: "sha256:0123456789abcdef"}
	if err := add(plan); err != nil {
		t.Fatal(err)
	}
	first, err := kept.last()
	if err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(string(kept), "0-notes.json")
	if err := os.WriteFile(other, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for range plansKept {
		if err := add(plan); err != nil {
			t.Fatal(err)
		}
	}
	all, err := kept.list()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != plansKept || slices.Contains(all, first) || !slices.IsSorted(all) {
		t.Errorf("%d plans are kept, want the newest %d without %s: %v", len(all), plansKept, first, all)
	}
	if last, err := kept.last(); err != nil || last != all[len(all)-1] {
		t.Errorf("the last is %s, %v", last, err)
	}
	if _, err := os.Stat(other); err != nil {
		t.Errorf("another file: %v", err)
	}
}
