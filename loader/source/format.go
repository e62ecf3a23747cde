package source

import "io/fs"

// Format is one way in which a source is written.
type Format interface {
	// Name is what people call it: "csv".
	Name() string
	// Recognizes says whether the files look like it.
	Recognizes(*Files) bool
	// Decode turns the files into records. What it does not understand is a problem
	// of the records; an error means that they could not be read.
	Decode(*Files) (Records, error)
}

// Options say what a source may hold. The zero value is the careful one.
type Options struct {
	// AllowInvisible takes ids with characters that nobody sees or that turn the
	// direction of text (schema.Hidden), such as the joiners in some Persian and
	// Indic names. Two such ids may look alike.
	AllowInvisible bool
	// Tersely leaves the warnings out, which take a third of the time.
	Tersely bool
}

// Read reads a folder whole, in a format. It is strict: anything that it does not
// understand is a problem, and with any problem there is no source. An *Error
// lists the problems of the content; any other error means that the folder or a
// file of it could not be read, or that its files are longer than 256 MiB
// together. Neither is ever an empty source.
func (o Options) Read(f Format, folder fs.FS) (Source, error) {
	records, err := Decode(f, NewFiles(folder))
	if err != nil {
		return Source{}, err
	}
	return o.Check(records)
}

// Decode decodes files that somebody may have looked at already, with the digest of
// what was read.
func Decode(f Format, files *Files) (Records, error) {
	records, err := f.Decode(files)
	records.Digest = files.Digest()
	return records, err
}
