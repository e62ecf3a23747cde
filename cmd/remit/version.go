package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/schema"
)

// versionJSON is what a program is, for machines.
type versionJSON struct {
	// Version is a release's, or "(devel)".
	Version string `json:"version"`
	// Commit is blank in a program that was not built from its repository.
	Commit   string `json:"commit,omitempty"`
	Modified bool   `json:"modified,omitempty"`
	Go       string `json:"go"`
	SpiceDB  string `json:"spicedb"`
	// Schema is the SHA-256 of the model's text.
	Schema string `json:"schema"`
}

func newVersion() versionJSON {
	sum := sha256.Sum256([]byte(schema.Text()))
	v := versionJSON{SpiceDB: engine.Version, Schema: hex.EncodeToString(sum[:])}
	built, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	v.Version, v.Go = built.Main.Version, built.GoVersion
	for _, s := range built.Settings {
		switch s.Key {
		case "vcs.revision":
			v.Commit = s.Value
		case "vcs.modified":
			v.Modified = s.Value == "true"
		}
	}
	return v
}

func (p *program) versionVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print what this program is: version, commit, Go, SpiceDB, model",
		Args:  exactly(0),
		RunE:  func(*cobra.Command, []string) error { return p.printVersion() },
	}
}

func (p *program) printVersion() error {
	v := newVersion()
	if p.json {
		return p.printJSON(v)
	}
	commit := cmp.Or(v.Commit, "not known")
	if v.Modified {
		commit += ", modified"
	}
	return p.printf("remit %s\ncommit:  %s\nGo:      %s\nSpiceDB: %s\nmodel:   sha256:%s\n", v.Version, commit, v.Go, v.SpiceDB, v.Schema)
}
