package fhir

import (
	"slices"
	"strings"
	"time"

	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/loader/source/internal/jsondoc"
	"github.com/remit-authz/remit/schema"
)

// reading is one reading of everything: what a team names is only looked up once
// all of it is there.
type reading struct {
	options Options
	codes   map[string]string
	zone    *time.Location
	now     time.Time
	records source.Records
	// base is the address of the server, or blank.
	base  string
	pages []page
	// named are the resources by "Practitioner/1", order is how they came, and
	// addressed are those names by their full addresses.
	named     map[string]found
	order     []string
	addressed map[string]string
	links     map[linkKey]int // where in records.Links
	ids       map[string]string
	wrong     bool // something was not read
	nothing   map[string]*nothing
	reasons   []string
}

func newReading(o Options) (*reading, error) {
	zone, err := o.check()
	if err != nil {
		return nil, err
	}
	r := &reading{options: o, codes: usual(), zone: zone, now: o.Now, named: map[string]found{},
		addressed: map[string]string{}, links: map[linkKey]int{}, ids: map[string]string{}, nothing: map[string]*nothing{}}
	if r.now.IsZero() {
		r.now = time.Now()
	}
	for code, role := range o.Codes {
		r.codes[code] = role
	}
	return r, o.Tenant.Add(&r.records)
}

// finish makes records of all that was kept.
func (r *reading) finish() source.Records {
	if !r.wrong && r.wants("CareTeam") && !slices.ContainsFunc(r.order, func(name string) bool { return r.named[name].ResourceType == "CareTeam" }) {
		r.records.Problem(source.Links, source.Position{Part: &source.Part{Name: "fhir"}}, "there is no CareTeam: an empty answer is no empty caseload; leave it out of resources if there are none")
	}
	for _, name := range r.order {
		switch one := r.named[name]; one.ResourceType {
		case "CareTeam":
			r.team(one)
		case "Patient":
			r.client(one)
		case "Practitioner":
			r.user(one)
		case "PractitionerRole":
			// It counts where a team names it.
		default:
			r.gives(one.document.At(one.pointer, nil), "a "+schema.Quote(one.ResourceType)+" gives nothing here")
		}
	}
	for _, reason := range r.reasons {
		n := r.nothing[reason]
		if n.times == 1 {
			r.records.Warn(n.first, "%s", reason)
		} else {
			r.records.Warn(n.first, "%s, and %d more such", reason, n.times-1)
		}
	}
	return r.records
}

// nothing counts what gives nothing for one reason.
type nothing struct {
	first source.Position
	times int
}

// gives notes that something gives nothing, once for each reason.
func (r *reading) gives(at source.Position, reason string) {
	if r.nothing[reason] == nil {
		r.nothing[reason] = &nothing{first: at}
		r.reasons = append(r.reasons, reason)
	}
	r.nothing[reason].times++
}

func (r *reading) client(one found) {
	id, ok := r.id(one, r.options.ClientSystem)
	if !ok {
		return
	}
	at := one.document.At(one.pointer, map[string]string{"id": "id", "account": "id", "status": "active"})
	row := source.ClientRow{At: at, Tenant: r.options.Tenant.ID, ID: id}
	if r.options.LoginPrefix != "" {
		row.Account = r.options.LoginPrefix + id
		if _, status, ok := r.person(one); ok {
			r.records.Users = append(r.records.Users, source.UserRow{At: at, Tenant: row.Tenant, ID: row.Account, Status: status})
		}
	}
	r.records.Clients = append(r.records.Clients, row)
}

func (r *reading) user(one found) {
	if !r.options.Users {
		return
	}
	id, ok := r.id(one, r.options.UserSystem)
	if !ok {
		return
	}
	if p, status, ok := r.person(one); ok {
		at := one.document.At(one.pointer, map[string]string{"id": "id", "status": "active", "name": "name", "email": "telecom"})
		r.records.Users = append(r.records.Users, source.UserRow{At: at, Tenant: r.options.Tenant.ID, ID: id, Name: p.name(), Email: p.email(), Status: status})
	}
}

// person reads a Patient or a Practitioner that says whether it is active.
func (r *reading) person(one found) (person, string, bool) {
	p, err := jsondoc.Decode[person](one.document, one.raw, one.pointer)
	switch {
	case err != nil:
		r.partial(err)
		return person{}, "", false
	case p.Active == nil:
		r.problem(one.document, one.pointer, "does not say whether it is active")
		return person{}, "", false
	case *p.Active:
		return p, string(source.Active), true
	}
	return p, string(source.Inactive), true
}

// id is the resource's own, or its one identifier of a system. What is wrong with
// it is told once.
func (r *reading) id(one found, system string) (string, bool) {
	if system == "" {
		return one.ID, true
	}
	name := one.ResourceType + "/" + one.ID
	id, met := r.ids[name]
	if !met {
		id = r.identifier(one, system)
		r.ids[name] = id
	}
	return id, id != ""
}

func (r *reading) identifier(one found, system string) string {
	p, err := jsondoc.Decode[person](one.document, one.raw, one.pointer)
	if err != nil {
		r.partial(err)
		return ""
	}
	var values []string
	for _, i := range p.Identifier {
		if i.System == system && i.Use != "old" {
			values = append(values, i.Value)
		}
	}
	if len(values) != 1 || values[0] == "" {
		r.problem(one.document, one.pointer+"/identifier", "has %d identifiers of the system %s: it must have one, which is its id", len(values), shown(system))
		return ""
	}
	return values[0]
}

// resolve finds what a reference names: "Practitioner/1", an address of the
// server's or of an entry.
// The name is what it comes down to, also where there is none such.
func (r *reading) resolve(ref reference) (one found, name string, ok bool) {
	name, known := r.addressed[ref.Reference]
	if !known {
		name = ref.Reference
		if r.base != "" {
			name = strings.TrimPrefix(name, r.base+"/")
		}
		name, _, _ = strings.Cut(name, "/_history/")
	}
	one, ok = r.named[name]
	return one, name, ok
}

func shown(s string) string { return schema.Shown(s) }
