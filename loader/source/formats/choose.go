package formats

import (
	"reflect"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/strictyaml"
	"github.com/remit-authz/remit/internal/suggest"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/loader/source/baton"
	"github.com/remit-authz/remit/loader/source/csv"
	"github.com/remit-authz/remit/loader/source/document"
	"github.com/remit-authz/remit/loader/source/fhir"
	"github.com/remit-authz/remit/loader/source/ldap"
	"github.com/remit-authz/remit/loader/source/mindbridge"
	"github.com/remit-authz/remit/loader/source/minddistrict"
	"github.com/remit-authz/remit/loader/source/xlsx"
	"github.com/remit-authz/remit/schema"
)

// All are the formats. A new one is a package of its own and a line here.
func All() []Known {
	return []Known{
		known("csv", func(o csv.Options) source.Format { return csv.Dialects{Options: o} }, nil),
		known("fhir", func(o fhir.Options) source.Format { return fhir.Format{Options: o} }, func(o fhir.Options) source.Service { return fhir.Service{Options: o} }),
		known("mindbridge", func(o mindbridge.Options) source.Format { return mindbridge.Format{Options: o} }, func(o mindbridge.Options) source.Service { return mindbridge.Service{Options: o} }),
		known("minddistrict", func(o minddistrict.Options) source.Format { return minddistrict.Format{Options: o} }, func(o minddistrict.Options) source.Service { return minddistrict.Service{Options: o} }),
		known("xlsx", func(o xlsx.Options) source.Format { return xlsx.Format{Options: o} }, nil),
		known("document", func(struct{}) source.Format { return document.Format{} }, nil),
		known("baton", func(o baton.Options) source.Format { return baton.Format{Options: o} }, nil),
		known("ldap", nil, func(o ldap.Options) source.Service { return ldap.Service{Options: o} }),
	}
}

// Known is a format that settings can name.
type Known struct {
	Name string
	// Options is the type of its options: a struct, without fields for none.
	Options reflect.Type
	choose  func(options *yaml.Node, folder string) (Chosen, error)
}

// Chosen is a format with its options, or with those of its server. Each is nil
// where the source cannot be read so; the zero value recognizes files.
type Chosen struct {
	Format  source.Format
	Service source.Service
}

// known is a format by how it is made of its options; nil for what cannot be read
// so.
func known[O any](name string, format func(O) source.Format, service func(O) source.Service) Known {
	return Known{name, reflect.TypeFor[O](), func(options *yaml.Node, folder string) (c Chosen, err error) {
		var o O
		if err := strictyaml.Decode(options, &o, folder); err != nil {
			return Chosen{}, err
		}
		if v, ok := any(o).(interface{ Validate() error }); ok {
			if err := v.Validate(); err != nil {
				return Chosen{}, err
			}
		}
		if format != nil {
			c.Format = format(o)
		}
		if service != nil {
			c.Service = service(o)
		}
		return c, nil
	}}
}

// Choose is the format of a name with its options, as settings in a folder have
// them. An unknown key is an error with its line.
func Choose(name string, options *yaml.Node, folder string) (Chosen, error) {
	var names []string
	for _, k := range All() {
		if k.Name == name {
			return k.choose(options, folder)
		}
		names = append(names, k.Name)
	}
	return Chosen{}, phrase.Errorf("format %s is not known: they are %s%s", schema.Quote(name), strings.Join(names, ", "), suggest.DidYouMean(name, names))
}

// recognized are the formats of files, without options.
func recognized() []source.Format {
	var formats []source.Format
	for _, k := range All() {
		if c, err := k.choose(&yaml.Node{}, ""); err == nil && c.Format != nil {
			formats = append(formats, c.Format)
		}
	}
	return formats
}
