package csv

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader/source"
)

const (
	utf8Name    = "utf-8"
	windowsName = "windows-1252"
)

// encodings are those that somebody can name.
func encodings() []string { return []string{utf8Name, windowsName} }

// SaveAsUTF8 is what to do in a spreadsheet.
func SaveAsUTF8() phrase.Phrase { return phrase.Of(`save it as "CSV UTF-8" (File, Save as)`) }

// text is the content of a people's file as UTF-8. Its error says what to do.
func (o Options) text(content []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(content, []byte("\xFF\xFE")):
		return utf16(content, unicode.LittleEndian)
	case bytes.HasPrefix(content, []byte("\xFE\xFF")):
		return utf16(content, unicode.BigEndian)
	case bytes.IndexByte(content, 0) >= 0:
		return nil, phrase.Errorf("has NUL characters, as UTF-16 without a byte order mark has: %s", SaveAsUTF8())
	case o.Encoding == windowsName:
		return windows(content)
	case !utf8.Valid(content):
		return nil, phrase.Errorf("is not UTF-8: %s, or say encoding: %s in the options of the source if that is what it is", SaveAsUTF8(), windowsName)
	}
	return source.WithoutBOM(content), nil
}

// utf16 refuses half a character, which has no letter.
func utf16(content []byte, order unicode.Endianness) ([]byte, error) {
	text, err := unicode.UTF16(order, unicode.ExpectBOM).NewDecoder().Bytes(content)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		return nil, phrase.Errorf("is UTF-16 with half a character in it: it was not saved whole")
	}
	return text, nil
}

func windows(content []byte) ([]byte, error) {
	ascii := bytes.IndexFunc(content, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
	if !ascii && utf8.Valid(content) {
		return nil, phrase.Errorf("is UTF-8, and encoding says %s, which would change its letters: leave encoding out", windowsName)
	}
	return charmap.Windows1252.NewDecoder().Bytes(content)
}
