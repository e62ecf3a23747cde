// Command schemagen writes the JSON Schema of the settings, of the structs that they
// are read into and the comments on their fields.
package main

import (
	"fmt"
	"os"
)

func main() {
	content, err := generate("../..")
	if err == nil {
		err = os.WriteFile(os.Args[1], content, 0o600)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "schemagen:", err)
		os.Exit(1)
	}
}
