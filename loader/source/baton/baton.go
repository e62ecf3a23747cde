// Package baton decodes what ConductorOne's connectors deliver, as
// `baton grants -o json` prints it: who has which entitlement, which a table makes
// into roles and links.
package baton

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
)

// Format is the output of `baton grants -o json`, one file of it.
type Format struct{ Options Options }

var _ source.Format = Format{}

// Name is "baton".
func (Format) Name() string { return "baton" }

// Recognizes says whether a JSON file begins with grants.
func (Format) Recognizes(files *source.Files) bool {
	found, err := outputs(files)
	return err == nil && len(found) > 0
}

var beginning = regexp.MustCompile(`^\s*\{\s*"grants"\s*:`)

func outputs(files *source.Files) ([]string, error) {
	return files.Like(isJSON, func(_ string, content []byte) bool { return beginning.Match(content) })
}

func isJSON(name string) bool { return strings.EqualFold(path.Ext(name), ".json") }

// Decode reads the one output.
func (f Format) Decode(files *source.Files) (source.Records, error) {
	table, err := f.Options.table()
	if err != nil {
		return source.Records{}, err
	}
	found, err := outputs(files)
	switch {
	case err != nil:
		return source.Records{}, err
	case len(found) != 1:
		return source.Records{}, phrase.Errorf("there are %d files of `baton grants -o json` in it: leave one", len(found))
	}
	content, err := files.Read(found[0])
	if err != nil {
		return source.Records{}, err
	}
	var out output
	if err := json.Unmarshal(source.WithoutBOM(content), &out); err != nil {
		return source.Records{}, phrase.Errorf("%s is not the whole output of `baton grants -o json`: %w", schema.Shown(found[0]), err)
	}
	if len(out.Grants) == 0 {
		return source.Records{}, phrase.Errorf("%s names no grant: an empty answer is not an empty firm; has the connector been run?", schema.Shown(found[0]))
	}
	d, err := newDecoder(found[0], f.Options, table)
	if err != nil {
		return source.Records{}, err
	}
	d.decode(out.Grants)
	return d.records, nil
}

// output is what counts of it. Of what is not named here connectors write much.
type output struct {
	Grants []grant `json:"grants"`
}

type grant struct {
	Grant struct {
		Entitlement entitlement `json:"entitlement"`
		Principal   resource    `json:"principal"`
	} `json:"grant"`
	Entitlement entitlement `json:"entitlement"`
	Resource    resource    `json:"resource"`
	Principal   resource    `json:"principal"`
}

type entitlement struct {
	ID string `json:"id"`
}

type resource struct {
	ID          resourceID       `json:"id"`
	DisplayName string           `json:"displayName"`
	Annotations []jsontext.Value `json:"annotations"`
	Status      struct {
		Status string `json:"status"`
	} `json:"status"`
}

type resourceID struct {
	Type string `json:"resourceType"`
	ID   string `json:"resource"`
}

// trait is what a connector says of a person.
type trait struct {
	Type   string  `json:"@type"`
	Emails []email `json:"emails"`
	Status struct {
		Status string `json:"status"`
	} `json:"status"`
	AccountType string `json:"accountType"`
}

type email struct {
	Address string `json:"address"`
	Primary bool   `json:"isPrimary"`
}

// trait is the one of a user; false if there is none.
func (r resource) trait() (trait, bool, error) {
	for _, raw := range r.Annotations {
		var kind struct {
			Type string `json:"@type"`
		}
		if err := json.Unmarshal(raw, &kind); err != nil {
			return trait{}, false, phrase.Errorf("has an annotation that is no object")
		}
		if !strings.HasSuffix(kind.Type, "/c1.connector.v2.UserTrait") {
			continue
		}
		var t trait
		if err := json.Unmarshal(raw, &t); err != nil {
			return trait{}, false, phrase.Errorf("has a UserTrait that cannot be read: %w", err)
		}
		return t, true, nil
	}
	return trait{}, false, nil
}

// email is the primary address, or the only one.
func (t trait) email() string {
	i := max(0, slices.IndexFunc(t.Emails, func(e email) bool { return e.Primary }))
	if i < len(t.Emails) {
		return t.Emails[i].Address
	}
	return ""
}

// status is the account's: what is disabled anywhere is inactive.
func (r resource) status(t trait, unknown string) (string, error) {
	said := []string{strings.TrimPrefix(t.Status.Status, "STATUS_"), strings.TrimPrefix(r.Status.Status, "RESOURCE_STATUS_")}
	status := ""
	for _, s := range said {
		switch s {
		case "DISABLED", "DELETED":
			return string(source.Inactive), nil
		case "ENABLED":
			status = string(source.Active)
		case "", "UNSPECIFIED":
		default:
			return "", phrase.Errorf("has the status %q, which is not known", s)
		}
	}
	if status == "" {
		status = unknown
	}
	if status == "" {
		return "", phrase.Errorf("has no status: set unknown_status in the settings to what such an account is")
	}
	return status, nil
}
