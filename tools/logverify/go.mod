// The verifier as a program of its own: of remit it has the one package that holds a
// record to its checkpoint, and beside that the standard library.
module github.com/remit-authz/remit/tools/logverify

go 1.26.6

replace github.com/remit-authz/remit => ../..

require github.com/remit-authz/remit v0.0.0
