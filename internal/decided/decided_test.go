package decided_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/metadata"

	"github.com/remit-authz/remit/internal/decided"
)

func unpack(texts []string) []string {
	var ids []string
	for _, text := range texts {
		for more := true; more; {
			var id string
			id, text, more = decided.Next(text)
			ids = append(ids, id)
		}
	}
	return ids
}

func TestWhatIsPackedIsUnpacked(t *testing.T) {
	for _, howMany := range []int{0, 1, 2, 150, 20_000} {
		ids := make([]string, howMany)
		for i := range ids {
			ids[i] = fmt.Sprintf("tenant/c-%d", i)
		}
		texts := decided.Pack(ids)
		assert.True(t, slices.Equal(ids, unpack(texts)), "%d ids", howMany)
		counted := 0
		for _, text := range texts {
			counted += decided.Count(text)
			assert.Less(t, len(text), 10<<10)
		}
		assert.Equal(t, howMany, counted)
	}
}

// Who gives a call's headers back has decided nothing by that.
func TestAHeaderGivenBackIsNoDecision(t *testing.T) {
	sent, _ := metadata.FromOutgoingContext(decided.Ask(t.Context()))
	require.True(t, decided.Asked(metadata.NewIncomingContext(t.Context(), sent)))
	require.False(t, decided.Is(sent))
	require.True(t, decided.Is(decided.Said()))
}
