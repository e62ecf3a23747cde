package schema_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/remit-authz/remit/internal/random"
	"github.com/remit-authz/remit/schema"
)

// anyText draws texts with every kind of character that a terminal obeys or
// hides, and some that are no UTF-8.
func anyText() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.StringOf(rapid.OneOf(
			rapid.RuneFrom([]rune("\"\\ax:/ \n\r\t\x1b\u0085\u00a0\u00ad\u034f\u115f\u200b\u200d\u202e\u2028\u2066\u2800\u3164\ufe0f\ufeff\U000e0041\U000e0101\U0010ffff")),
			rapid.RuneFrom(nil, unicode.Latin, unicode.Arabic, unicode.Han, unicode.C, unicode.Z, unicode.M),
		)),
		rapid.String(),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
	)
}

// What is shown holds nothing that is hidden, stands for one text only, and is
// read back.
func TestShown(t *testing.T) {
	t.Parallel()
	random.Check(t, func(t *rapid.T) {
		s := anyText().Draw(t, "text")
		for _, shown := range []string{schema.Shown(s), schema.Quote(s), schema.Escape(s)} {
			require.False(t, strings.ContainsFunc(shown, func(r rune) bool { return !schema.Visible(r) }), "%+q", shown)
		}
		back, err := strconv.Unquote(schema.Quote(s))
		require.NoError(t, err)
		require.Equal(t, s, back)
		if shown := schema.Shown(s); shown != s {
			require.Equal(t, schema.Quote(s), shown)
		} else {
			require.False(t, strings.HasPrefix(s, `"`))
		}
	})
}

func TestShownIsReadable(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                       "",
		"anna":                   "anna",
		"zoë müller":             "zoë müller",
		"نورا":                   "نورا",
		"山田":                     "山田",
		`a\b"c`:                  `a\b"c`,
		`"a"`:                    `"\"a\""`,
		"an\u200bna":             `"an\u200bna"`,
		"zoë\n\\":                `"zoë\n\\"`,
		"a\x00\x1b\u0085\u2028":  `"a\x00\x1b\u0085\u2028"`,
		"a\u3164\U000e0001\xff":  `"a\u3164\U000e0001\xff"`,
		"een\u00a0vaste\tspatie": `"een\u00a0vaste\tspatie"`,
	} {
		require.Equal(t, want, schema.Shown(in))
	}
}

// Every character that Unicode says has no place of its own in a line, or turns
// it round, is hidden; letters, digits and the like are not.
func TestHidden(t *testing.T) {
	t.Parallel()
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if r >= 0xD800 && r <= 0xDFFF {
			continue // no character
		}
		_, hidden := schema.Hidden(string(r))
		switch {
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Bidi_Control, unicode.Join_Control,
			unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point):
			require.True(t, hidden, "U+%04X", r)
		case strings.ContainsRune("\u2800\U00013441\U00013442\U0001d159", r):
			require.True(t, hidden, "U+%04X", r)
		default:
			require.False(t, hidden, "U+%04X", r)
		}
		if hidden {
			require.False(t, schema.Visible(r), "U+%04X", r)
		}
	}
	r, hidden := schema.Hidden("an\u200bn\u202ea")
	require.True(t, hidden)
	require.Equal(t, '\u200b', r)
}

// The loader refuses a blank reason, and the caveat gives nothing for one: both
// go by the same characters.
func TestBlankIsTheCaveats(t *testing.T) {
	t.Parallel()
	written := regexp.MustCompile(`reason\.matches\(("[^"]*")\)`).FindStringSubmatch(schema.Text())
	require.NotNil(t, written)
	pattern, err := strconv.Unquote(written[1])
	require.NoError(t, err)
	something := regexp.MustCompile(pattern)
	for r := rune(0); r <= unicode.MaxRune; r++ {
		require.Equal(t, !something.MatchString(string(r)), schema.Blank(string(r)), "U+%04X", r)
	}
	for _, blank := range []string{"", " ", "\t\n", "\u00a0", "\u3164", "\u2800", "\u115f", "\u1160", "\ufe0f", "\u0301",
		"\u200b\u200d", "\u202e", "\ufeff", "\U000e0041", "\U0001d159", " \u3164 \u2800\ufe0f"} {
		require.True(t, schema.Blank(blank), "%+q", blank)
		require.False(t, something.MatchString(blank), "%+q", blank)
	}
	for _, said := range []string{"?", "crisis", "7", "€", "é", "e\u0301", "危", "أزمة", "❤\ufe0f", "\u3164x"} {
		require.False(t, schema.Blank(said), "%+q", said)
		require.True(t, something.MatchString(said), "%+q", said)
	}
}
