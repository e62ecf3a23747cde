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
// is too long for one record has parts, all of one revision:
//
//	{"time":"2026-11-26T09:30:00.25Z","v":1,"kind":"change",
//	 "recorded":"2026-11-26T09:30:00.26Z","revision":"GhUK…","part":1,"parts":2,
//	 "actor":"ada","by":"remit sync","purpose":"sync","source":"people/",
//	 "source_digest":"sha256:…","plan":"sha256:…",
//	 "changes":[{"resource":"client:veldzicht/c-1042","relation":"client#practitioner","subject":"user:veldzicht/anna"},
//	            {"resource":"tenant:veldzicht","relation":"tenant#member","subject":"user:veldzicht/frank","gone":true}]}
//
// One that began, prolonged or ended emergency access, as its changes tell, whatever
// its metadata do:
//
//	{"time":"…","v":1,"kind":"emergency","recorded":"…","revision":"…",
//	 "actor":"ada","by":"remit emergency","purpose":"start","reason":"found unresponsive",
//	 "changes":[{"resource":"client:veldzicht/c-1003","relation":"client#emergency","subject":"user:veldzicht/anna",
//	             "caveat":"emergency_access","context":"{\"reason\":…,\"since\":…,\"until\":…}","expires":"…"}]}
//
// One that changed the schema. The text is missing, and the digest, where the schema
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
// "from", up to that of the entry, at which the state was found that is in the
// snapshot:
//
//	{"time":"…","v":1,"kind":"gap","recorded":"…","revision":"…",
//	 "gap":{"from":"…","why":"the engine no longer holds its history since then"},
//	 "snapshot":{"digest":"sha256:…","relationships":40219}}
package entry
