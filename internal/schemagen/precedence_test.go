package main

import (
	"fmt"
	"os"
	"testing"

	"github.com/authzed/spicedb/pkg/schemadsl/input"
	"github.com/authzed/spicedb/pkg/schemadsl/lexer"
	"github.com/stretchr/testify/require"
)

// In SpiceDB "+" binds tighter than "&", and "&" tighter than "-", unlike in
// any language that a reader knows: "a & b + c" is "a & (b + c)". So whoever
// mixes operators writes the parentheses.
func TestMixedOperatorsCarryParentheses(t *testing.T) {
	t.Parallel()
	for _, path := range sources(t) {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		expressions, problems := mixedOperators(path, string(text))
		require.Empty(t, problems)
		t.Logf("%s: %d expressions", path, expressions)
	}
}

func TestMixedOperatorsAreRefused(t *testing.T) {
	t.Parallel()
	for expression, refused := range map[string]bool{
		"aaa & bbb + ccc":                          true,
		"aaa + bbb & ccc":                          true,
		"aaa - bbb & ccc":                          true,
		"aaa & (bbb - ccc + ddd)":                  true,
		"(aaa & bbb) + ccc & ddd":                  true,
		"par.all(aaa) & par.all(bbb) + ccc":        true,
		"par->aaa & par->bbb + ccc":                true,
		"aaa &\n\t\tbbb +\n\t\tccc":                true,
		"aaa & /* or */ bbb // and\n":              false,
		"aaa & (bbb + ccc)":                        false,
		"(aaa & bbb) - ccc":                        false,
		"aaa + bbb + ccc":                          false,
		"aaa & (bbb + (ccc - ddd)) & eee":          false,
		"par.all(aaa) & (par.all(bbb) + ccc)":      false,
		"par->aaa":                                 false,
		"aaa\n\trelation other: user // a + b & c": false,
	} {
		text := "definition doc {\n\tpermission ppp = " + expression + "\n\tpermission qqq = aaa\n}"
		expressions, problems := mixedOperators("example.zed", text)
		require.Equal(t, 2, expressions, expression)
		require.Equal(t, refused, len(problems) > 0, "%s: %v", expression, problems)
	}
}

// mixedOperators counts the permission expressions of a source, and names each
// in which two operators meet without parentheses between them.
func mixedOperators(path, text string) (expressions int, problems []string) {
	tokens := lexer.NewFlaggableLexer(lexer.Lex(input.Source(path), text))
	defer tokens.Close()
	var name string
	inExpression := false
	operators := []string{""} // one for each parenthesis that is open
	for {
		token := tokens.NextToken()
		switch token.Kind {
		case lexer.TokenTypeEOF:
			return expressions, problems
		case lexer.TokenTypeError:
			return expressions, append(problems, path+": "+token.Error)
		case lexer.TokenTypeKeyword:
			if token.Value == "permission" {
				expressions++
				name, inExpression, operators = "", true, []string{""}
			}
		case lexer.TokenTypeIdentifier:
			if name == "" {
				name = token.Value
			}
		case lexer.TokenTypeSyntheticSemicolon, lexer.TokenTypeSemicolon, lexer.TokenTypeRightBrace:
			inExpression = false
		case lexer.TokenTypeLeftParen:
			operators = append(operators, "")
		case lexer.TokenTypeRightParen:
			operators = operators[:max(1, len(operators)-1)]
		case lexer.TokenTypePlus, lexer.TokenTypeAnd, lexer.TokenTypeMinus:
			last := &operators[len(operators)-1]
			if inExpression && *last != "" && *last != token.Value {
				problems = append(problems, fmt.Sprintf("%s: permission %s mixes %q and %q: write parentheses", path, name, *last, token.Value))
			}
			*last = token.Value
		}
	}
}
