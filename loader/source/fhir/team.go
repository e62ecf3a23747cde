package fhir

import (
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/loader/source/internal/jsondoc"
)

// team makes links of an active care team.
func (r *reading) team(one found) {
	t, err := jsondoc.Decode[careTeam](one.document, one.raw, one.pointer)
	if err != nil {
		r.partial(err)
		return
	}
	at := one.document.At(one.pointer+"/status", nil)
	switch t.Status {
	case "active":
	case "proposed", "suspended", "inactive", "entered-in-error":
		r.gives(at, "a care team that is "+t.Status+" gives nothing")
		return
	default:
		r.problem(one.document, one.pointer+"/status", "status %q does not exist: it is one of proposed, active, suspended, inactive, entered-in-error", t.Status)
		return
	}
	client, ok := r.subject(one, t.Subject)
	if !ok {
		return
	}
	for i, p := range t.Participant {
		r.participant(one, one.pointer+jsontext.Pointer(fmt.Sprintf("/participant/%d", i)), client, t, p)
	}
}

// subject is the id of the client.
func (r *reading) subject(one found, ref reference) (string, bool) {
	at := one.pointer + "/subject"
	patient, _, ok := r.resolve(ref)
	if !ok {
		r.problem(one.document, at, "names %s, which is not among the patients that were read", shown(ref.Reference))
		return "", false
	}
	if patient.ResourceType != "Patient" {
		r.gives(one.document.At(at, nil), "a care team of a "+patient.ResourceType+" gives nothing: its subject is no patient")
		return "", false
	}
	return r.id(patient, r.options.ClientSystem)
}

func (r *reading) participant(one found, at jsontext.Pointer, client string, t careTeam, p participant) {
	if len(p.Modifiers) > 0 {
		r.problem(one.document, at, "has a modifierExtension, which can turn what it says into its opposite: it is not known here")
		return
	}
	roles, ok := r.roles(one, at, p.Role)
	if !ok || len(roles) == 0 {
		return
	}
	user, periods, ok := r.member(one, at+"/member", p.Member)
	if !ok {
		return
	}
	until, ok := r.within(one, at, append(periods, t.Period, p.Period))
	if !ok {
		return
	}
	position := one.document.At(at, map[string]string{"user": "member", "role": "role", "until": "period"})
	for _, role := range roles {
		r.link(source.LinkRow{At: position, Tenant: r.options.Tenant.ID, User: user, Role: role, Object: "client:" + client, Until: until})
	}
}

// roles are those of a participant, by codes that are met exactly.
func (r *reading) roles(one found, at jsontext.Pointer, concepts []concept) ([]string, bool) {
	if len(concepts) == 0 {
		r.gives(one.document.At(at, nil), "a participant without a role gives nothing")
	}
	var roles []string
	for i, c := range concepts {
		where := at + jsontext.Pointer(fmt.Sprintf("/role/%d", i))
		meanings, unknown := r.meanings(c)
		switch {
		case len(meanings) > 1:
			r.problem(one.document, where, "has codes of one meaning that mean different things: %s", strings.Join(codesOf(c), ", "))
			return nil, false
		case len(meanings) == 1 && meanings[0] != "":
			roles = append(roles, meanings[0])
		default:
			r.gives(one.document.At(where, nil), noRole(unknown, c))
		}
	}
	slices.Sort(roles)
	return slices.Compact(roles), true
}

// meanings are what the codes of a concept stand for, each once.
func (r *reading) meanings(c concept) (meanings []string, unknown bool) {
	for _, code := range c.Coding {
		meaning, known := r.codes[code.System+"|"+code.Code]
		if known && !slices.Contains(meanings, meaning) {
			meanings = append(meanings, meaning)
		}
	}
	return meanings, len(meanings) == 0
}

func noRole(unknown bool, c concept) string {
	codes := strings.Join(codesOf(c), ", ")
	switch {
	case codes == "":
		return "a participant's role without a code gives nothing"
	case unknown:
		return "the code " + codes + " is not known: it gives nothing; if it stands for a role, name it under codes in the settings"
	}
	return "the code " + codes + " stands for no role here: it gives nothing"
}

func codesOf(c concept) []string {
	var codes []string
	for _, code := range c.Coding {
		codes = append(codes, shown(code.System+"|"+code.Code))
	}
	return codes
}

// member is the id of the user, with the periods of a PractitionerRole on the way.
func (r *reading) member(one found, at jsontext.Pointer, ref reference) (string, []period, bool) {
	m, name, ok := r.resolve(ref)
	if !ok {
		if kind, _, _ := strings.Cut(name, "/"); slices.Contains([]string{"RelatedPerson", "Organization", "CareTeam", "Patient"}, kind) {
			r.gives(one.document.At(at, nil), "a participant that is a "+kind+" gives nothing")
			return "", nil, false
		}
		r.problem(one.document, at, "names %s, which is not among the practitioners that were read", shown(ref.Reference))
		return "", nil, false
	}
	switch m.ResourceType {
	case "Practitioner":
		id, ok := r.active(m)
		return id, nil, ok
	case "PractitionerRole":
		return r.inRole(m)
	}
	r.gives(one.document.At(at, nil), "a participant that is a "+m.ResourceType+" gives nothing")
	return "", nil, false
}

// inRole is the practitioner of a PractitionerRole that is active.
func (r *reading) inRole(m found) (string, []period, bool) {
	role, err := jsondoc.Decode[practitionerRole](m.document, m.raw, m.pointer)
	if err != nil {
		r.partial(err)
		return "", nil, false
	}
	if role.Active != nil && !*role.Active {
		r.gives(m.document.At(m.pointer+"/active", nil), "a participant in a PractitionerRole that is not active gives nothing")
		return "", nil, false
	}
	p, _, ok := r.resolve(role.Practitioner)
	if !ok || p.ResourceType != "Practitioner" {
		r.problem(m.document, m.pointer+"/practitioner", "names %s, which is not among the practitioners that were read", shown(role.Practitioner.Reference))
		return "", nil, false
	}
	id, ok := r.active(p)
	return id, []period{role.Period}, ok
}

// active is the id of a practitioner, unless they are inactive: whatever another
// source says of them, a link would be one too many.
func (r *reading) active(one found) (string, bool) {
	p, err := jsondoc.Decode[person](one.document, one.raw, one.pointer)
	switch {
	case err != nil:
		r.partial(err)
		return "", false
	case p.Active != nil && !*p.Active:
		r.gives(one.document.At(one.pointer+"/active", nil), "a participant that is an inactive Practitioner gives nothing")
		return "", false
	}
	return r.id(one, r.options.UserSystem)
}
