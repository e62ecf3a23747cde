package phrase

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// Printer says phrases in one language. The zero value says them in English.
type Printer struct {
	language  int
	translate func(Phrase) string
}

// NewPrinter is a printer of a language, by its number (schema.Language), for which
// translate says phrases. It is given those without a translation, too, and says their
// arguments itself (Value).
func NewPrinter(language int, translate func(Phrase) string) Printer {
	return Printer{language, translate}
}

// Language is the number of the language: 0 is English.
func (p Printer) Language() int { return p.language }

// Say is a text by its English one, a format of package fmt.
func (p Printer) Say(format string, args ...any) string {
	if p.translate == nil {
		return Sprintf(format, readable(args)...)
	}
	return p.translate(Of(format, args...))
}

// Value is what a text says of an argument: a Sayer says itself, what an error wraps
// is said in its place, and anything else is as package fmt has it.
func (p Printer) Value(v any) string {
	switch v := v.(type) {
	case Sayer:
		return v.Say(p)
	case interface{ Said() (string, []any) }: // an error of who knows of no phrases
		format, args := v.Said()
		return p.Value(Errorf(format, args...))
	case *fs.PathError:
		return p.inWords(v.Path, v.Err)
	case *os.LinkError:
		return p.inWords(v.New, v.Err)
	case *net.OpError:
		return p.reaching(v)
	case error:
		return p.wrapping(v)
	}
	return fmt.Sprint(v)
}

// inWords is what a system says of a file, without the name of its call.
func (p Printer) inWords(name string, err error) string {
	if p.translate == nil {
		return name + ": " + err.Error()
	}
	name = filepath.Clean(name) // a folder is opened as folder/.
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return p.Say("%s: there is no such file or folder", name)
	case errors.Is(err, fs.ErrPermission):
		return p.Say("%s: the system does not permit it", name)
	case errors.Is(err, fs.ErrExist):
		return p.Say("%s: it is there already", name)
	case errors.Is(err, syscall.EISDIR):
		return p.Say("%s: it is a folder", name)
	case errors.Is(err, syscall.ENOTDIR):
		return p.Say("%s: a part of it is no folder", name)
	case errors.Is(err, syscall.ENOSPC):
		return p.Say("%s: the disk is full", name)
	case errors.Is(err, syscall.EROFS):
		return p.Say("%s: nothing can be written there", name)
	}
	return p.Say("%s: %s", name, p.Value(err))
}

// reaching is what a system says of an address.
func (p Printer) reaching(err *net.OpError) string {
	address := ""
	if err.Addr != nil {
		address = err.Addr.String()
	}
	var unknown *net.DNSError
	var wrong *net.AddrError
	switch {
	case p.translate == nil:
	case errors.As(err, &unknown):
		return p.Say("%s: no machine is known by that name", unknown.Name)
	case errors.As(err, &wrong):
		return p.Say("%s: it is no address: write it as HOST:PORT, with a port up to 65535", wrong.Addr)
	case errors.Is(err, syscall.EADDRINUSE):
		return p.Say("%s: somebody listens there already: stop that, or choose another port", address)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return p.Say("%s: this machine has no such address", address)
	case errors.Is(err, syscall.ECONNREFUSED):
		return p.Say("%s: nobody answers there", address)
	case errors.Is(err, fs.ErrPermission):
		return p.Say("%s: the system does not permit it", address)
	}
	return err.Error()
}

// wrapping is the text of an error that is no phrase, in which those that it wraps
// are said in the language.
func (p Printer) wrapping(err error) string {
	text := err.Error()
	if p.translate == nil {
		return text
	}
	if _, said, is := strings.Cut(text, " desc = "); is && strings.HasPrefix(text, "rpc error: code = ") {
		return said // without the framing of gRPC
	}
	within := wrapped(err)
	if len(within) == 0 && !strings.Contains(text, "%") {
		return p.translate(Key(text)) // a library's, which has no words but these
	}
	for _, inner := range within {
		text = strings.Replace(text, inner.Error(), p.Value(inner), 1)
	}
	return text
}

// wrapped are the errors that one wraps, and no further.
func wrapped(err error) []error {
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		return many.Unwrap()
	}
	if one := errors.Unwrap(err); one != nil {
		return []error{one}
	}
	return nil
}
