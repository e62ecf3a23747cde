package main

import (
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader/source"
)

// sayNotes says what of a source was understood otherwise than it is written.
func (p *program) sayNotes(src source.Source) { sayAll(p.place, phrase.Of("note"), src.Notes, 0) }
