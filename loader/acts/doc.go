// Package acts is what an application does in the model for one of its users:
// make an object and remove it, link a user to one and unlink them.
//
// Each act names who acts and is refused with a *RefusedError unless they hold
// the permission that the model's facts ask for: it is asked of the engine, fully
// consistent, just before the write. SpiceDB has no precondition on a permission,
// so what takes it away between the two, which are milliseconds, comes too late
// for this one act. What are relationships, the engine holds to in the very
// transaction that writes: that the acting user is active, that parents, objects
// and accounts are there, that an id is free.
//
// What is written is the application's: a sync leaves it alone until its source
// names the object, which it then takes over. An act whose error is no
// *RefusedError may have been done or not. Every call of the engine gets 30 seconds,
// unless the caller's context has a deadline of its own.
package acts
