package keys

import (
	"io/fs"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/remit-authz/remit/internal/phrase"
)

// lookEvery is how long a file is trusted not to have changed: a key that is revoked
// is refused after that.
const lookEvery = 500 * time.Millisecond

// ErrUnknown means that a key is nobody's: it never was, was revoked, or has expired.
var ErrUnknown = phrase.Errorf("the key is not known")

// Ring holds the keys of one file, and follows its changes. It is safe for concurrent
// use. Make one with Open.
type Ring struct {
	name    string
	looking sync.Mutex
	held    atomic.Pointer[held]
}

// held is what a file had when it was last looked at.
type held struct {
	contents
	byID   map[string]Key
	info   fs.FileInfo
	looked time.Time
	err    error
}

// Open reads a file of keys, once now and again when it changes.
func Open(name string) (*Ring, error) {
	r := &Ring{name: name}
	h := r.load(time.Now())
	r.held.Store(h)
	return r, h.err
}

// PageKey is the secret that all instances with the file seal with, as it was when
// the ring was opened.
func (r *Ring) PageKey() []byte { return r.held.Load().pageKey }

// Find is the key that is shown, at a moment. Its error is ErrUnknown, or says why the
// file can no longer be read: then no key is known.
func (r *Ring) Find(shown string, now time.Time) (Key, error) {
	h := r.current(now)
	if h.err != nil {
		return Key{}, h.err
	}
	k, there := h.byID[idOf(shown)]
	if !k.is(shown) || !there || k.Expired(now) {
		return Key{}, ErrUnknown
	}
	return k, nil
}

// current is what the file has, looked at not long ago.
func (r *Ring) current(now time.Time) *held {
	h := r.held.Load()
	if since := now.Sub(h.looked); since >= 0 && since < lookEvery {
		return h
	}
	r.looking.Lock()
	defer r.looking.Unlock()
	if other := r.held.Load(); other != h {
		return other // somebody has looked meanwhile
	}
	info, err := os.Stat(r.name)
	if err == nil && h.err == nil && os.SameFile(info, h.info) && info.ModTime().Equal(h.info.ModTime()) &&
		info.Size() == h.info.Size() && info.Mode() == h.info.Mode() {
		same := *h
		same.looked = now
		r.held.Store(&same)
		return &same
	}
	h = r.load(now)
	r.held.Store(h)
	return h
}

// load reads the file. One that cannot be read has no keys: whoever was revoked in it
// must not come in because of that.
func (r *Ring) load(now time.Time) *held {
	h := &held{looked: now, byID: map[string]Key{}}
	h.contents, h.info, h.err = read(r.name)
	for _, k := range h.keys {
		h.byID[k.ID] = k
	}
	return h
}
