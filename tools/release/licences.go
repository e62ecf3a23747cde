package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/google/licensecheck"
)

// licensed is a module that is linked into a program, or Go's own library, with the
// texts under which it is given.
type licensed struct {
	path, version string
	// texts are the files, named by where they stand in the module.
	texts []file
	// ids are the licences that the texts are, by SPDX's names, sorted.
	ids []string
}

// key is a module as a bill and a folder of texts name it.
func (l licensed) key() string { return l.path + "@" + l.version }

// standard is Go's own library, as a bill names it.
const standard = "std"

// linked is a package of a program, as go list says it.
type linked struct {
	Dir      string
	Standard bool
	Module   *struct {
		Path, Version, Dir string
		Main               bool
		Replace            *struct{ Path, Version string }
	}
}

// licences are the modules that are linked into the program for a system, with their
// texts. A module without a text, or with none that is known, is an error: nobody may
// pass it on.
func (t tree) licences(ctx context.Context, target []string) ([]licensed, error) {
	listed, err := output(ctx, t.folder, slices.Concat(plain, target), "go", "list", "-deps", "-json=Dir,Standard,Module", "./cmd/remit")
	if err != nil {
		return nil, err
	}
	version, err := output(ctx, t.folder, plain, "go", "env", "GOVERSION", "GOROOT")
	if err != nil {
		return nil, err
	}
	goVersion, goRoot, _ := strings.Cut(strings.TrimSpace(version), "\n")
	found := map[string]*licensed{}
	seen := map[string]bool{}
	for decoder := json.NewDecoder(strings.NewReader(listed)); ; {
		var p linked
		switch err := decoder.Decode(&p); {
		case errors.Is(err, io.EOF):
			return t.sorted(found)
		case err != nil:
			return nil, fmt.Errorf("what go list says: %w", err)
		}
		module, root := licensed{path: standard, version: goVersion}, goRoot
		switch {
		case p.Standard:
		case p.Module == nil || p.Module.Main:
			continue
		default:
			module.path, module.version, root = p.Module.Path, p.Module.Version, p.Module.Dir
			if p.Module.Replace != nil {
				module.path, module.version = p.Module.Replace.Path, p.Module.Replace.Version
			}
		}
		m := found[module.key()]
		if m == nil {
			m = &module
			found[module.key()] = m
		}
		if err := m.collect(p.Dir, root, seen); err != nil {
			return nil, err
		}
	}
}

// likeOurs are modules that bring no text, of which it is known that their licence is
// remit's own: code that buf generates from the .proto files of Prometheus, which are under
// the Apache License as all of it.
var likeOurs = []string{"buf.build/gen/go/prometheus/prometheus/protocolbuffers/go"}

// sorted are modules in the order of their names, each with what its texts are.
func (t tree) sorted(found map[string]*licensed) ([]licensed, error) {
	var all []licensed
	for _, m := range found {
		if len(m.texts) == 0 && slices.Contains(likeOurs, m.path) {
			m.texts = []file{{"LICENSE", filepath.Join(t.folder, "LICENSE"), 0o644}}
		}
		if err := m.recognize(); err != nil {
			return nil, err
		}
		all = append(all, *m)
	}
	slices.SortFunc(all, func(a, b licensed) int { return cmp.Compare(a.key(), b.key()) })
	return all, nil
}

// isLicence are the names of files that say under what something is given.
var isLicence = regexp.MustCompile(`(?i)^(licen[sc]es?|copying|copyright|notices?|patents|unlicense)([-._].*)?$`)

// collect takes the texts that stand in the folder of a package and in those above it, up
// to the root of its module: what was taken over from elsewhere has one of its own.
func (l *licensed) collect(folder, root string, seen map[string]bool) error {
	for ; !seen[folder]; folder = filepath.Dir(folder) {
		inside, err := filepath.Rel(root, folder)
		if err != nil || strings.HasPrefix(inside, "..") {
			return fmt.Errorf("%s: a package of it is in %s", l.key(), folder)
		}
		seen[folder] = true
		entries, err := os.ReadDir(folder)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if isText(e) {
				l.texts = append(l.texts, file{filepath.ToSlash(filepath.Join(inside, e.Name())), filepath.Join(folder, e.Name()), 0o644})
			}
		}
		if inside == "." {
			return nil
		}
	}
	return nil
}

// isText says whether a file is one of those texts; source of that name is not.
func isText(e fs.DirEntry) bool {
	return e.Type().IsRegular() && isLicence.MatchString(e.Name()) && filepath.Ext(e.Name()) != ".go"
}

// covers is how much of a text, in percent, has to be a licence for the text to be it.
const covers = 75

// patents is what licensecheck calls Go's grant of patents, which stands beside a licence,
// is none, and has no name of SPDX.
const patents = "GooglePatentsFile"

// recognize names the licences that the texts are.
func (l *licensed) recognize() error {
	slices.SortFunc(l.texts, func(a, b file) int { return cmp.Compare(a.name, b.name) })
	for _, text := range l.texts {
		content, err := os.ReadFile(text.path)
		if err != nil {
			return err
		}
		if c := licensecheck.Scan(content); c.Percent >= covers {
			for _, match := range c.Match {
				if match.ID != patents {
					l.ids = append(l.ids, match.ID)
				}
			}
		}
	}
	slices.Sort(l.ids)
	l.ids = slices.Compact(l.ids)
	if len(l.ids) == 0 {
		return fmt.Errorf("%s: none of its texts (%d) is a licence that is known: look at it before it is passed on", l.key(), len(l.texts))
	}
	return nil
}

// licenceFiles are the texts of modules as they stand in an archive.
func licenceFiles(modules []licensed) []file {
	var all []file
	for _, m := range modules {
		for _, text := range m.texts {
			all = append(all, file{"licences/" + m.key() + "/" + text.name, text.path, text.mode})
		}
	}
	return all
}
