package strictyaml

import (
	"errors"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// What the library says of a text that is none, and of a value that does not fit.
var (
	syntaxAt      = regexp.MustCompile(`^yaml: (?:line ([0-9]+): )?`)
	unknownAnchor = regexp.MustCompile(`^unknown anchor '(.*)' referenced$`)
	typeAt        = regexp.MustCompile("(?s)^line ([0-9]+): cannot unmarshal (!!?[^ ]*)(?: `(.*)`)? into (.+)$")
)

// InWords says an error of the YAML library in words for who wrote the text.
func InWords(err error) error {
	var wrong *yaml.TypeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &wrong):
		lines := make([]error, len(wrong.Errors))
		for i, one := range wrong.Errors {
			lines[i] = mismatch(one)
		}
		return errors.Join(lines...)
	}
	at := syntaxAt.FindStringSubmatch(err.Error())
	if at == nil {
		return err
	}
	why := said(err.Error()[len(at[0]):])
	if at[1] == "" {
		return phrase.Errorf("is not YAML: %w", why)
	}
	return phrase.Errorf("line %s: is not YAML: %w; look at the blanks, brackets and quotes there and just before", at[1], why)
}

// said is what the library finds wrong, which languages have word for word unless it names
// something.
func said(what string) error {
	if name := unknownAnchor.FindStringSubmatch(what); name != nil {
		return phrase.Errorf("*%s means what &%s names, and nothing is named so", name[1], name[1])
	}
	return errors.New(what)
}

// mismatch is one value that does not fit.
func mismatch(said string) error {
	found := typeAt.FindStringSubmatch(said)
	if found == nil {
		return errors.New(said)
	}
	what := phrase.Literal(schema.Quote(found[3]))
	switch found[2] {
	case "!!map":
		what = phrase.Of("a key with its value")
	case "!!seq":
		what = phrase.Of("a list")
	}
	return phrase.Errorf("line %s: %s is %s", found[1], what, missed(found[4]))
}

// missed says what a value is not, for a type of Go's.
func missed(typ string) phrase.Phrase {
	switch {
	case typ == "bool":
		return phrase.Of("neither true nor false")
	case typ == "time.Duration":
		return phrase.Of("no time such as 30m")
	case strings.HasPrefix(typ, "int"), strings.HasPrefix(typ, "uint"):
		return phrase.Of("no whole number")
	case strings.HasPrefix(typ, "float"):
		return phrase.Of("no number")
	case strings.HasPrefix(typ, "[]"):
		return phrase.Of("no list")
	case typ == "string", typ == "schema.TenantID", typ == "schema.Type", typ == "source.Kind":
		return phrase.Of("no text")
	}
	return phrase.Of("not a key with its value")
}
