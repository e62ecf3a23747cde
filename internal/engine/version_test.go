package engine_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/remit-authz/remit/internal/engine"
)

func TestVersionIsWhatIsLinked(t *testing.T) {
	module, err := os.ReadFile("../../go.mod")
	require.NoError(t, err)
	require.True(t, strings.Contains(string(module), "github.com/authzed/spicedb "+engine.Version+"\n"), "go.mod names another SpiceDB than %s", engine.Version)
}
