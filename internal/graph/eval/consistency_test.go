package eval_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/authzed/spicedb/pkg/tuple"
	"github.com/authzed/spicedb/pkg/validationfile"
	"github.com/authzed/spicedb/pkg/validationfile/blocks"
	"github.com/stretchr/testify/require"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
)

// SpiceDB's own consistency files, which its engine is held to, are answered as
// they say, every assertion of every file.
func TestSpiceDBsOwnFilesHold(t *testing.T) {
	t.Parallel()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", "github.com/authzed/spicedb").Output()
	require.NoError(t, err)
	files, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(out)), "internal/services/integrationtesting/testconfigs/*.yaml"))
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(files), 70)
	asserted := 0
	for _, file := range files {
		name := filepath.Base(file)
		text, err := os.ReadFile(file)
		require.NoError(t, err, name)
		read, err := validationfile.DecodeValidationFile(text)
		require.NoError(t, err, name)
		s := snapshotOf(t, name, read)
		for want, assertions := range map[eval.Outcome][]blocks.Assertion{
			eval.Allowed: read.Assertions.AssertTrue, eval.Denied: read.Assertions.AssertFalse, eval.Conditional: read.Assertions.AssertCaveated,
		} {
			for _, a := range assertions {
				asserted++
				if got := s.Check(questionOf(a.Relationship), contextOf(a)).Outcome; got != want {
					t.Errorf("%s: %s: got %v, want %v", name, a.RelationshipWithContextString, got, want)
				}
			}
		}
	}
	t.Logf("%d files, %d assertions", len(files), asserted)
}

func contextOf(a blocks.Assertion) eval.Context {
	return eval.Context{At: time.Now(), Values: func(time.Time) map[string]any { return a.CaveatContext }}
}

func snapshotOf(t *testing.T, name string, read *validationfile.ValidationFile) *eval.Snapshot {
	t.Helper()
	empty, err := eval.New(read.Schema.Schema)
	require.NoError(t, err, name)
	var changes []relation.Change
	for _, r := range read.Relationships.Relationships {
		ours, err := relation.FromMessage(tuple.ToV1Relationship(r))
		require.NoError(t, err, name)
		changes = append(changes, relation.Change{Relationship: ours})
	}
	s, err := empty.With(changes)
	require.NoError(t, err, name)
	return s
}

func questionOf(r tuple.Relationship) eval.Question {
	m := tuple.ToV1Relationship(r)
	return eval.Question{
		Resource: relation.ObjectIn(m.GetResource()), Permission: m.GetRelation(),
		Subject: relation.ObjectIn(m.GetSubject().GetObject()), SubjectRelation: m.GetSubject().GetOptionalRelation(),
	}
}
