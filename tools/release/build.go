package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// sums is the file of checksums, as sha256sum --check takes it.
const sums = "SHA256SUMS"

// beside is what stands beside the program in every archive.
var beside = []string{"LICENSE", "README.md", "CHANGELOG.md", "SECURITY.md"}

// tree is a commit in a folder of its own.
type tree struct {
	folder, commit, version string
	// made is when the commit was, which every file of the release bears.
	made time.Time
	// cache is Go's, or blank for that of whoever runs this.
	cache string
}

// makeOf makes the files of a release of a commit, and returns the folder that has them.
func (t *tree) makeOf(ctx context.Context, commit string, targets []string) (out string, err error) {
	if err := t.export(ctx, commit); err != nil {
		return "", err
	}
	out = filepath.Join(t.folder, "made")
	if err := os.Mkdir(out, 0o755); err != nil {
		return "", err
	}
	return out, t.make(ctx, targets, out)
}

// export writes a commit's files into the folder, which is made.
func (t *tree) export(ctx context.Context, commit string) error {
	at, err := output(ctx, ".", nil, "git", "log", "--max-count=1", "--format=%H %ct", commit, "--")
	if err != nil {
		return err
	}
	hash, seconds, _ := strings.Cut(strings.TrimSpace(at), " ")
	unix, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return fmt.Errorf("the time of commit %s: %w", commit, err)
	}
	t.commit, t.made = hash, time.Unix(unix, 0).UTC()
	top, err := output(ctx, ".", nil, "git", "rev-parse", "--show-toplevel")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(t.folder, 0o755); err != nil {
		return err
	}
	archive, err := output(ctx, strings.TrimSpace(top), nil, "git", "archive", "--format=tar", hash)
	if err != nil {
		return err
	}
	unpack := exec.CommandContext(ctx, "tar", "--extract", "--directory", t.folder)
	unpack.Stdin, unpack.Stderr = strings.NewReader(archive), os.Stderr
	if err := unpack.Run(); err != nil {
		return fmt.Errorf("unpacking commit %s: %w", hash, err)
	}
	return nil
}

// output is what a command prints. What it says besides goes to standard error.
func output(ctx context.Context, folder string, environment []string, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	var out bytes.Buffer
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = folder, append(os.Environ(), environment...), &out, os.Stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%s %s: %w", name, strings.Join(args, " "), err)
	}
	return out.String(), nil
}

// make makes the files of a release.
func (t tree) make(ctx context.Context, targets []string, out string) error {
	pages := filepath.Join(t.folder, "man")
	host := filepath.Join(t.folder, "host")
	if err := t.build(ctx, nil, host); err != nil {
		return err
	}
	if _, err := output(ctx, t.folder, []string{"SOURCE_DATE_EPOCH=" + strconv.FormatInt(t.made.Unix(), 10)}, host, "man", pages); err != nil {
		return err
	}
	for _, target := range targets {
		system, processor, ok := strings.Cut(target, "/")
		if !ok {
			return fmt.Errorf("target %q: write it as linux/amd64", target)
		}
		if err := t.target(ctx, system, processor, pages, out); err != nil {
			return fmt.Errorf("%s: %w", target, err)
		}
	}
	return writeSums(out)
}

// target makes the files for one system and processor.
func (t tree) target(ctx context.Context, system, processor, pages, out string) error {
	name := fmt.Sprintf("remit_%s_%s_%s", t.version, system, processor)
	program := "remit"
	if system == "windows" {
		program += ".exe"
	}
	built := filepath.Join(t.folder, "built", system, processor, program)
	if err := t.build(ctx, []string{"GOOS=" + system, "GOARCH=" + processor}, built); err != nil {
		return err
	}
	modules, err := t.licences(ctx, []string{"GOOS=" + system, "GOARCH=" + processor})
	if err != nil {
		return err
	}
	files := []file{{program, built, 0o755}}
	for _, name := range beside {
		files = append(files, file{name, filepath.Join(t.folder, name), 0o644})
	}
	files = append(files, licenceFiles(modules)...)
	err = filepath.WalkDir(pages, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, file{"man/" + d.Name(), path, 0o644})
		}
		return err
	})
	if err != nil {
		return err
	}
	if err := writeBill(filepath.Join(out, name+".cdx.json"), built, modules, t); err != nil {
		return err
	}
	if system == "windows" {
		return writeZip(filepath.Join(out, name+".zip"), name, files, t.made)
	}
	return writeTar(filepath.Join(out, name+".tar.gz"), name, files, t.made)
}

// plain is Go's environment with nothing of this machine, or of who runs this, in it.
var plain = []string{"CGO_ENABLED=0", "GOTOOLCHAIN=local", "GOWORK=off", "GOENV=off", "GOFLAGS=", "GOEXPERIMENT=", "GOFIPS140=off", "GOAMD64=v1", "GOARM64=v8.0"}

// build compiles the program.
func (t tree) build(ctx context.Context, target []string, to string) error {
	environment := slices.Concat(plain, target)
	if t.cache != "" {
		environment = append(environment, "GOCACHE="+t.cache)
	}
	_, err := output(ctx, t.folder, environment, "go", "build", "-trimpath", "-buildvcs=false",
		"-ldflags", fmt.Sprintf("-s -w -X main.released=%s -X main.commit=%s", t.version, t.commit), "-o", to, "./cmd/remit")
	return err
}

// writeSums writes the checksums of all that is in a folder.
func writeSums(folder string) error {
	entries, err := os.ReadDir(folder) // sorted
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, e := range entries {
		content, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%x  %s\n", sha256.Sum256(content), e.Name())
	}
	return os.WriteFile(filepath.Join(folder, sums), []byte(b.String()), 0o644)
}
