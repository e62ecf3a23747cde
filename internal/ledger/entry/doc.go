// Package entry is what the records of a ledger say: the format, version 1, how it
// is written and read, and the states and the emergencies that follow from it.
//
// A record is one JSON object on one line, its time first. References are written
// as everywhere (client:veldzicht/c-1042): ids only, no name of a person. A reader
// of this version refuses an entry of another version or of a kind that it does not
// know, and takes no notice of further fields. (Examples are broken into lines here,
// and revisions are short.)
//
// A transaction that changed relationships, with what its metadata say of it. Its
// time is that of the commit where the datastore's revisions tell it, and that of
// recording where they do not. "through" is there where the stream of changes
// vouched for this transaction by another revision than its own. A transaction that
// is too long for one record has parts, all of one revision. "caller" is the id of the key
// that it came with, where the service that took it said so:
//
//	{"time":"2026-11-26T09:30:00.25Z","v":1,"kind":"change",
//	 "recorded":"2026-11-26T09:30:00.26Z","revision":"GhUK…","part":1,"parts":2,
//	 "actor":"ada","by":"remit sync","purpose":"sync","source":"people/",
//	 "source_digest":"sha256:…","plan":"sha256:…","caller":"k7f3",
//	 "changes":[{"resource":"client:veldzicht/c-1042","relation":"client#practitioner","subject":"user:veldzicht/anna"},
//	            {"resource":"tenant:veldzicht","relation":"tenant#member","subject":"user:veldzicht/frank","gone":true}]}
//
// One that began, prolonged, ended or reviewed emergency access, as its changes tell,
// whatever its metadata do. A review is a change of an object that stands for the access
// (relation.ReviewOf), its relation the finding, its subject the reviewer, and the
// reason of the transaction the note:
//
//	{"time":"…","v":1,"kind":"emergency","recorded":"…","revision":"…",
//	 "actor":"ada","by":"remit emergency","purpose":"start","reason":"found unresponsive",
//	 "changes":[{"resource":"client:veldzicht/c-1003","relation":"client#emergency","subject":"user:veldzicht/anna",
//	             "caveat":"emergency_access","context":"{\"reason\":…,\"since\":…,\"until\":…}","expires":"…"}]}
//
// One that changed the schema: the digest is that of schema.Digest, the same whatever order
// the engine keeps. The text is missing, and the digest, where the schema
// had been changed again before it could be read:
//
//	{"time":"…","v":1,"kind":"schema","recorded":"…","revision":"…",
//	 "schema":{"digest":"sha256:…","text":"definition user {}…"}}
//
// The whole state at a revision, in a file of its own (see WriteSnapshot): the first
// entry of every ledger, and another one every so many entries:
//
//	{"time":"…","v":1,"kind":"snapshot","recorded":"…","revision":"…",
//	 "snapshot":{"digest":"sha256:…","relationships":40213}}
//
// Changes that were made and that nobody can tell any more: after the revision
// "from", which was the newest until "since", up to that of the entry, at which the
// state was found that is in the snapshot:
//
//	{"time":"…","v":1,"kind":"gap","recorded":"…","revision":"…",
//	 "gap":{"from":"…","since":"2026-11-24T18:00:00Z","why":"the engine no longer holds its history since then"},
//	 "snapshot":{"digest":"sha256:…","relationships":40219}}
//
// What is no transaction has no revision that must be there, and lies in a ledger of
// its own beside an engine's. One that is not the ledger which its store knew says so:
//
//	{"time":"…","v":1,"kind":"replaced","recorded":"…",
//	 "replaced":{"why":"the record of 7 entries that there was, of the key …, was taken away"}}
//
// An answer, with the revision of its data:
//
//	{"time":"…","v":1,"kind":"decision","recorded":"…","revision":"…",
//	 "decision":{"user":"user:veldzicht/anna","permission":"client#view_dossier","object":"client:veldzicht/c-1042",
//	             "outcome":"allowed","operation":"check","source":"memory","via":"authzen","caller":"k7f3",
//	             "path":["client:veldzicht/c-1042#practitioner@user:veldzicht/anna",…],"role":"practitioner"}}
//
// Answers that were not recorded, and are counted:
//
//	{"time":"…","v":1,"kind":"dropped","recorded":"…","dropped":{"decisions":71,"since":"…","why":"the queue was full"}}
//
// Which answers are recorded from then on: off, denials, named, or all, and which part of
// the checks that are allowed; closed where whoever answers stopped, as it should:
//
//	{"time":"…","v":1,"kind":"recording","recorded":"…","answers":{"record":"all","share":1}}
//
// An act that was refused, so that no engine knows of it:
//
//	{"time":"…","v":1,"kind":"refused","recorded":"…","actor":"ada","by":"remit emergency",
//	 "refused":{"act":"emergency","user":"user:veldzicht/bram","objects":["client:veldzicht/c-1003"],"reasons":["…"]}}
//
// What was done about a caller's key, in a ledger beside the file of the keys:
//
//	{"time":"…","v":1,"kind":"key","recorded":"…","actor":"ada","key":{"does":"revoke","id":"k7f3"}}
//
// What was done in a review of grants, in a ledger of its own beside a store: the opening
// with all grants, in parts where they are many; decisions; reminders; the closing:
//
//	{"time":"…","v":1,"kind":"recertification","recorded":"…","actor":"ada",
//	 "recertification":{"does":"decide","campaign":0,"decisions":[
//	   {"grant":7,"decision":"revoke","by":"user:veldzicht/frank","reason":"left the ward","as":"holder"}]}}
//
// Whole files of older entries that were taken away, their hashes kept:
//
//	{"time":"…","v":1,"kind":"pruned","recorded":"…","actor":"ada","before":65536,"pruned":{"why":"kept for 43800h0m0s"}}
package entry
