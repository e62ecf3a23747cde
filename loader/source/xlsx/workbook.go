package xlsx

import (
	"path"
	"strings"

	"github.com/remit-authz/remit/internal/phrase"
)

// workbook is what the sheets need to be read.
type workbook struct {
	container
	sheets []sheet
	// texts are the values of cells that share them.
	texts []string
	// formats are those of numbers, by the style of a cell.
	formats []numberFormat
	// from1904 says that dates count from 1904, as they did on old Macs.
	from1904 bool
}

// sheet is one of the workbook.
type sheet struct {
	name, part string
	// table is false for charts, dialogs and macros.
	table, hidden bool
}

// relationships are where the parts are that a part names.
type relationships struct {
	Relationship []struct {
		ID     string `xml:"Id,attr"`
		Type   string `xml:",attr"`
		Target string `xml:",attr"`
	}
}

type sheetList struct {
	WorkbookPr struct {
		Date1904 bool `xml:"date1904,attr"`
	} `xml:"workbookPr"`
	Sheets []struct {
		Name  string `xml:"name,attr"`
		State string `xml:"state,attr"`
		ID    string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		// Strict is the same in the strict kind of workbook.
		Strict string `xml:"http://purl.oclc.org/ooxml/officeDocument/relationships id,attr"`
	} `xml:"sheets>sheet"`
}

func open(content []byte, limit int64) (*workbook, error) {
	c, err := openContainer(content, limit)
	if err != nil {
		return nil, err
	}
	if c.has("vbaproject.bin") {
		return nil, phrase.Errorf("it has macros: save it as a workbook without macros (.xlsx)")
	}
	b := &workbook{container: c}
	main, err := b.main()
	if err != nil {
		return nil, err
	}
	return b, b.readMain(main)
}

// main is the part that lists the sheets.
func (b *workbook) main() (string, error) {
	var root relationships
	if err := b.container.decode("_rels/.rels", &root); err != nil {
		return "", err
	}
	for _, r := range root.Relationship {
		if path.Base(r.Type) == "officeDocument" {
			return key(r.Target), nil
		}
	}
	return "", phrase.Errorf("it names no list of sheets: it is another kind of document")
}

func (b *workbook) readMain(main string) error {
	var list sheetList
	if err := b.container.decode(main, &list); err != nil {
		return err
	}
	b.from1904 = list.WorkbookPr.Date1904
	var related relationships
	folder, file := path.Split(main)
	if err := b.container.decode(folder+"_rels/"+file+".rels", &related); err != nil {
		return err
	}
	byID := map[string]sheet{}
	for _, r := range related.Relationship {
		part := key(path.Join(folder, r.Target))
		if strings.HasPrefix(r.Target, "/") {
			part = key(r.Target)
		}
		var err error
		switch path.Base(r.Type) {
		case "sharedStrings":
			err = b.readTexts(part)
		case "styles":
			err = b.readFormats(part)
		}
		if err != nil {
			return err
		}
		byID[r.ID] = sheet{part: part, table: path.Base(r.Type) == "worksheet"}
	}
	for _, s := range list.Sheets {
		one := byID[s.ID+s.Strict]
		one.name, one.hidden = s.Name, s.State != "" && s.State != "visible"
		b.sheets = append(b.sheets, one)
	}
	return nil
}
