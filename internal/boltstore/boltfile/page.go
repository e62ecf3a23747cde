package boltfile

import (
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"io"
)

// What bbolt's pages look like, in the byte order of the machine. bbolt itself
// trusts what is in a page: it panics, faults or goes round in circles over one
// that is damaged. So pages are looked at here before they are given to it.
const (
	PageHeaderSize   = 16
	ElementSize      = 16 // of branches and leaves
	bucketHeaderSize = 16

	BranchPage   = 0x01
	LeafPage     = 0x02
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

// Native is the byte order of the pages.
var Native = binary.NativeEndian

// Head is one of the two pages at the start: where a committed transaction has
// its root, its list of free pages, and the end of its pages.
type Head struct{ Root, Free, top, Transaction uint64 }

// ReadHeads reads both, and returns the newer one. bbolt goes on with the other
// where one is damaged, which is the transaction before: a revocation would be
// undone in silence.
func ReadHeads(file io.ReaderAt, pageSize int) (newest Head, err error) {
	for id := range int64(2) {
		data := make([]byte, headSize+8)
		if _, err := file.ReadAt(data, id*int64(pageSize)+PageHeaderSize); err != nil {
			return Head{}, Damaged("head %d: %v", id, err)
		}
		sum := fnv.New64a()
		_, _ = sum.Write(data[:headSize]) // it never fails: see hash.Hash
		if Native.Uint32(data) != headMagic || Native.Uint32(data[4:]) != headVersion || Native.Uint64(data[headSize:]) != sum.Sum64() {
			return Head{}, Damaged("head %d is not as it was written, so the last transaction may be missing", id)
		}
		h := Head{Root: Native.Uint64(data[16:]), Free: Native.Uint64(data[32:]), top: Native.Uint64(data[40:]), Transaction: Native.Uint64(data[48:])}
		if id == 0 || h.Transaction > newest.Transaction {
			newest = h
		}
	}
	return newest, nil
}

// Page is one page with those that it flows over into, or the page inside the
// value of a small bucket.
type Page struct {
	Kind, count int
	data        []byte
}

// DecodePage wants the whole page, and no more.
func DecodePage(id uint64, data []byte) (Page, error) {
	if len(data) < PageHeaderSize || Native.Uint64(data) != id {
		return Page{}, fmt.Errorf("page %d is another one", id)
	}
	return Page{Kind: int(Native.Uint16(data[8:])), count: int(Native.Uint16(data[10:])), data: data}, nil
}

// Element is one entry of a page: of a branch the page below it, of a leaf the
// value.
type Element struct {
	Key, Value []byte
	below      uint64
	isBucket   bool
}

// Element takes apart the entry with the given index, less than count.
func (p Page) Element(i int) (Element, error) {
	at, after := PageHeaderSize+i*ElementSize, PageHeaderSize+p.count*ElementSize
	if after > len(p.data) {
		return Element{}, noRoom(p.count)
	}
	number := func(field int) int { return int(Native.Uint32(p.data[at+4*field:])) }
	var flags, pos, keySize, valueSize int
	if p.Kind == BranchPage {
		pos, keySize = number(0), number(1)
	} else {
		flags, pos, keySize, valueSize = number(0), number(1), number(2), number(3)
	}
	start := at + pos
	if flags > bucketElement || start < after || start+keySize+valueSize > len(p.data) {
		return Element{}, noSense(i)
	}
	e := Element{Key: p.data[start : start+keySize], Value: p.data[start+keySize : start+keySize+valueSize], isBucket: flags == bucketElement}
	if p.Kind == BranchPage {
		e.below = Native.Uint64(p.data[at+8:])
	}
	return e, nil
}

// freeIDs are the pages in a list of free ones.
func (p Page) freeIDs() ([]byte, error) {
	list, count := p.data[PageHeaderSize:], uint64(p.count)
	if p.count == manyFree && len(list) >= 8 {
		list, count = list[8:], Native.Uint64(list)
	}
	if p.Kind != freelistPage || count > uint64(len(list)/8) {
		return nil, fmt.Errorf("is no list of %d free pages", count)
	}
	return list[:count*8], nil
}

func noRoom(entries int) error { return fmt.Errorf("no room for %d entries", entries) }
func noSense(entry int) error  { return fmt.Errorf("entry %d makes no sense", entry) }
