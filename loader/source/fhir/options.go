package fhir

import (
	"slices"
	"strings"
	"time"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/suggest"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/loader/source/internal/web"
)

// Server is the server whose search is read.
type Server = web.Server

// Options say how FHIR is read. The tenant must be set; the other zero values are
// those that their comments name.
type Options struct {
	// Tenant is the tenant of everything that is read: a domain of Koppeltaal.
	Tenant source.OneTenant `yaml:"tenant"`
	// Server is read by a Service, at the address of its FHIR interface, such as
	// https://koppeltaal.example/api/v1/DOMAIN/fhir/r4. A Format reads files.
	Server Server `yaml:"server"`
	// Resources are the types that a server is asked for; none: CareTeam, of which
	// there must be one, Practitioner, PractitionerRole and Patient.
	Resources []string `yaml:"resources"`
	// ClientSystem and UserSystem are the systems of the identifiers that are the
	// ids of clients and of users. Blank: the ids are those of the Patient and the
	// Practitioner. A citizen number is refused.
	ClientSystem string `yaml:"client_system"`
	UserSystem   string `yaml:"user_system"`
	// Users makes a user without roles of every Practitioner. It is off: users and
	// their groups are another source's, and a link is by its user's id.
	Users bool `yaml:"users"`
	// LoginPrefix and a Patient's id make the user id of the client's own login,
	// active if the Patient is. Blank: clients' logins are another source's.
	LoginPrefix string `yaml:"login_prefix"`
	// Codes are participants' roles beside the usual ones, "system|code" to the role
	// of a link, or to "" for a code that gives nothing and is not worth a warning.
	Codes map[string]string `yaml:"codes"`
	// TimeZone is where a period without a time of day ends, such as
	// Europe/Amsterdam. Blank: such a period is a problem.
	TimeZone string `yaml:"time_zone"`
	// Now is when periods are looked at; zero is when they are read.
	Now time.Time `yaml:"-"`
}

// types are the resources that count.
func types() []string { return []string{"CareTeam", "Practitioner", "PractitionerRole", "Patient"} }

// wants says whether a type is asked for.
func (r *reading) wants(name string) bool {
	return len(r.options.Resources) == 0 || slices.Contains(r.options.Resources, name)
}

// citizen are the systems of the Dutch citizen number, which must not be copied
// around.
func citizen() []string {
	return []string{"http://fhir.nl/fhir/NamingSystem/bsn", "urn:oid:2.16.840.1.113883.2.4.6.3"}
}

const snomed = "http://snomed.info/sct"

// usual are the codes that Koppeltaal and nl-core use, exactly: a kind of a kind of
// practitioner is none. Those with a blank have no role in the model.
func usual() map[string]string {
	codes := map[string]string{snomed + "|405623001": "practitioner"}
	for _, nothing := range []string{"224608005", "768821004", "407542009", "310391000146105", "125677006", "62071000"} {
		codes[snomed+"|"+nothing] = ""
	}
	return codes
}

// check refuses what cannot be meant.
func (o Options) check() (*time.Location, error) {
	for _, name := range o.Resources {
		if !slices.Contains(types(), name) {
			return nil, phrase.Errorf("fhir: resources: %q is not read: they are %s%s", name, strings.Join(types(), ", "), suggest.DidYouMean(name, types()))
		}
	}
	for _, system := range []string{o.ClientSystem, o.UserSystem} {
		if slices.Contains(citizen(), system) {
			return nil, phrase.Errorf("fhir: a citizen number is no id: it must not be copied around; leave client_system and user_system blank, or name another system")
		}
	}
	for code := range o.Codes {
		if system, value, found := strings.Cut(code, "|"); !found || system == "" || value == "" {
			return nil, phrase.Errorf(`fhir: codes: %q: write it as "system|code", such as %q`, code, snomed+"|405623001")
		}
	}
	if o.TimeZone == "" {
		return nil, nil
	}
	zone, err := time.LoadLocation(o.TimeZone)
	if err != nil {
		return nil, phrase.Errorf("fhir: time_zone: %w", err)
	}
	return zone, nil
}
