// Package ledger keeps an append-only record of lines in a folder, as a Merkle
// log with signed checkpoints: whoever kept a checkpoint can tell whether anything
// before it was changed, taken out, put in another order or cut off since.
//
// The hashes are those of RFC 6962, a checkpoint is a signed note of C2SP's
// tlog-checkpoint. The folder holds
//
//	records/000000000000.jsonl  the records, a line each, 65,536 in a file, which
//	                            is named by the number of its first record
//	records/000000000000.hashes a file whose records were pruned: their hashes
//	hashes                      the tree, for proofs; made anew where it is missing
//	checkpoint                  how many records there are and the tree's root, signed
//	covered                     up to when they tell everything, signed
//	public                      the key that tells who signed
//	key                         the secret half, for its owner only
//	lock                        held by the one that writes
//	reserve                     room for what is to be appended when the disk is full
//
// Package ledger/entry is what the records say, ledger/recorder what writes them.
// Package ledger/verify holds such a folder to its checkpoint, and shares no code
// with this package.
package ledger
