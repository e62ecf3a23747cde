package boltstore

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"io"
)

// What bbolt's pages look like, in the byte order of the machine. bbolt itself
// trusts what is in a page: it panics, faults or goes round in circles over one
// that is damaged. So pages are looked at here before they are given to it.
const (
	pageHeaderSize   = 16
	elementSize      = 16 // of branches and leaves
	bucketHeaderSize = 16

	branchPage   = 0x01
	leafPage     = 0x02
	freelistPage = 0x10

	bucketElement = 0x01

	headMagic   = 0xED0CDAED
	headVersion = 2
	headSize    = 56 // without its checksum

	// manyFree in the header of a list of free pages says that their number
	// comes first in the list.
	manyFree = 0xFFFF

	// deepest is more than any tree in a file of this age of the world has.
	deepest = 40
)

var native = binary.NativeEndian

// head is one of the two pages at the start: where a committed transaction has
// its root, its list of free pages, and the end of its pages.
type head struct{ root, free, top, transaction uint64 }

// readHeads reads both, and returns the newer one. bbolt goes on with the other
// where one is damaged, which is the transaction before: a revocation would be
// undone in silence.
func readHeads(file io.ReaderAt, pageSize int) (newest head, err error) {
	for id := range int64(2) {
		data := make([]byte, headSize+8)
		if _, err := file.ReadAt(data, id*int64(pageSize)+pageHeaderSize); err != nil {
			return head{}, damaged("head %d: %v", id, err)
		}
		sum := fnv.New64a()
		_, _ = sum.Write(data[:headSize]) // it never fails: see hash.Hash
		if native.Uint32(data) != headMagic || native.Uint32(data[4:]) != headVersion || native.Uint64(data[headSize:]) != sum.Sum64() {
			return head{}, damaged("head %d is not as it was written, so the last transaction may be missing", id)
		}
		h := head{root: native.Uint64(data[16:]), free: native.Uint64(data[32:]), top: native.Uint64(data[40:]), transaction: native.Uint64(data[48:])}
		if id == 0 || h.transaction > newest.transaction {
			newest = h
		}
	}
	return newest, nil
}

// page is one page with those that it flows over into, or the page inside the
// value of a small bucket.
type page struct {
	kind, count int
	data        []byte
}

// decodePage wants the whole page, and no more.
func decodePage(id uint64, data []byte) (page, error) {
	if len(data) < pageHeaderSize || native.Uint64(data) != id {
		return page{}, fmt.Errorf("page %d is another one", id)
	}
	return page{kind: int(native.Uint16(data[8:])), count: int(native.Uint16(data[10:])), data: data}, nil
}

// element is one entry of a page: of a branch the page below it, of a leaf the
// value.
type element struct {
	key, value []byte
	below      uint64
	isBucket   bool
}

// element takes apart the entry with the given index, less than count.
func (p page) element(i int) (element, error) {
	at, after := pageHeaderSize+i*elementSize, pageHeaderSize+p.count*elementSize
	if after > len(p.data) {
		return element{}, fmt.Errorf("no room for %d entries", p.count)
	}
	number := func(field int) int { return int(native.Uint32(p.data[at+4*field:])) }
	var flags, pos, keySize, valueSize int
	if p.kind == branchPage {
		pos, keySize = number(0), number(1)
	} else {
		flags, pos, keySize, valueSize = number(0), number(1), number(2), number(3)
	}
	start := at + pos
	if flags > bucketElement || start < after || start+keySize+valueSize > len(p.data) {
		return element{}, fmt.Errorf("entry %d makes no sense", i)
	}
	e := element{key: p.data[start : start+keySize], value: p.data[start+keySize : start+keySize+valueSize], isBucket: flags == bucketElement}
	if p.kind == branchPage {
		e.below = native.Uint64(p.data[at+8:])
	}
	return e, nil
}

// freeIDs are the pages in a list of free ones.
func (p page) freeIDs() ([]byte, error) {
	list, count := p.data[pageHeaderSize:], uint64(p.count)
	if p.count == manyFree && len(list) >= 8 {
		list, count = list[8:], native.Uint64(list)
	}
	if p.kind != freelistPage || count > uint64(len(list)/8) {
		return nil, fmt.Errorf("is no list of %d free pages", count)
	}
	return list[:count*8], nil
}

// inOrder says whether a key is where a search would find it: not before the
// least, behind the last, before the end. Nil stands for no bound.
func inOrder(key, least, last, end []byte) bool {
	return (least == nil || bytes.Compare(key, least) >= 0) &&
		(last == nil || bytes.Compare(key, last) > 0) &&
		(end == nil || bytes.Compare(key, end) < 0)
}
