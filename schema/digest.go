package schema

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// Digest is the digest of a schema, "sha256:" and hexadecimal: of its definitions and
// caveats with what stands above each, in whatever order, so that the model of a program
// and what an engine makes of it have the same. Blank for no schema.
func Digest(text string) string {
	var parts []string
	var part strings.Builder
	end := func() {
		if whole := strings.TrimSpace(part.String()); whole != "" {
			parts = append(parts, whole)
		}
		part.Reset()
	}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \t\r\n")
		if strings.HasPrefix(line, "//") {
			continue // a file's header, which an engine does not keep
		}
		part.WriteString(line + "\n")
		if strings.HasPrefix(line, "}") || strings.HasSuffix(line, "{}") || strings.HasPrefix(line, "use ") {
			end()
		}
	}
	if end(); len(parts) == 0 {
		return ""
	}
	slices.Sort(parts)
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n\n")))
	return "sha256:" + hex.EncodeToString(sum[:])
}
