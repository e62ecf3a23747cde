package xlsx

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader/source"
)

// numberFormat is how a cell shows a number.
type numberFormat int

const (
	// plain shows the digits of a whole number, and nothing else.
	plain numberFormat = iota
	// dressed shows something else: zeros before it, points in it, a unit.
	dressed
	// date shows a day or a time.
	date
)

// readFormats reads how the styles of cells show numbers.
func (b *workbook) readFormats(part string) error {
	var styles struct {
		Custom []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			ID int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := b.container.decode(part, &styles); err != nil {
		return err
	}
	custom := map[int]numberFormat{}
	for _, f := range styles.Custom {
		custom[f.ID] = formatOf(f.Code)
	}
	for _, cell := range styles.Cells {
		format, ok := custom[cell.ID]
		if !ok {
			format = builtin(cell.ID)
		}
		b.formats = append(b.formats, format)
	}
	return nil
}

// builtin is a format that every workbook has (ECMA-376, part 1, 18.8.30), also
// those of only some languages, which are dates.
func builtin(id int) numberFormat {
	switch {
	case id == 0, id == 1, id == 49: // General, 0, text
		return plain
	case id >= 14 && id <= 22, id >= 27 && id <= 36, id >= 45 && id <= 47, id >= 50 && id <= 58, id >= 71 && id <= 81:
		return date
	}
	return dressed
}

// literal is what a format code shows as it is, or that is a colour or a condition;
// [h] and its like are times.
var literal = regexp.MustCompile(`"[^"]*"?|\\.|_.|\*.|\[[^\]hmsHMS][^\]]*\]`)

func formatOf(code string) numberFormat {
	switch code = strings.ToLower(literal.ReplaceAllString(code, "")); {
	case code == "general", code == "0", code == "@":
		return plain
	case strings.ContainsAny(strings.ReplaceAll(code, "general", ""), "ymdhs"):
		return date
	}
	return dressed
}

// maxDigits is how many a spreadsheet keeps of a number: what follows is zeros.
const maxDigits = 1e15

// whole writes a number as its digits. Its error says why it is none that can be
// told from the text that somebody may have meant.
func whole(written string) (string, error) {
	n, err := strconv.ParseFloat(strings.TrimSpace(written), 64)
	switch {
	case err != nil || math.IsInf(n, 0) || math.IsNaN(n):
		return "", phrase.Errorf("holds %q as a number, which it is not", written)
	case math.Abs(n) >= maxDigits:
		return "", phrase.Errorf("holds the number %s, of which a spreadsheet keeps 15 digits: the others are lost; format the column as text and write it again", written)
	case n != math.Trunc(n):
		return "", phrase.Errorf("holds the number %s: whether it was written so cannot be known; format the column as text and write it again", written)
	}
	return strconv.FormatInt(int64(n), 10), nil
}

// dates read a date as a moment. Without a zone there is none.
type dates struct {
	zone     *time.Location
	from1904 bool
}

// moment writes a date and time as RFC 3339.
func (d dates) moment(written string) (string, error) {
	days, err := strconv.ParseFloat(strings.TrimSpace(written), 64)
	const first, last = 61, 2_958_465 // a spreadsheet has a 29 February 1900, which is day 60
	switch {
	case err != nil || !(days >= first && days <= last):
		return "", phrase.Errorf("holds the date %q, which is none", written)
	case d.zone == nil:
		return "", phrase.Errorf("holds a date, which says no time zone: write the end as text, such as 2027-03-31T18:00:00+02:00, or set time_zone in the settings")
	case days == math.Trunc(days):
		return "", phrase.Errorf("holds a date without a time: whether its beginning or its end is meant cannot be known; write a time with it, such as 23:59")
	}
	epoch := time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)
	if d.from1904 {
		epoch = time.Date(1904, time.January, 1, 0, 0, 0, 0, time.UTC)
	}
	day, part := math.Modf(days)
	wall := epoch.AddDate(0, 0, int(day)).Add(time.Duration(math.Round(part*86400)) * time.Second)
	at, err := source.Local(wall, d.zone)
	if err != nil {
		return "", phrase.Errorf("holds %w", err)
	}
	return at.Format(time.RFC3339), nil
}
