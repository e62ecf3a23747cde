// Package checker answers who may do what: may they, on which, and who else.
//
// A [Question] names a subject, a permission and a resource with the names of
// package schema. A [Checker] puts it to an engine (SpiceDB's gRPC API, in the
// process or dialled) and hands back a [Decision]. Three things hold for every
// answer:
//
//   - It allows only when the engine said so without reserve. A denial is an
//     answer; everything that is not a whole, well-formed answer is an error.
//   - Time is the asker's. Emergency access and invitations end by a condition
//     whose "now" travels with every question, so that an answer is exact at
//     the moment of asking, whatever an engine has cached. The clocks of the
//     machines that ask must therefore be kept right.
//   - Users act in their own tenant only. Whoever asks across tenants is
//     denied here, before the engine: the model's relations cannot compare the
//     tenants in two ids, so a relationship written by hand could name a
//     stranger.
//
// Middleware for net/http is in checker/httpauth, interceptors for gRPC are in
// checker/grpcauth. An application that imports any of them links no SpiceDB
// server.
package checker
