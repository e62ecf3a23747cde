// Package files opens the files that somebody names and makes new ones, so that
// what was looked at is what is read, and nobody else has a hand in what is
// written.
package files
