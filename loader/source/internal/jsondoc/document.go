// Package jsondoc decodes JSON strictly, and knows a place in it by its pointer.
package jsondoc

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader/source"
)

// maxDepth is how deep a text may be nested. No source is half as deep.
const maxDepth = 100

// Document is one JSON text of a source: a file, a line of one, or a page of an
// interface. It is for one goroutine.
type Document struct {
	content []byte
	part    *source.Part
	places  []place
}

// place is where something stands, with the names that the fields of a row have
// there.
type place struct {
	pointer jsontext.Pointer
	fields  map[string]string
}

// Parse looks through a whole text: nothing of one that ends too early, is too
// deep or names a member twice is used. Its error is an *Error.
func Parse(name string, content []byte) (*Document, error) {
	d := &Document{content: source.WithoutBOM(content)}
	d.part = &source.Part{Name: name, Place: d.place}
	decoder := jsontext.NewDecoder(bytes.NewReader(d.content))
	if err := lookThrough(decoder); err != nil {
		return nil, d.syntax(decoder, err)
	}
	return d, nil
}

var errDepth = phrase.Errorf("is nested more than %d deep", maxDepth)

// lookThrough reads one value and wants nothing after it.
func lookThrough(decoder *jsontext.Decoder) error {
	for first := true; first || decoder.StackDepth() > 0; first = false {
		if _, err := decoder.ReadToken(); err != nil {
			return err
		}
		if decoder.StackDepth() > maxDepth {
			return errDepth
		}
	}
	if _, err := decoder.ReadToken(); !errors.Is(err, io.EOF) {
		return errors.Join(phrase.Errorf("goes on after its end"), err)
	}
	return nil
}

func (d *Document) syntax(decoder *jsontext.Decoder, err error) *Error {
	at, line := decoder.StackPointer(), 1+bytes.Count(d.content[:decoder.InputOffset()], []byte("\n"))
	var syntax *jsontext.SyntacticError
	if errors.As(err, &syntax) {
		at, line = syntax.JSONPointer, 1+bytes.Count(d.content[:min(syntax.ByteOffset, int64(len(d.content)))], []byte("\n"))
	}
	switch {
	case errors.Is(err, errDepth):
		return d.Wrong("", "%v: this is no export", err)
	case errors.Is(err, jsontext.ErrDuplicateName):
		return d.Wrong(at, "is there twice (line %d): which of the two holds cannot be known", line)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return d.Wrong(at, "ends in the middle of its JSON, on line %d: it was not read or saved whole", line)
	}
	return d.Wrong(at, "is not JSON, on line %d: %v", line, cause(err))
}

// cause is what is wrong without the words of where.
func cause(err error) error {
	var syntax *jsontext.SyntacticError
	if errors.As(err, &syntax) && syntax.Err != nil {
		return syntax.Err
	}
	return err
}

// Wrong is what is wrong with a value of the document.
func (d *Document) Wrong(at jsontext.Pointer, format string, args ...any) *Error {
	return &Error{d.At(at, nil), phrase.Of(format, args...)}
}

// Kind is the kind of the whole value: '[' for a list, '{' for an object.
func (d *Document) Kind() jsontext.Kind { return d.Value().Kind() }

// Value is the whole value.
func (d *Document) Value() jsontext.Value { return jsontext.Value(d.content) }

// Part is the document as a part of its source.
func (d *Document) Part() *source.Part { return d.part }

// At is the position of a value. The fields say which member of it holds which
// field of the row, by the row's names.
func (d *Document) At(pointer jsontext.Pointer, fields map[string]string) source.Position {
	if pointer == "" && fields == nil {
		return source.Position{Part: d.part}
	}
	d.places = append(d.places, place{pointer, fields})
	return source.Position{Part: d.part, Row: len(d.places)}
}

// place writes "users.json#/3/role".
func (d *Document) place(name string, row int, field string) (whole string, inside fmt.Stringer) {
	at := d.places[row-1]
	pointer := "#" + string(at.pointer)
	if member, ok := at.fields[field]; ok {
		pointer += "/" + member
	}
	return name + pointer, phrase.Of("at %s", pointer)
}
