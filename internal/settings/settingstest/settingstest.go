// Package settingstest reads a source as remit.yaml names it, for the tests of
// formats.
package settingstest

import (
	"os"
	"path/filepath"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/remit-authz/remit/internal/settings"
	"github.com/remit-authz/remit/loader/source"
)

// Read writes a folder with settings that name one source of a format, with the
// options as YAML has them, and reads it. Files are those of the source; none is a
// source without a path. The settings' folder has what beside names too.
func Read(t testing.TB, format string, options any, files, beside map[string]string) (source.Source, error) {
	t.Helper()
	entry := map[string]any{"name": "one", "format": format, "options": options}
	if len(files) > 0 {
		entry["path"] = "files"
	}
	content, err := yaml.Marshal(map[string]any{"sources": []any{entry}})
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	write(t, folder, map[string]string{settings.Name: string(content)})
	write(t, folder, beside)
	write(t, filepath.Join(folder, "files"), files)
	s, err := settings.Read(filepath.Join(folder, settings.Name))
	if err != nil {
		return source.Source{}, err
	}
	records, err := s.Sources[0].Records(t.Context())
	if err != nil {
		return source.Source{}, err
	}
	return source.Options{}.Check(records)
}

func write(t testing.TB, folder string, files map[string]string) {
	t.Helper()
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
