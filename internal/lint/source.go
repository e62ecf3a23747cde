package lint

import (
	"strings"

	"github.com/authzed/spicedb/pkg/schemadsl/input"
	"github.com/authzed/spicedb/pkg/schemadsl/lexer"

	"github.com/remit-authz/remit/internal/phrase"
)

// place is a line of a file.
type place struct {
	file string
	line int
}

// source is the text of one file, as far as the compiler does not keep it.
type source struct {
	file   string
	blocks map[string]*block // by "definition NAME" or "partial NAME"
	mixed  []mixture
}

// block is what stands between the braces of a definition or a partial.
type block struct {
	members  map[string]int // the line of each relation and permission
	partials []string       // those whose members it has too
}

// mixture is where an operator meets another one without parentheses between.
type mixture struct {
	line          int
	permission    string
	first, second string
}

// scan reads the text of a file that has compiled.
func scan(file, text string) (*source, error) {
	s := &scanner{source: &source{file: file, blocks: map[string]*block{}}, text: text, line: 1}
	tokens := lexer.NewFlaggableLexer(lexer.Lex(input.Source(file), text))
	defer tokens.Close()
	for {
		token := tokens.NextToken()
		switch token.Kind {
		case lexer.TokenTypeEOF:
			return s.source, nil
		case lexer.TokenTypeError:
			return nil, phrase.Errorf("%s: %s", file, token.Error)
		}
		s.advance(token)
		s.next(token)
	}
}

// scanner is at one token of a text.
type scanner struct {
	source *source
	text   string
	offset int
	line   int // of offset
	last   lexer.TokenType

	naming string // the keyword whose name follows
	name   string // of the block that is open, as far as it has been read
	block  *block // nil outside of definitions and partials
	depth  int    // of braces

	permission string
	// operators has the last one of each parenthesis that is open; nil outside
	// of expressions.
	operators []string
}

// advance counts the lines up to a token.
func (s *scanner) advance(token lexer.Lexeme) {
	at := int(token.Position)
	s.line += strings.Count(s.text[s.offset:at], "\n")
	s.offset = at
}

func (s *scanner) next(token lexer.Lexeme) {
	switch token.Kind {
	case lexer.TokenTypeWhitespace, lexer.TokenTypeNewline, lexer.TokenTypeSinglelineComment, lexer.TokenTypeMultilineComment:
		return
	case lexer.TokenTypeKeyword:
		s.keyword(token.Value)
	case lexer.TokenTypeIdentifier, lexer.TokenTypeDiv:
		s.word(token.Value)
	case lexer.TokenTypeLeftBrace, lexer.TokenTypeRightBrace:
		s.brace(token.Kind)
	default:
		s.expression(token)
	}
	s.last = token.Kind
}

// keyword opens what it is the first word of. In a caveat there are none: its
// expression is another language.
func (s *scanner) keyword(word string) {
	s.operators = nil
	switch word {
	case "definition", "partial", "caveat":
		if s.depth == 0 {
			s.naming, s.name = word, ""
		}
	case "relation", "permission":
		if s.block != nil {
			s.naming = word
		}
	case "nil", "with":
		// They stand in an expression or among types.
	}
}

func (s *scanner) word(word string) {
	switch s.naming {
	case "definition", "partial", "caveat":
		s.name += word // a name may have a prefix, with "/" between
	case "relation", "permission":
		s.block.members[word] = s.line
		s.permission, s.naming = word, ""
	case "":
		if s.last == lexer.TokenTypeEllipsis && s.block != nil {
			s.block.partials = append(s.block.partials, word)
		}
	}
}

func (s *scanner) brace(kind lexer.TokenType) {
	s.operators = nil
	if kind == lexer.TokenTypeRightBrace {
		if s.depth--; s.depth == 0 {
			s.block = nil
		}
		return
	}
	s.depth++
	if s.naming == "definition" || s.naming == "partial" {
		s.block = &block{members: map[string]int{}}
		s.source.blocks[s.naming+" "+s.name] = s.block
	}
	s.naming = ""
}

// expression looks at what stands between names.
func (s *scanner) expression(token lexer.Lexeme) {
	switch token.Kind {
	case lexer.TokenTypeEquals:
		if s.block != nil {
			s.operators = []string{""}
		}
	case lexer.TokenTypeSyntheticSemicolon, lexer.TokenTypeSemicolon:
		s.operators = nil
	case lexer.TokenTypeLeftParen:
		if s.operators != nil {
			s.operators = append(s.operators, "")
		}
	case lexer.TokenTypeRightParen:
		if n := len(s.operators); n > 1 {
			s.operators = s.operators[:n-1]
		}
	case lexer.TokenTypePlus, lexer.TokenTypeAnd, lexer.TokenTypeMinus:
		s.operator(token.Value)
	}
}

func (s *scanner) operator(second string) {
	if s.operators == nil {
		return
	}
	last := &s.operators[len(s.operators)-1]
	if *last != "" && *last != second {
		s.source.mixed = append(s.source.mixed, mixture{s.line, s.permission, *last, second})
	}
	*last = second
}
