package relation

import (
	"errors"
	"iter"
	"unicode/utf8"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// Pages decodes the pages of an export, in a tenth of the allocations that a message for
// each object takes. The zero value is ready; it is for one stream. The messages of a
// page, but not their text, are used again for the next one.
type Pages struct {
	// Expects is asked of each relationship of a page, as its message is written
	// (AppendWritten), until it first says no: those are not decoded. Nil expects none.
	Expects func(written []byte) bool
	// Expected is how many of the last page were.
	Expected int

	messages []*pageMessages
}

// pageMessages are those of one relationship.
type pageMessages struct {
	whole            v1.Relationship
	resource, object v1.ObjectReference
	subject          v1.SubjectReference
}

// messagesAtOnce is how many are made together.
const messagesAtOnce = 512

var (
	errPage = errors.New("the engine answered a page that is no message")
	// errUnknown is a relationship that says more than this program can read: by what it
	// reads it could hold for longer, or for more, than it does.
	errUnknown = errors.New("the engine answered a relationship with a field that is not known: a later version of remit may know it")
)

// Decode reads a page from its bytes, which stay the caller's.
func (p *Pages) Decode(written []byte, page *v1.ExportBulkRelationshipsResponse) (err error) {
	page.AfterResultCursor, page.Relationships = nil, page.Relationships[:0]
	all, asking := encoded{written, string(written)}, p.Expects != nil
	p.Expected = 0
	for number, content := range all.fields(&err) {
		switch {
		case number == 2 && asking && p.Expects(content.bytes):
			p.Expected++
		case number == 1:
			page.AfterResultCursor = &v1.Cursor{}
			err = proto.Unmarshal(content.bytes, page.AfterResultCursor)
		case number == 2:
			asking = false
			m := p.message(len(page.Relationships))
			page.Relationships = append(page.Relationships, &m.whole)
			err = m.decode(content)
		}
	}
	return err
}

// AppendWritten appends the message of a relationship without terms, whose subject is an
// object itself, as protobuf writes it. Another that says the same may be written
// otherwise.
func AppendWritten(b []byte, resource *Object, relation string, subject *Object) []byte {
	b = appendObject(b, 1, resource)
	b = protowire.AppendString(protowire.AppendTag(b, 2, protowire.BytesType), relation)
	b = protowire.AppendTag(b, 3, protowire.BytesType)
	b = protowire.AppendVarint(b, uint64(1+protowire.SizeBytes(objectSize(subject))))
	return appendObject(b, 1, subject)
}

func appendObject(b []byte, number protowire.Number, o *Object) []byte {
	b = protowire.AppendTag(b, number, protowire.BytesType)
	b = protowire.AppendVarint(b, uint64(objectSize(o)))
	b = protowire.AppendString(protowire.AppendTag(b, 1, protowire.BytesType), string(o.Type))
	return protowire.AppendString(protowire.AppendTag(b, 2, protowire.BytesType), o.ID)
}

func objectSize(o *Object) int {
	return 2 + protowire.SizeBytes(len(o.Type)) + protowire.SizeBytes(len(o.ID))
}

// message is a blank one for the relationship at a place of the page.
func (p *Pages) message(i int) *pageMessages {
	if i == len(p.messages) {
		for some := make([]pageMessages, messagesAtOnce); len(some) > 0; some = some[1:] {
			p.messages = append(p.messages, &some[0])
		}
	}
	m := p.messages[i]
	m.whole.Resource, m.whole.Relation, m.whole.Subject = nil, "", nil
	m.whole.OptionalCaveat, m.whole.OptionalExpiresAt = nil, nil
	m.subject.Object, m.subject.OptionalRelation = nil, ""
	m.resource.ObjectType, m.resource.ObjectId, m.object.ObjectType, m.object.ObjectId = "", "", "", ""
	return m
}

func (m *pageMessages) decode(all encoded) (err error) {
	for number, content := range all.fields(&err) {
		switch number {
		case 1:
			m.whole.Resource = &m.resource
			err = decodeObject(content, &m.resource)
		case 2:
			m.whole.Relation, err = content.string()
		case 3:
			m.whole.Subject = &m.subject
			err = m.decodeSubject(content)
		case 4:
			m.whole.OptionalCaveat = &v1.ContextualizedCaveat{}
			err = proto.Unmarshal(content.bytes, m.whole.OptionalCaveat)
		case 5:
			m.whole.OptionalExpiresAt = &timestamppb.Timestamp{}
			err = proto.Unmarshal(content.bytes, m.whole.OptionalExpiresAt)
		default:
			err = errUnknown
		}
	}
	return err
}

func (m *pageMessages) decodeSubject(all encoded) (err error) {
	for number, content := range all.fields(&err) {
		switch number {
		case 1:
			m.subject.Object = &m.object
			err = decodeObject(content, &m.object)
		case 2:
			m.subject.OptionalRelation, err = content.string()
		default:
			err = errUnknown
		}
	}
	return err
}

func decodeObject(all encoded, o *v1.ObjectReference) (err error) {
	for number, content := range all.fields(&err) {
		switch number {
		case 1:
			o.ObjectType, err = content.string()
		case 2:
			o.ObjectId, err = content.string()
		default:
			err = errUnknown
		}
	}
	return err
}

// encoded is a message, or a field of one, as bytes and as the same text: of the text the
// parts that are kept are made.
type encoded struct {
	bytes []byte
	text  string
}

func (e *encoded) done() bool { return len(e.bytes) == 0 }

// fields are those of a message, until there is an error: of reading one, or whoever reads
// them has set it.
func (e encoded) fields(err *error) iter.Seq2[protowire.Number, encoded] {
	return func(yield func(protowire.Number, encoded) bool) {
		for *err == nil && !e.done() {
			number, content, wrong := e.next()
			if wrong != nil {
				*err = wrong
				return
			}
			if !yield(number, content) {
				return
			}
		}
	}
}

// next takes off a field; one that has no content of its own, which none here has, comes
// as number 0.
func (e *encoded) next() (protowire.Number, encoded, error) {
	// Nearly all have a tag and a length of one byte each.
	if b := e.bytes; len(b) >= 2 && b[0] >= 1<<3 && b[0] < 1<<7 && protowire.Type(b[0]&7) == protowire.BytesType && int(b[1]) < 1<<7 {
		if end := 2 + int(b[1]); end <= len(b) {
			found := encoded{b[2:end], e.text[2:end]}
			e.bytes, e.text = b[end:], e.text[end:]
			return protowire.Number(b[0] >> 3), found, nil
		}
	}
	number, kind, n := protowire.ConsumeTag(e.bytes)
	if n < 0 {
		return 0, encoded{}, errPage
	}
	if kind != protowire.BytesType {
		skipped := protowire.ConsumeFieldValue(number, kind, e.bytes[n:])
		if skipped < 0 {
			return 0, encoded{}, errPage
		}
		e.bytes, e.text = e.bytes[n+skipped:], e.text[n+skipped:]
		return 0, encoded{}, nil
	}
	content, length := protowire.ConsumeBytes(e.bytes[n:])
	if length < 0 {
		return 0, encoded{}, errPage
	}
	end := n + length
	found := encoded{content, e.text[end-len(content) : end]}
	e.bytes, e.text = e.bytes[end:], e.text[end:]
	return number, found, nil
}

// string is the text of a field that is one.
func (e encoded) string() (string, error) {
	if !utf8.ValidString(e.text) {
		return "", errPage
	}
	return e.text, nil
}
