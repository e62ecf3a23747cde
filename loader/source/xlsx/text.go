package xlsx

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
)

// text is the text of a cell, whole or in runs of one look each. How it is
// pronounced (rPh) is not of it.
type text struct {
	Whole []string `xml:"t"`
	Runs  []struct {
		Text []string `xml:"t"`
	} `xml:"r"`
}

func (t text) String() string {
	parts := t.Whole
	for _, run := range t.Runs {
		parts = append(parts, run.Text...)
	}
	return unescape(strings.Join(parts, ""))
}

// readTexts reads the texts that cells share.
func (b *workbook) readTexts(part string) error {
	var shared struct {
		Items []text `xml:"si"`
	}
	if err := b.container.decode(part, &shared); err != nil {
		return err
	}
	for _, item := range shared.Items {
		b.texts = append(b.texts, item.String())
	}
	return nil
}

// escaped is a UTF-16 unit that XML cannot hold, or that is written so.
var escaped = regexp.MustCompile(`(?:_x[0-9A-Fa-f]{4}_)+`)

// unescape decodes "_x000D_" and its like (ECMA-376, part 1, 22.4.2.4).
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	return escaped.ReplaceAllStringFunc(s, func(run string) string {
		var units []uint16
		for i := 0; i < len(run); i += len("_x0000_") {
			unit, _ := strconv.ParseUint(run[i+2:i+6], 16, 16) // the expression has seen to it
			units = append(units, uint16(unit))
		}
		return string(utf16.Decode(units))
	})
}
