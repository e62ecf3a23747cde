package xlsx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/phrase"
)

const (
	// unpacked is how many bytes the parts have together if nobody says otherwise.
	unpacked = 1 << 30
	// inMemory is how many bytes a part has at most that is held whole: the texts
	// of all cells, at the most.
	inMemory = 256 << 20
)

// container is the zip file, whose parts are found by name whatever their case.
type container struct{ parts map[string]*zip.File }

func openContainer(content []byte, limit int64) (container, error) {
	c := container{map[string]*zip.File{}}
	if limit == 0 {
		limit = unpacked
	}
	switch {
	case bytes.HasPrefix(content, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		return c, phrase.Errorf("it has a password, or is of an older kind: save it as a workbook (.xlsx) without a password")
	case !bytes.HasPrefix(content, []byte("PK")):
		return c, phrase.Errorf("it is not a workbook, whatever its name says: save it as a workbook (.xlsx)")
	}
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return c, phrase.Errorf("%w: it was not copied or saved whole: copy it again", err)
	}
	left := uint64(max(limit, 0))
	for _, part := range z.File {
		// What a part says of its size is held to when it is read.
		if part.UncompressedSize64 > left {
			return c, phrase.Errorf("unpacked it is longer than %d MiB: raise max_unpacked_bytes if that is right", limit>>20)
		}
		left -= part.UncompressedSize64
		name := key(part.Name)
		if _, twice := c.parts[name]; twice {
			return c, phrase.Errorf("it has two parts %q: open it and save it again", part.Name)
		}
		c.parts[name] = part
	}
	return c, nil
}

func key(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// has says whether there is a part of a file name, in any folder.
func (c container) has(base string) bool {
	for name := range c.parts {
		if path.Base(name) == base {
			return true
		}
	}
	return false
}

// open opens a part, which must be there.
func (c container) open(name string) (io.ReadCloser, error) {
	part, ok := c.parts[key(name)]
	if !ok {
		return nil, phrase.Errorf("its part %q is missing: it is not a whole workbook", name)
	}
	r, err := part.Open()
	return r, partError(name, err)
}

// decode decodes a part into value: all of it, and nothing after it.
func (c container) decode(name string, value any) error {
	r, err := c.open(name)
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }() // it was read
	content, err := files.ReadAll(r, inMemory)
	if errors.Is(err, files.ErrTooLong) {
		return phrase.Errorf("its part %q is longer than %d MiB", name, inMemory>>20)
	}
	if err == nil {
		d := xml.NewDecoder(bytes.NewReader(content))
		if err = d.Decode(value); err == nil {
			err = nothingMore(d)
		}
	}
	return partError(name, err)
}

// nothingMore reads to the end.
func nothingMore(d *xml.Decoder) error {
	for {
		token, err := d.Token()
		switch _, element := token.(xml.StartElement); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case element:
			return phrase.Errorf("it goes on after its end")
		}
	}
}

func partError(name string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, io.EOF):
		err = io.ErrUnexpectedEOF
	}
	return phrase.Errorf("its part %q cannot be read: %w: the file is damaged or not whole", name, err)
}
