// Package schema is the model of remit: who may do what in an audit firm and
// in a care institution, as a SpiceDB schema, with its names as Go constants,
// references to objects, and the roles with their labels.
//
// It imports nothing outside the standard library, so that whoever asks
// questions with these names links nothing else.
package schema

import _ "embed"

//go:generate go run ../internal/schemagen

//go:embed schema.zed
var text string

// Text is the whole model as one SpiceDB schema, as it is written to an
// engine. It is generated from tenant.zed, audit.zed and care.zed.
func Text() string { return text }
