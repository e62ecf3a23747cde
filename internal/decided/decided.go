// Package decided is what a remit that serves and a checker of remit's say to each other
// beside SpiceDB's API: that remit's own evaluation decided, to which a relationship that
// stores the question gives nothing (schema.StoresQuestion), so that nobody need look for
// one; and many ids of a list in one message, where SpiceDB has a message for each, and most
// of a long list is what those cost. It is the same call with a header, so that whatever
// looks at calls looks at it; a caller that does not ask, and a server that does not know
// it, have the plain one.
package decided

import (
	"context"
	"strings"

	"google.golang.org/grpc/metadata"
)

// asks is the header of a checker's call, and says that of an answer that remit decided. They
// are two, so that nobody on the way who gives a call's headers back decides anything.
const (
	asks = "remit-checker"
	says = "remit-decided"
)

// value is what they have; whoever reads one goes by its being there.
const value = "yes"

// separator is in no id: SpiceDB takes none that has it.
const separator = "\n"

// most is about how many bytes of ids are in one message: so many that a message costs
// next to nothing, and so few that whoever keeps one id of it holds little else.
const most = 8 << 10

// Ask is a context for a call of a checker's.
func Ask(ctx context.Context) context.Context {
	return metadata.AppendToOutgoingContext(ctx, asks, value)
}

// Asked says whether a checker calls.
func Asked(ctx context.Context) bool {
	return len(metadata.ValueFromIncomingContext(ctx, asks)) > 0
}

// Said is the header of an answer that remit decided; a list's is packed.
func Said() metadata.MD { return metadata.Pairs(says, value) }

// Is says whether an answer has that header.
func Is(answer metadata.MD) bool { return len(answer.Get(says)) > 0 }

// Pack are ids as texts of many, in their order.
func Pack(ids []string) []string {
	var texts []string
	for len(ids) > 0 {
		n, bytes := 0, 0
		for n < len(ids) && (n == 0 || bytes < most) {
			bytes += len(ids[n]) + len(separator)
			n++
		}
		texts, ids = append(texts, strings.Join(ids[:n], separator)), ids[n:]
	}
	return texts
}

// Next is the first id of a text, and what comes after it; more is false where that is
// nothing.
func Next(text string) (id, rest string, more bool) { return strings.Cut(text, separator) }

// Count is how many ids a text has: one, where it is not packed.
func Count(text string) int { return strings.Count(text, separator) + 1 }
