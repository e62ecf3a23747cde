package verify

import (
	"bytes"
	"fmt"
	"strings"
)

// keyLine is how the line begins that follows a checkpoint in what somebody kept.
const keyLine = "key "

// Kept is a checkpoint that somebody keeps elsewhere, with the public key that signed
// it, in one text: a change of either is found out by whoever holds a log to it.
func Kept(checkpoint []byte, public string) []byte {
	return fmt.Appendf(nil, "%s%s%s\n", checkpoint, keyLine, strings.TrimSpace(public))
}

// ParseKept takes apart what Kept made. The key is blank in a text that is a
// checkpoint alone.
func ParseKept(text []byte) (checkpoint []byte, public string) {
	start := bytes.LastIndex(text, []byte("\n"+keyLine))
	if start < 0 {
		return text, ""
	}
	return text[:start+1], strings.TrimSpace(string(text[start+1+len(keyLine):]))
}
