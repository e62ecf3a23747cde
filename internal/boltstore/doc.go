// Package boltstore is a durable SpiceDB datastore in one bbolt file, for one
// process.
//
// # What is in the file
//
// Seven buckets. "relationships" holds every version of every relationship by
// resource, "subjects" the same versions by subject, and "usersets" those whose
// subject has a relation, again by resource: the three questions that SpiceDB
// asks (is this link there, what does this subject have, which groups does this
// resource name) are each a few seeks whatever the store holds. "expirations"
// holds the end of every live relationship that has one, "definitions" the
// versions of schema, caveats and counters, and "log" what each transaction
// changed, for Watch and for garbage collection. "meta" says whose file it is.
//
// A key ends in its revision, newest first, and a deletion is a version too. So
// a write only ever adds, a snapshot read takes for each relationship the first
// version that is not newer than its revision, and garbage collection removes
// what was superseded before the window.
//
// # Layers
//
// Each package uses those before it. clock numbers the history; boltfile is the
// file, its tables and its pages; index holds the relationships and definition the
// versions of the schema; changelog is what each transaction did, for Watch and for
// garbage collection. On top of them this package is SpiceDB's datastore.
//
// # Revisions and expiry
//
// A revision is a count of nanoseconds that grows with every transaction and
// follows the clock. SpiceDB keeps answers in a cache by revision, and the
// entries outlive an expired relationship. Here the revision also moves when a
// relationship expires: the store knows the next expiration, and the first
// question after it gets a new revision, fully consistent or not. Between a
// write and the next expiration it stands still, so that cached answers stay of
// use. A row whose end has passed is hidden from every reader at any revision.
//
// Without a token an answer may be as old as Options.Quantization: a write of
// relationships is seen after that at the latest, an expiration and a change of
// the schema at once.
//
// While a transaction runs, its revision is taken but its content is not there
// yet. The head then moves in the gap of a thousand revisions that is left below
// it, so that what was read at a revision never changes.
//
// # Damage
//
// Every row is sealed with a checksum over its table, its key and its value, and
// each read holds what it comes to to its seal. The state in "meta" holds for each
// table how many rows it has and the sum of their seals, so that a row which a
// damaged page hides is missed by whoever reads the whole: Open before anything
// else, Verify, and a slow scrub while the store is open. Pages are looked at
// before bbolt is given them. Damage that was met ends all answers.
//
// # Durability
//
// A transaction has returned only when its pages and then the page that points
// at them were synced, so a crash at any moment leaves the last acknowledged
// state or more, by whole transactions. A write that fails, on a full disk too,
// changes nothing.
//
// Those two syncs are most of what a write takes. Writers who wait for their turn while
// another one runs go into the file with it, by one commit: each reads what those before it
// have written, has a revision of its own, and is acknowledged after the syncs. One that
// fails has left nothing in the pages; whoever has to write there before its end (a
// definition, or reading what it has itself written) first has the others kept. A lone
// writer waits for both syncs, as before.
package boltstore
