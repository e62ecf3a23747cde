package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/authzed/spicedb/pkg/caveats/types"
	core "github.com/authzed/spicedb/pkg/proto/core/v1"
	"github.com/authzed/spicedb/pkg/schemadsl/compiler"
	"github.com/authzed/spicedb/pkg/schemadsl/input"
	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/testing/protocmp"

	"github.com/remit-authz/remit/internal/model"
)

const schemaFolder = "../../schema"

// The generated files are what the generator makes of the sources today.
func TestGeneratedFilesAreFresh(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for _, source := range sources(t) {
		text, err := os.ReadFile(source)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(folder, filepath.Base(source)), text, 0o600))
	}
	require.NoError(t, run(folder))
	for _, name := range []string{"schema.zed", "names.go", "table.go"} {
		want, err := os.ReadFile(filepath.Join(folder, name))
		require.NoError(t, err)
		have, err := os.ReadFile(filepath.Join(schemaFolder, name))
		require.NoError(t, err)
		if diff := cmp.Diff(string(want), string(have)); diff != "" {
			t.Errorf("schema/%s is stale, run go generate ./schema (-fresh +there):\n%s", name, diff)
		}
	}
}

// The flattened text means what the sources mean, though it has fewer
// parentheses than they.
func TestFlattenedTextMeansTheSame(t *testing.T) {
	t.Parallel()
	want, err := model.Read(os.DirFS(schemaFolder), root)
	require.NoError(t, err)
	flat, err := os.ReadFile(filepath.Join(schemaFolder, "schema.zed"))
	require.NoError(t, err)
	have, err := compiler.Compile(
		compiler.InputSchema{Source: input.Source("schema.zed"), SchemaString: string(flat)},
		compiler.AllowUnprefixedObjectType(),
		compiler.CaveatTypeSet(types.Default.TypeSet),
	)
	require.NoError(t, err)
	if diff := cmp.Diff(meaning(want.Compiled.ObjectDefinitions), meaning(have.ObjectDefinitions), protocmp.Transform()); diff != "" {
		t.Errorf("definitions (-sources +schema.zed):\n%s", diff)
	}
	if diff := cmp.Diff(meaning(want.Compiled.CaveatDefinitions), meaning(have.CaveatDefinitions), protocmp.Transform()); diff != "" {
		t.Errorf("caveats (-sources +schema.zed):\n%s", diff)
	}
}

// The comparison of meanings would see an operator or a parenthesis that moved.
func TestMeaningSeesPrecedence(t *testing.T) {
	t.Parallel()
	definition := func(expression string) []*core.NamespaceDefinition {
		model, err := compiler.Compile(
			compiler.InputSchema{Source: input.Source("example"), SchemaString: "definition user {}\ndefinition doc {\nrelation aaa: user\nrelation bbb: user\nrelation ccc: user\npermission ppp = " + expression + "\n}"},
			compiler.AllowUnprefixedObjectType(),
		)
		require.NoError(t, err)
		return meaning(model.ObjectDefinitions)
	}
	require.Empty(t, cmp.Diff(definition("aaa & (bbb + ccc)"), definition("aaa & bbb + ccc"), protocmp.Transform()))
	require.NotEmpty(t, cmp.Diff(definition("(aaa & bbb) + ccc"), definition("aaa & bbb + ccc"), protocmp.Transform()))
}

// meaning is the definitions without where their parts stand in the text.
func meaning[M proto.Message](definitions []M) []M {
	var bare []M
	for _, d := range definitions {
		d = proto.Clone(d).(M)
		forgetPositions(d.ProtoReflect())
		bare = append(bare, d)
	}
	return bare
}

func forgetPositions(m protoreflect.Message) {
	m.Range(func(field protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		switch {
		case field.Name() == "source_position", field.Name() == "metadata", field.Name() == "operation_path":
			m.Clear(field)
		case field.IsMap() || field.Message() == nil:
		case field.IsList():
			for i := range value.List().Len() {
				forgetPositions(value.List().Get(i).Message())
			}
		default:
			forgetPositions(value.Message())
		}
		return true
	})
}

// sources are the .zed files that are written by hand.
func sources(t *testing.T) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(schemaFolder, "*.zed"))
	require.NoError(t, err)
	var sources []string
	for _, path := range all {
		if filepath.Base(path) != "schema.zed" {
			sources = append(sources, path)
		}
	}
	require.NotEmpty(t, sources)
	return sources
}
