package zed

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/remit-authz/remit/internal/phrase"
)

// What SpiceDB's compiler says, and its names for tokens and of what it validates by.
var (
	parseError = regexp.MustCompile("(?s)^parse error in `(.*?)`, line ([0-9]+), column ([0-9]+): (.*)$")
	token      = regexp.MustCompile(`TokenType[A-Z][A-Za-z]*`)
	badName    = regexp.MustCompile("name: does not match regex pattern `[^`]*`")
	twice      = regexp.MustCompile("^found name reused between multiple definitions and/or caveats: (.*)$")
	twiceIn    = regexp.MustCompile("^found duplicate relation/permission name `(.*?)` under definition `(.*?)`")
	unknownUse = regexp.MustCompile("^Unknown use flag: `(.*?)`. Options are: (.*)$")
	undeclared = regexp.MustCompile("(?s)^invalid expression for caveat `(.*?)`: .*undeclared reference to '(.*?)'")
	noBoolean  = regexp.MustCompile("^invalid expression for caveat `(.*?)`: caveat expression must result in a boolean value: found `(.*?)`")
	noType     = regexp.MustCompile("^invalid type for caveat parameter `(.*?)` on caveat `(.*?)`: unknown type `(.*?)`")
	wanted     = regexp.MustCompile(`^Expected (?:one of: \[)?(.*?)\]?, found:?(?: token)? (TokenType[A-Za-z]*)$`)
)

// tokens are those that have another name than what is written for them.
var tokens = map[string]phrase.Phrase{
	"LeftBrace": written("{"), "RightBrace": written("}"), "LeftParen": written("("), "RightParen": written(")"), "Pipe": written("|"),
	"Plus": written("+"), "Minus": written("-"), "And": written("&"), "Div": written("/"), "Equals": written("="), "Colon": written(":"),
	"RightArrow": written("->"), "Hash": written("#"), "Ellipsis": written("..."), "Star": written("*"), "Period": written("."), "Comma": written(","),
	"EOF": phrase.Of("the end"), "Error": phrase.Of("what is no part of a schema"), "Keyword": phrase.Of("a word of the language"), "Identifier": phrase.Of("a name"),
	"Newline": phrase.Of("the end of the line"), "SyntheticSemicolon": phrase.Of("the end of the line"), "Semicolon": written(";"),
}

func written(text string) phrase.Phrase { return phrase.Literal(`"` + text + `"`) }

// tokenOf is what the compiler calls a token, or a word that it wants.
func tokenOf(name string) phrase.Phrase {
	name = strings.TrimPrefix(name, "TokenType")
	if said, ok := tokens[name]; ok {
		return said
	}
	if name == "identifier" {
		return tokens["Identifier"]
	}
	return phrase.Literal(strings.ToLower(name))
}

// InWords says what the compiler finds wrong with a schema as "own.zed:3:5: what", without
// the compiler's own names.
func InWords(err error) error {
	if err == nil {
		return nil
	}
	found := parseError.FindStringSubmatch(err.Error())
	if found == nil {
		return err
	}
	return wordsError{phrase.Of("%s:%s:%s: %s", found[1], found[2], found[3], inWords(found[4])), err}
}

// inWords is what the compiler finds wrong, without the place.
func inWords(what string) phrase.Phrase {
	for _, one := range []struct {
		says *regexp.Regexp
		said func(of []string) phrase.Phrase
	}{
		{twice, func(of []string) phrase.Phrase { return phrase.Of("%s is defined twice", of[1]) }},
		{twiceIn, func(of []string) phrase.Phrase { return phrase.Of("%s has %s twice", of[2], of[1]) }},
		{unknownUse, func(of []string) phrase.Phrase {
			return phrase.Of("\"use %s\" does not exist: there are %s", of[1], of[2])
		}},
		{undeclared, func(of []string) phrase.Phrase { return phrase.Of("caveat %s has no parameter %s", of[1], of[2]) }},
		{noBoolean, func(of []string) phrase.Phrase {
			return phrase.Of("caveat %s must come to true or false, and comes to %s", of[1], of[2])
		}},
		{noType, func(of []string) phrase.Phrase {
			return phrase.Of("parameter %s of caveat %s has the type %s, which does not exist", of[1], of[2], of[3])
		}},
	} {
		if of := one.says.FindStringSubmatch(what); of != nil {
			return one.said(of)
		}
	}
	place := wanted.FindStringSubmatch(what)
	switch {
	case strings.TrimFunc(what, func(c rune) bool { return c == '\uFFFD' || !unicode.IsPrint(c) || unicode.IsSpace(c) }) == "":
		return phrase.Of("here begins what has no end, or is no part of a schema")
	case badName.MatchString(what):
		return phrase.Of("a name has 3 to 64 of a-z, 0-9 and _, the first a letter and the last no _")
	case strings.HasPrefix(what, "Expected compute expression for permission"):
		return phrase.Of("a permission needs an expression behind its =")
	case strings.HasPrefix(what, "Unexpected token at root level: "):
		return phrase.Of("a definition or a caveat begins here, and not %s", tokenOf(token.FindString(what)))
	case place == nil:
	case place[1] == "end of statement or definition":
		return phrase.Of("the definition goes on with %s", tokenOf(place[2]))
	case place[1] == "right hand expression":
		return phrase.Of("an expression goes on here, and not %s", tokenOf(place[2]))
	case len(strings.Fields(place[1])) == 1:
		return phrase.Of("here belongs %s, and not %s", tokenOf(place[1]), tokenOf(place[2]))
	}
	return phrase.Of("SpiceDB says: %s", token.ReplaceAllStringFunc(what, func(name string) string { return tokenOf(name).String() }))
}

// wordsError is an error of the compiler in other words.
type wordsError struct {
	said phrase.Phrase
	err  error
}

// Error is the words.
func (e wordsError) Error() string { return e.said.String() }

// Say is Error in the language of a printer.
func (e wordsError) Say(in phrase.Printer) string { return e.said.Say(in) }

// Unwrap is what the compiler says.
func (e wordsError) Unwrap() error { return e.err }
