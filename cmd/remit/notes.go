package main

import "github.com/remit-authz/remit/loader/source"

// sayNotes says what of a source was understood otherwise than it is written.
func (p *program) sayNotes(src source.Source) { say(p.place.notes, "note", src.Notes) }
