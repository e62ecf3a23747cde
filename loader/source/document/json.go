package document

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/remit-authz/remit/internal/phrase"
)

// jsonParser reads JSON token by token, so that no key is folded, and none that is
// there twice is lost.
type jsonParser struct {
	content []byte
	d       *json.Decoder
	// lines are the offsets at which lines begin.
	lines []int
}

func parseJSON(content []byte) (*node, error) {
	p := &jsonParser{content: content, d: json.NewDecoder(bytes.NewReader(content)), lines: []int{0}}
	p.d.UseNumber()
	for i, b := range content {
		if b == '\n' {
			p.lines = append(p.lines, i+1)
		}
	}
	root, err := p.value(0)
	if err != nil {
		return nil, err
	}
	after := p.next()
	if _, err := p.d.Token(); !errors.Is(err, io.EOF) {
		return nil, &syntaxError{after, phrase.Of("goes on after its end: a file holds one document")}
	}
	return root, nil
}

// at is an offset as a place.
func (p *jsonParser) at(offset int) place {
	line := sort.SearchInts(p.lines, offset+1)
	return place{line, offset - p.lines[line-1] + 1}
}

// next is the place of the next token.
func (p *jsonParser) next() place {
	offset := int(p.d.InputOffset())
	for offset < len(p.content) && strings.ContainsRune(" \t\r\n,:", rune(p.content[offset])) {
		offset++
	}
	return p.at(offset)
}

func (p *jsonParser) token() (json.Token, place, error) {
	at := p.next()
	token, err := p.d.Token()
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return nil, at, &syntaxError{p.at(len(p.content)), phrase.Of("ends in the middle: it was not copied or saved whole")}
	case errors.As(err, &syntax):
		return nil, at, &syntaxError{p.at(max(0, min(int(syntax.Offset), len(p.content))-1)), phrase.Of("is not JSON: %v", err)}
	case err != nil:
		return nil, at, &syntaxError{at, phrase.Of("is not JSON: %v", err)}
	}
	return token, at, nil
}

func (p *jsonParser) value(depth int) (*node, error) {
	token, at, err := p.token()
	if err != nil {
		return nil, err
	}
	n := &node{at: at}
	switch token := token.(type) {
	case nil:
		n.shape = nothing
	case bool:
		n.shape = aTruth
	case json.Number:
		n.shape, n.text = aNumber, token.String()
	case string:
		n.shape, n.text = aText, token
		if strings.ContainsRune(token, utf8.RuneError) {
			return nil, &syntaxError{at, phrase.Of("holds characters that are none")}
		}
	case json.Delim:
		if depth == maxDepth {
			return nil, tooDeep(at)
		}
		return n, p.fill(n, token, depth)
	default:
		return nil, &syntaxError{at, phrase.Of("holds %v", token)}
	}
	return n, nil
}

// fill reads a list or an entry to its end.
func (p *jsonParser) fill(n *node, begin json.Delim, depth int) error {
	n.shape = aList
	if begin == '{' {
		n.shape = anEntry
	}
	seen := map[string]place{}
	for p.d.More() {
		if begin == '[' {
			item, err := p.value(depth + 1)
			if err != nil {
				return err
			}
			n.items = append(n.items, item)
			continue
		}
		name, at, err := p.token()
		if err != nil {
			return err
		}
		value, err := p.value(depth + 1)
		if err != nil {
			return err
		}
		if err := n.add(member{at, fmt.Sprint(name), value}, seen); err != nil {
			return err
		}
	}
	_, _, err := p.token()
	return err
}
