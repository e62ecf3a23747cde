package boltstore

import (
	"time"

	"github.com/remit-authz/remit/internal/boltstore/boltfile"
)

// Defaults of Options.
const (
	DefaultQuantization      = 500 * time.Millisecond
	DefaultGCWindow          = 24 * time.Hour
	DefaultGCInterval        = 3 * time.Minute
	DefaultScrubInterval     = 10 * time.Minute
	DefaultWatchBufferLength = 1024
	DefaultWatchWriteTimeout = time.Second
)

// Options are the settings of a store. The zero value is what a server wants.
type Options struct {
	// Quantization is how old an answer without a token may be. Zero means
	// DefaultQuantization, a negative value means none: every question sees
	// the last write.
	Quantization time.Duration

	// GCWindow is how long a revision stays readable. Zero means
	// DefaultGCWindow.
	GCWindow time.Duration

	// GCInterval is the pause between two garbage collections. Zero means
	// DefaultGCInterval.
	GCInterval time.Duration

	// ScrubInterval is the pause between two readings of the whole file, which
	// look for damage. Zero means DefaultScrubInterval.
	ScrubInterval time.Duration

	// WatchBufferLength is how many changes a watcher may lag behind, and
	// WatchWriteTimeout how long it may then keep the store waiting before it
	// is disconnected. Zero means the defaults.
	WatchBufferLength uint16
	WatchWriteTimeout time.Duration

	// ReadOnly opens an existing store without the right to write. Several
	// processes can do so at the same time, none while another one writes.
	ReadOnly bool

	// Record is who records the history; nil where nobody does.
	Record Record

	// NoSync leaves out the sync of every commit. A crash of the machine can
	// then destroy the store. For tests only.
	NoSync bool

	// now is the clock, for tests.
	now func() time.Time
}

// withDefaults fills in what was left zero.
func (o Options) withDefaults() Options {
	setDefault(&o.Quantization, DefaultQuantization)
	setDefault(&o.GCWindow, DefaultGCWindow)
	setDefault(&o.GCInterval, DefaultGCInterval)
	setDefault(&o.ScrubInterval, DefaultScrubInterval)
	setDefault(&o.WatchBufferLength, DefaultWatchBufferLength)
	setDefault(&o.WatchWriteTimeout, DefaultWatchWriteTimeout)
	o.Quantization = max(o.Quantization, 0)
	if o.now == nil {
		o.now = time.Now
	}
	return o
}

// access is what the file is opened for.
func (o Options) access() boltfile.Access {
	return boltfile.Access{ReadOnly: o.ReadOnly, NoSync: o.NoSync}
}

func setDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}
