package fhir

import (
	"cmp"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/remit-authz/remit/loader/source/internal/jsondoc"
)

// bundle is a page of a search, or a file of resources.
type bundle struct {
	ResourceType string  `json:"resourceType"`
	Type         string  `json:"type"`
	Total        *int    `json:"total"`
	Link         []link  `json:"link"`
	Entry        []entry `json:"entry"`
}

type link struct {
	Relation string `json:"relation"`
	URL      string `json:"url"`
}

// links are the addresses of a relation, such as "next".
func (b bundle) link(relation string) string {
	for _, l := range b.Link {
		if l.Relation == relation {
			return l.URL
		}
	}
	return ""
}

type entry struct {
	FullURL  string         `json:"fullUrl"`
	Resource jsontext.Value `json:"resource"`
	Search   struct {
		Mode string `json:"mode"`
	} `json:"search"`
}

// header is what every resource has. Whoever does not understand a modifier
// extension or implicit rules must not use the resource: they can turn its sense.
type header struct {
	ResourceType  string           `json:"resourceType"`
	ID            string           `json:"id"`
	ImplicitRules string           `json:"implicitRules"`
	Modifiers     []jsontext.Value `json:"modifierExtension"`
}

type careTeam struct {
	Status      string        `json:"status"`
	Subject     reference     `json:"subject"`
	Period      period        `json:"period"`
	Participant []participant `json:"participant"`
}

type participant struct {
	Role      []concept        `json:"role"`
	Member    reference        `json:"member"`
	Period    period           `json:"period"`
	Modifiers []jsontext.Value `json:"modifierExtension"`
}

type concept struct {
	Coding []coding `json:"coding"`
	Text   string   `json:"text"`
}

type coding struct {
	System string `json:"system"`
	Code   string `json:"code"`
}

type period struct {
	Start string `json:"start"`
	End   string `json:"end"`
}

type reference struct {
	Reference string `json:"reference"`
}

type identifier struct {
	System string `json:"system"`
	Value  string `json:"value"`
	Use    string `json:"use"`
}

type person struct {
	Identifier []identifier `json:"identifier"`
	Active     *bool        `json:"active"`
	Name       []struct {
		Text   string   `json:"text"`
		Given  []string `json:"given"`
		Family string   `json:"family"`
	} `json:"name"`
	Telecom []struct {
		System string `json:"system"`
		Value  string `json:"value"`
	} `json:"telecom"`
}

func (p person) name() string {
	for _, n := range p.Name {
		return cmp.Or(n.Text, strings.Join(append(n.Given, n.Family), " "))
	}
	return ""
}

func (p person) email() string {
	for _, t := range p.Telecom {
		if t.System == "email" {
			return t.Value
		}
	}
	return ""
}

type practitionerRole struct {
	Active       *bool     `json:"active"`
	Practitioner reference `json:"practitioner"`
	Period       period    `json:"period"`
}

// found is a resource where it stands.
type found struct {
	header
	document *jsondoc.Document
	pointer  jsontext.Pointer
	raw      jsontext.Value
}
