//go:build unix

package boltfile

import "golang.org/x/sys/unix"

// readAhead says of a mapping that all of it is about to be read: bbolt has said
// that little of it is, and then each page is fetched from the disk by itself.
func readAhead(mapped []byte) error { return unix.Madvise(mapped, unix.MADV_SEQUENTIAL) }

// mapAhead is how much address space is taken for a file of a size. bbolt stops all
// readers to take more, which a long backup would prolong.
func mapAhead(size int) int { return max(1<<30, 2*size) }
