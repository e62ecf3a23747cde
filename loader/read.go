package loader

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// The files of a source folder.
const (
	tenantsFile       = "tenants.csv"
	usersFile         = "users.csv"
	organizationsFile = "organizations.csv"
	engagementsFile   = "engagements.csv"
	analysesFile      = "analyses.csv"
	connectionsFile   = "connections.csv"
	librariesFile     = "libraries.csv"
	clientsFile       = "clients.csv"
	linksFile         = "links.csv"
)

// files are the files of a source folder in the order in which they refer to
// each other.
func files() []string {
	return []string{tenantsFile, usersFile, organizationsFile, engagementsFile, analysesFile,
		connectionsFile, librariesFile, clientsFile, linksFile}
}

func columns(file string) []string {
	switch file {
	case tenantsFile:
		return []string{"id", "name", "emergency"}
	case usersFile:
		return []string{"tenant", "id", "name", "email", "status", "roles"}
	case engagementsFile:
		return []string{"tenant", "id", "name", "organization", "lead"}
	case analysesFile, connectionsFile:
		return []string{"tenant", "id", "name", "engagement"}
	case clientsFile:
		return []string{"tenant", "id", "account"}
	case linksFile:
		return []string{"tenant", "user", "role", "object", "until"}
	}
	return []string{"tenant", "id", "name"}
}

// ReadOptions say what a source may hold. The zero value is the careful one.
type ReadOptions struct {
	// AllowInvisible takes ids with characters that nobody sees or that turn the
	// direction of text (schema.Hidden), such as the joiners in some Persian and
	// Indic names. Two such ids may look alike.
	AllowInvisible bool
}

// Read is ReadOptions.Read with the zero value.
func Read(folder fs.FS) (Source, error) { return ReadOptions{}.Read(folder) }

// Read reads a source folder whole. It is strict: anything that it does not
// understand is a problem, and with any problem there is no source. A
// *SourceError lists all problems of the content; any other error means that
// the folder or a file of it could not be read. Neither is ever an empty
// source.
func (o ReadOptions) Read(folder fs.FS) (Source, error) {
	contents, problems, err := readFiles(folder)
	if err != nil {
		return Source{}, err
	}
	r := newReader(contents)
	r.options = o
	r.read()
	if problems = append(problems, r.problems()...); len(problems) > 0 {
		return Source{}, &SourceError{problems}
	}
	r.warn()
	r.source.Digest = digestOf(contents)
	return r.source, nil
}

// readFiles reads every CSV file of the folder. Its problems are files that
// should not be there; a file that cannot be read is an error.
func readFiles(folder fs.FS) (map[string][]byte, []Problem, error) {
	entries, err := fs.ReadDir(folder, ".")
	if err != nil {
		return nil, nil, fmt.Errorf("source folder cannot be read: %w", err)
	}
	var problems []Problem
	contents := map[string][]byte{}
	for _, entry := range entries {
		name := entry.Name()
		switch {
		case slices.Contains(files(), name):
			if contents[name], err = readFile(folder, name); err != nil {
				return nil, nil, fmt.Errorf("source file %s cannot be read: %w", name, err)
			}
		case strings.EqualFold(path.Ext(name), ".csv"):
			problems = append(problems, Problem{name, 0, fmt.Sprintf("is not a file of a source folder: the files are %s%s",
				oneOf(files()), didYouMean(name, files()))})
		}
	}
	return contents, problems, nil
}

// readFile reads a regular file, or a link to one: reading a pipe would wait
// for whoever writes it.
func readFile(folder fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(folder, name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is not a regular file")
	}
	return fs.ReadFile(folder, name)
}

// digestOf is over names, lengths and bytes, in the order of files, so that no
// byte can move from one file to another unseen.
func digestOf(contents map[string][]byte) string {
	h := sha256.New()
	for _, file := range files() {
		if content, ok := contents[file]; ok {
			fmt.Fprintf(h, "%s %d\n", file, len(content))
			h.Write(content)
		}
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}
