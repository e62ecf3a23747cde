package zed_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/authzed/spicedb/pkg/schemadsl/compiler"
	"github.com/authzed/spicedb/pkg/schemadsl/input"

	"github.com/remit-authz/remit/internal/graph/zed"
)

// What is wrong with a schema is said with its place, and without the compiler's names.
func TestSchemaErrorsAreInWords(t *testing.T) {
	for text, want := range map[string]string{
		"definition note {\n  relation x: nobody\n}":         "own.zed:2:3: ",
		"definition note {\n  permission read = \n}":         "own.zed:3:1: a permission needs an expression behind its =",
		"definition note { relation aa: user permission b }": `own.zed:1:37: the definition goes on with `,
		"definition note { permission reads = nothing }":     `own.zed:1:46: the definition goes on with "}"`,
		"definition note {":                                  "own.zed:1:1: ",
		"caveat cond(x int) { y > 1 }":                       "own.zed:1:",
	} {
		_, err := compiler.Compile(compiler.InputSchema{Source: input.Source("own.zed"), SchemaString: text}, compiler.AllowUnprefixedObjectType())
		got := zed.InWords(err)
		if got == nil || !strings.HasPrefix(got.Error(), want) || strings.Contains(got.Error(), "TokenType") || strings.Contains(got.Error(), "regex") || !errors.Is(got, err) {
			t.Errorf("%q: got %v, want %s", text, got, want)
		}
	}
	if err := errors.New("something else"); zed.InWords(err) != err || zed.InWords(nil) != nil {
		t.Error("what is no error of the compiler's is another one")
	}
}
