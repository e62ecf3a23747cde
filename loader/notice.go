package loader

import (
	"github.com/remit-authz/remit/internal/phrase"
)

// Notice is something that a plan leaves out or leaves over. In JSON it is its English
// text, by which one that is read from there is known again.
type Notice struct{ said phrase.Phrase }

func noticef(format string, args ...any) Notice { return Notice{phrase.Of(format, args...)} }

// String is the notice in English.
func (n Notice) String() string { return n.said.String() }

// Say is the notice in the language of a printer.
func (n Notice) Say(in phrase.Printer) string { return n.said.Say(in) }

// MarshalText writes the English text.
func (n Notice) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// UnmarshalText reads it back.
func (n *Notice) UnmarshalText(text []byte) error {
	n.said = phrase.Recorded(string(text))
	return nil
}
