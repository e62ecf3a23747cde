package main

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The schema that editors use says what the program reads.
func TestSchemaIsNew(t *testing.T) {
	want, err := generate("../../..")
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../remit.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("run `go generate ./internal/settings`: %s", diff)
	}
}
