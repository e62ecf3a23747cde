// Package source is what a source of users, roles and links says, whatever
// format it is written in.
//
// A [Format] only decodes: it turns files into [Records], rows of text of which
// each knows where it stands. [Options.Check] is the one check of them, and makes
// a [Source], in which every reference names a record and every role fits.
package source
