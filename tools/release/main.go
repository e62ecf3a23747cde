// Command release makes the files of a release from one commit: for each system and
// processor an archive with the program, its manual pages and what belongs to it, a bill
// of materials (CycloneDX) of each, and their checksums. The same commit makes the same
// bytes, which -twice looks at. README.md says how a release is made and verified.
//
//	go run . -version v1.2.3 -out dist
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"strings"

	"golang.org/x/mod/semver"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(2)
	}
}

// everywhere is what a release is for.
const everywhere = "linux/amd64,linux/arm64,darwin/amd64,darwin/arm64,windows/amd64,windows/arm64"

func run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("release", flag.ContinueOnError)
	version := flags.String("version", "", "the release, such as v1.2.3")
	commit := flags.String("commit", "HEAD", "what it is made of: nothing of the work tree")
	out := flags.String("out", "dist", "a folder that is not there yet")
	systems := flags.String("targets", everywhere, "systems and processors")
	twice := flags.Bool("twice", false, "make everything a second time, elsewhere and without a cache, and fail unless it is the same")
	checking := flags.String("check", "", "make nothing: see whether the work tree in this folder compiles everywhere")
	if err := flags.Parse(args); err != nil {
		return err
	}
	targets := strings.Split(*systems, ",")
	switch {
	case flags.NArg() > 0:
		return fmt.Errorf("%q belongs to no flag", flags.Arg(0))
	case *checking != "":
		return check(*checking, targets)
	case !semver.IsValid(*version):
		return errors.New("say which release it is: -version v1.2.3")
	}
	if _, err := os.Lstat(*out); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("the folder of the release: %s is there already: name a new one", *out)
	}
	work, err := os.MkdirTemp("", "remit-release-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	first := tree{folder: filepath.Join(work, "first"), version: *version}
	made, err := first.makeOf(ctx, *commit, targets)
	if err != nil {
		return err
	}
	if *twice {
		again := tree{folder: filepath.Join(work, "another", "place"), version: *version, cache: filepath.Join(work, "cache")}
		second, err := again.makeOf(ctx, first.commit, targets)
		if err != nil {
			return err
		}
		if err := same(made, second); err != nil {
			return err
		}
	}
	return os.CopyFS(*out, os.DirFS(made))
}

// same says whether the checksums of two releases are.
func same(first, second string) error {
	a, err := os.ReadFile(filepath.Join(first, sums))
	if err != nil {
		return err
	}
	b, err := os.ReadFile(filepath.Join(second, sums))
	if err != nil {
		return err
	}
	if string(a) != string(b) {
		return fmt.Errorf("made twice, it is not the same:\n%sand\n%s", a, b)
	}
	return nil
}
