package main

import (
	"context"
	"io"
	"sync"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/boltstore"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader"
)

// patience is how long something takes before anything is shown of it.
const patience = time.Second

// progress is one line at the bottom of a terminal that says what takes so long, how
// far it is, how fast, and how long it will take; without a terminal it is nothing.
// Whatever else is printed takes its place.
type progress struct {
	terminal io.Writer // nil for none
	words    func() phrase.Printer

	mu    sync.Mutex
	since time.Time // zero where nothing is shown
	stage string
	bar   *progressbar.ProgressBar
}

// begins is what verbs begin with that can take longer than a moment.
func begins(path string) phrase.Phrase {
	switch path {
	case "remit backup":
		return phrase.Of("copying")
	case "remit restore":
		return phrase.Of("restoring")
	case "remit store check":
		return phrase.Of("checking")
	case "remit store stats", "remit tenant list":
		return phrase.Of("counting")
	case "remit matrix", "remit demo", "remit check", "remit who", "remit which", "remit can", "remit explain":
		return phrase.Of("asking")
	case "remit log verify":
		return phrase.Of("verifying")
	case "remit history", "remit diff", "remit log", "remit emergency log":
		return phrase.Of("reading the record")
	case "remit schema diff", "remit assert":
		return phrase.Of("comparing")
	}
	return phrase.Of("reading")
}

// goesOn says whether a verb goes on until it is stopped, or waits for somebody: how far
// that is, nobody can say.
func goesOn(verb *cobra.Command) bool {
	switch verb.CommandPath() {
	case "remit serve", "remit mcp", "remit record", "remit ready":
		return true
	}
	watch := verb.Flags().Lookup("watch")
	return watch != nil && watch.Changed
}

// watch begins to show how far a verb is, if that takes long.
func (g *progress) watch(verb *cobra.Command) {
	if g.terminal == nil || goesOn(verb) {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.since = time.Now()
	g.begin(begins(verb.CommandPath()), 0)
	g.stage = "" // of which nothing is counted: what is, of that name too, is another
}

// step says how far a sync is.
func (g *progress) step(s loader.Step) {
	stage := phrase.Of("reading")
	switch s.Doing {
	case "writing":
		stage = phrase.Of("writing")
	case "reading back":
		stage = phrase.Of("reading back")
	}
	g.count(stage, phrase.Of("relationships"), s.Done, s.Total)
}

// stored says how far a store is that is read or copied whole.
func (g *progress) stored(s boltstore.Step) {
	if s.Doing == boltstore.Copying {
		g.show(phrase.Of("copying"), int(s.Done), int(s.Total), progressbar.OptionShowBytes(true))
		return
	}
	g.count(phrase.Of("checking"), phrase.Of("rows"), int(s.Done), int(s.Total))
}

// count says how much of something is done; a total of 0 is not known.
func (g *progress) count(stage, of phrase.Phrase, done, total int) {
	if g.terminal == nil {
		return
	}
	g.show(stage, done, total, progressbar.OptionShowIts(), progressbar.OptionSetItsString(g.words().Value(of)))
}

func (g *progress) show(stage phrase.Phrase, done, total int, as ...progressbar.Option) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.since.IsZero() {
		return
	}
	if g.bar == nil || g.stage != stage.String() {
		g.begin(stage, total, append(as, progressbar.OptionShowCount())...)
	}
	_ = g.bar.Set(done) // it is for show, as is all below
}

// reading is a connection that says how many relationships were read through it, of an
// engine that is read whole.
func (g *progress) reading(conn grpc.ClientConnInterface) grpc.ClientConnInterface {
	return countedConn{conn, func(n int) { g.count(phrase.Of("reading"), phrase.Of("relationships"), n, 0) }}
}

type countedConn struct {
	grpc.ClientConnInterface
	read func(n int)
}

// NewStream is a stream that is counted.
func (c countedConn) NewStream(ctx context.Context, of *grpc.StreamDesc, method string, options ...grpc.CallOption) (grpc.ClientStream, error) {
	stream, err := c.ClientConnInterface.NewStream(ctx, of, method, options...)
	return &countedStream{ClientStream: stream, read: c.read}, err
}

type countedStream struct {
	grpc.ClientStream
	read func(n int)
	n    int
}

// RecvMsg receives, and counts.
func (s *countedStream) RecvMsg(message any) error {
	err := s.ClientStream.RecvMsg(message)
	if page, is := message.(*v1.ExportBulkRelationshipsResponse); is && err == nil {
		s.n += len(page.GetRelationships())
		s.read(s.n)
	}
	return err
}

// begin shows another stage. The caller has the lock.
func (g *progress) begin(stage phrase.Phrase, total int, more ...progressbar.Option) {
	g.end()
	if total == 0 {
		total = -1
	}
	g.stage = stage.String()
	g.bar = progressbar.NewOptions(total, append(more,
		progressbar.OptionSetWriter(late{g.terminal, g.since.Add(patience)}),
		progressbar.OptionSetDescription(g.words().Value(stage)),
		progressbar.OptionSetWidth(20), progressbar.OptionUseANSICodes(true), progressbar.OptionClearOnFinish(),
		progressbar.OptionThrottle(100*time.Millisecond),
	)...)
	g.bar.StartWithoutRender()
}

// hide takes the line away.
func (g *progress) hide() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.end()
}

func (g *progress) end() {
	if g.bar != nil {
		_ = g.bar.Finish()
		_ = g.bar.Exit()
	}
	g.bar = nil
}

// late drops what is written before a moment.
type late struct {
	io.Writer
	from time.Time
}

func (l late) Write(b []byte) (int, error) {
	if time.Now().Before(l.from) {
		return len(b), nil
	}
	return l.Writer.Write(b)
}

// above writes where the line of progress was.
type above struct {
	io.Writer
	progress *progress
}

func (a above) Write(b []byte) (int, error) {
	a.progress.hide()
	return a.Writer.Write(b)
}
