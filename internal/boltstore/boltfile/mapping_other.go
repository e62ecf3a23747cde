//go:build !unix

package boltfile

// readAhead has nothing to say where bbolt has said nothing of the mapping.
func readAhead([]byte) error { return nil }

// mapAhead takes no more than there is: Windows makes the file as long as its mapping.
func mapAhead(int) int { return 0 }
