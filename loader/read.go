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

	"github.com/remit-authz/remit/internal/files"
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

// sourceFiles are the files of a source folder in the order in which they refer
// to each other.
func sourceFiles() []string {
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

// maxSource is how many bytes the files of a source may have together: ten times
// what those of half a million relationships have.
const maxSource = 256 << 20

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
// *SourceError lists the problems of the content; any other error means that
// the folder or a file of it could not be read, or that its files are longer
// than 256 MiB together. Neither is ever an empty source.
func (o ReadOptions) Read(folder fs.FS) (Source, error) {
	contents, problems, err := readFiles(folder)
	if err != nil {
		return Source{}, err
	}
	r := newReader(contents)
	r.options = o
	r.read()
	found, more := r.problems()
	if problems = append(problems, found...); len(problems) > 0 {
		return Source{}, newSourceError(problems, more)
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
	left := int64(maxSource)
	for _, entry := range entries {
		name := entry.Name()
		switch {
		case slices.Contains(sourceFiles(), name):
			content, err := readFile(folder, name, left)
			if err != nil {
				return nil, nil, fmt.Errorf("source file %s cannot be read: %w", name, err)
			}
			contents[name] = content
			left -= int64(len(content))
		case strings.EqualFold(path.Ext(name), ".csv"):
			problems = append(problems, Problem{name, 0, fmt.Sprintf("is not a file of a source folder: the files are %s%s",
				oneOf(sourceFiles()), didYouMean(name, sourceFiles()))})
		}
	}
	return contents, problems, nil
}

// readFile reads a regular file, or a link to one, of so many bytes at most.
func readFile(folder fs.FS, name string, limit int64) ([]byte, error) {
	// Looked at before it is opened, too: where the folder does not see to it,
	// opening a pipe would wait for whoever writes it.
	if err := isRegular(fs.Stat(folder, name)); err != nil {
		return nil, err
	}
	file, err := folder.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if err := isRegular(file.Stat()); err != nil {
		return nil, err
	}
	content, err := files.ReadAll(file, limit)
	if errors.Is(err, files.ErrTooLong) {
		return nil, fmt.Errorf("with it the files of the source are longer than %d MiB together", maxSource>>20)
	}
	return content, err
}

func isRegular(info fs.FileInfo, err error) error {
	if err == nil && !info.Mode().IsRegular() {
		return errors.New("it is not a regular file")
	}
	return err
}

// digestOf is over names, lengths and bytes, in the order of sourceFiles, so that no
// byte can move from one file to another unseen.
func digestOf(contents map[string][]byte) string {
	h := sha256.New()
	for _, file := range sourceFiles() {
		if content, ok := contents[file]; ok {
			fmt.Fprintf(h, "%s %d\n", file, len(content))
			h.Write(content)
		}
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}
