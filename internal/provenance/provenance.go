// Package provenance is what a write says of itself in the metadata of its
// transaction: who, with what, what for and why. The one who writes says it; an
// engine only keeps it.
package provenance

import "google.golang.org/protobuf/types/known/structpb"

// Provenance is where a write comes from. What is blank is not said.
type Provenance struct {
	// Actor is who is answerable: a reference, or the name that a system knows
	// them by.
	Actor string
	// By is the program or the library that writes, such as "remit sync", or
	// the service, "remit serve".
	By string
	// Purpose is what it is done for: "sync", an act's name, or "start" of an
	// emergency.
	Purpose string
	// Reason is why, in somebody's words.
	Reason string
	// Source is what was loaded, SourceDigest its content, and Plan the digest of
	// the plan.
	Source, SourceDigest, Plan string
	// Caller is the id of the key that it came with, as whoever serves the engine found
	// out: the one thing that no writer says of itself.
	Caller string
}

// said are the fields by their names in the metadata.
func (p *Provenance) said() map[string]*string {
	return map[string]*string{
		"actor": &p.Actor, byField: &p.By, "purpose": &p.Purpose, "reason": &p.Reason,
		"source": &p.Source, "source_digest": &p.SourceDigest, "plan_digest": &p.Plan,
		callerField: &p.Caller,
	}
}

// Metadata is the provenance as a transaction carries it. The caller may add to
// it.
func (p Provenance) Metadata() *structpb.Struct {
	m := &structpb.Struct{Fields: map[string]*structpb.Value{}}
	for name, value := range p.said() {
		if *value != "" {
			m.Fields[name] = structpb.NewStringValue(*value)
		}
	}
	return m
}

// Of is what the metadata of a transaction say, whoever wrote them: what is no
// text, and what has another name, is not read.
func Of(m *structpb.Struct) Provenance {
	var p Provenance
	for name, value := range p.said() {
		*value = m.GetFields()[name].GetStringValue()
	}
	return p
}
