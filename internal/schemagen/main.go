// Command schemagen writes the generated files of package schema: the model
// flattened into one text, and its names as Go constants. Run it with
// `go generate ./schema`.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	if err := run("."); err != nil {
		fmt.Fprintln(os.Stderr, "schemagen:", err)
		os.Exit(1)
	}
}

// run reads the .zed sources in a folder and writes schema.zed and names.go
// beside them.
func run(folder string) error {
	model, err := compile(os.DirFS(folder))
	if err != nil {
		return err
	}
	flat, err := flatten(model)
	if err != nil {
		return err
	}
	names, err := goNames(model)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "schema.zed"), flat, 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "names.go"), names, 0o644)
}
