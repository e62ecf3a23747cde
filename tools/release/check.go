package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// check type-checks what a release is made of, for each target, in seconds: what does not
// compile there, without compiling what it is made of. It does not link.
func check(folder string, targets []string) error {
	for _, target := range targets {
		system, processor, _ := strings.Cut(target, "/")
		loaded, err := packages.Load(&packages.Config{
			Mode: packages.LoadAllSyntax, Dir: folder,
			Env: slices.Concat(os.Environ(), plain, []string{"GOOS=" + system, "GOARCH=" + processor}),
		}, "./cmd/remit")
		if err != nil {
			return fmt.Errorf("%s: %w", target, err)
		}
		if packages.PrintErrors(loaded) > 0 {
			return errors.New(target + ": it does not compile")
		}
		fmt.Println(target, "compiles")
	}
	return nil
}
