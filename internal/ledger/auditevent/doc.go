// Package auditevent says the entries of a ledger as AuditEvent resources of FHIR R4
// (http://hl7.org/fhir/R4/auditevent.html), after IHE's Basic Audit Log Patterns (BALP,
// https://profiles.ihe.net/ITI/BALP), for whoever collects those of all systems of an
// institution. One entry is one resource, which names the entry: by its id, and by an
// entity of the system urn:remit:record. What the resource leaves out is in that entry,
// and that it is as it was recorded is proved of the entry.
//
// Who and what is said by identifiers, never by names: a user of veldzicht is
//
//	{"system":"urn:remit:user","value":"veldzicht/anna"}
//
// and urn:remit: with another type is an object of that; actor, key, via, program,
// schema and campaign are what the record calls so.
//
// What an entry is:
//
//	decision about one's reading of a client    rest, read, R; allowed: BALP's PatientRead
//	decision about anything else                110113, AuthZ-Role of BALP, E
//	list                                        rest, search-type, E; its question in base64
//	emergency access                            110113, 110127 started or 110138 stopped, E
//	review, of that or of grants                ISO 21089 verify, E
//	role                                        110113, 110136 security roles changed, E
//	link, place of an object                    110113, 110135 object security attributes changed, E
//	account active, login                       110113, 110137 user security attributes changed, E
//	switch, schema                              110113, 110129 security configuration, E
//	refused act                                 110113, 110132 use of restricted function, E
//	key                                         110113, 110137, E
//	recording begun, or on again                110113, 110134 audit recording started, E
//	another record in the place of a known one  110113, 110133, E
//	gap, answers lost, recording ended          110113, 110133 audit recording stopped, E
//	pruned                                      ISO 21089 destroy, D
//
// The outcome is by its value set: 0 for what was done or allowed; 4, "often equivalent to
// an HTTP 400 response", for what was denied, is conditional, or was refused; 8,
// "equivalent to an HTTP 500 response", for what could not be answered or recorded. An
// error is so never a denial. (An example of BALP has 8 for a denial, which the
// value set does not bear out.) BALP's PatientRead is claimed in meta.profile, and only
// of what it is of: a success, whose reader is known. What is recorded is the
// decision; that the dossier was read then, the application knows.
//
// An emergency, and what was allowed by one, has the purpose of use BTG (break the glass).
// No entry has the network address of whoever asked: it is said to be unknown.
package auditevent
