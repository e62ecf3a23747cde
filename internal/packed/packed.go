// Package packed is how a remit that serves names many ids of a list in one message to a
// checker of remit's: SpiceDB's API has a message for each, and most of a long list is
// what those cost. It is the same call, so that whatever looks at calls looks at it; a
// caller that does not ask for it, and a server that does not know it, have the plain one.
//
// What is packed was decided by remit's own evaluation, to which a relationship that
// stores the question gives nothing: see schema.StoresQuestion.
package packed

import (
	"context"
	"strings"

	"google.golang.org/grpc/metadata"
)

// header asks for it in a call, and says in an answer that it is so.
const header = "remit-packed"

// separator is in no id: SpiceDB takes none that has it.
const separator = "\n"

// most is about how many bytes of ids are in one message: so many that a message costs
// next to nothing, and so few that whoever keeps one id of it holds little else.
const most = 8 << 10

// Ask is a context for a call of which the answer may be packed.
func Ask(ctx context.Context) context.Context {
	return metadata.AppendToOutgoingContext(ctx, header, "ids")
}

// Asked says whether the caller reads what is packed.
func Asked(ctx context.Context) bool {
	return len(metadata.ValueFromIncomingContext(ctx, header)) > 0
}

// Said is the header of an answer that is packed.
func Said() metadata.MD { return metadata.Pairs(header, "ids") }

// Is says whether an answer with that header is packed.
func Is(answer metadata.MD) bool { return len(answer.Get(header)) > 0 }

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
