package schema_test

import (
	"testing"

	"github.com/remit-authz/remit/schema"
)

func TestDigestIsOfWhatASchemaSays(t *testing.T) {
	const one = "// a header\n\nuse expiration\n\n/** A. */\ndefinition a {\n\trelation x: user\n\n\trelation y: user\n}\n\ndefinition user {}\n"
	for _, tt := range []struct {
		why, other string
		same       bool
	}{
		{"in another order, without a header", "use expiration\n\ndefinition user {}\n\n/** A. */\ndefinition a {\n\trelation x: user\n\n\trelation y: user\n}", true},
		{"members in another order", "use expiration\n\n/** A. */\ndefinition a {\n\trelation y: user\n\n\trelation x: user\n}\n\ndefinition user {}", false},
		{"another comment", "use expiration\n\n/** B. */\ndefinition a {\n\trelation x: user\n\n\trelation y: user\n}\n\ndefinition user {}", false},
		{"less", "use expiration\n\ndefinition user {}", false},
		{"a member that moved", "use expiration\n\n/** A. */\ndefinition a {\n\trelation x: user\n}\n\ndefinition user {\n\trelation y: user\n}", false},
	} {
		if same := schema.Digest(one) == schema.Digest(tt.other); same != tt.same {
			t.Errorf("%s: same %t", tt.why, same)
		}
	}
	if got := schema.Digest("\n// nothing\n"); got != "" {
		t.Errorf("of nothing: %s", got)
	}
}
