package main

import (
	"cmp"
	"runtime/debug"
	"strings"

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
	Modified bool   `json:"modified,omitempty"` // the code was changed since the commit
	Go       string `json:"go"`                 // the version of Go
	SpiceDB  string `json:"spicedb"`            // the version of SpiceDB in the program
	// Schema is the digest of the model, as reports and the record have it, without the
	// name of the hash.
	Schema string `json:"schema"`
}

// A release build says which it is and what it was made of, since it is made outside the
// repository. Blank in any other.
var released, commit string

func newVersion() versionJSON {
	v := versionJSON{SpiceDB: engine.Version, Schema: strings.TrimPrefix(schema.Digest(schema.Text()), "sha256:")}
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
	v.Version, v.Commit = cmp.Or(released, v.Version), cmp.Or(commit, v.Commit)
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
	in := p.words()
	made := cmp.Or(v.Commit, in.Say("not known"))
	if v.Modified {
		made += in.Say(", modified")
	}
	return p.say("remit %s\ncommit:  %s\nGo:      %s\nSpiceDB: %s\nmodel:   sha256:%s", v.Version, made, v.Go, v.SpiceDB, v.Schema)
}
