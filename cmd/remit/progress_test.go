package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/boltstore"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

// screen is a terminal that several write to.
type screen struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *screen) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(b)
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// What takes longer than a second says how far it is, how fast, and for how long yet;
// what is printed then stands where that was.
func TestProgress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		terminal := &screen{}
		p := &program{progress: progress{terminal: terminal, words: (&program{language: schema.Dutch}).words}}
		out := above{terminal, &p.progress}
		verb, _, err := p.root().Find([]string{"plan"})
		if err != nil {
			t.Fatal(err)
		}
		p.progress.watch(verb)
		time.Sleep(patience - time.Millisecond)
		if got := terminal.String(); got != "" {
			t.Errorf("before a second is over: got %q", got)
		}
		p.progress.step(loader.Step{Doing: "writing", Total: 20_000})
		for i := range 10 {
			time.Sleep(time.Second)
			p.progress.step(loader.Step{Doing: "writing", Done: 1000 * (i + 1), Total: 20_000})
		}
		for _, want := range []string{"schrijven", "50%", "(10000/20000, 1000 relaties/s)", "[10s:10s]"} {
			if got := terminal.String(); !strings.Contains(got, want) {
				t.Errorf("got %q, want %q in it", got, want)
			}
		}
		fmt.Fprint(out, "done\n")
		if got := terminal.String(); !strings.HasSuffix(got, "\x1b[2K\rdone\n") {
			t.Errorf("got %q, want what is printed in place of it", got[max(0, len(got)-100):])
		}
		time.Sleep(time.Minute)
		if got := terminal.String(); !strings.HasSuffix(got, "done\n") {
			t.Errorf("after the end there is more: %q", got)
		}
	})
}

// What reads or copies a store whole, and a connection that an engine is read through, say
// how far they are.
func TestProgressOfStores(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		terminal := &screen{}
		p := &program{progress: progress{terminal: terminal, words: (&program{language: schema.French}).words}}
		verb, _, err := p.root().Find([]string{"backup"})
		if err != nil {
			t.Fatal(err)
		}
		p.progress.watch(verb)
		time.Sleep(patience)
		for i := range int64(10) {
			time.Sleep(time.Second)
			p.progress.stored(boltstore.Step{Doing: boltstore.Copying, Done: (i + 1) << 20, Total: 20 << 20})
		}
		for i := range int64(10) {
			time.Sleep(time.Second)
			p.progress.stored(boltstore.Step{Doing: boltstore.Comparing, Done: (i + 1) * 1000, Total: 20_000})
		}
		conn := p.progress.reading(pages{500, 500})
		stream, err := conn.NewStream(t.Context(), nil, "")
		for err == nil {
			time.Sleep(time.Second)
			err = stream.RecvMsg(&v1.ExportBulkRelationshipsResponse{})
		}
		p.progress.hide()
		time.Sleep(time.Second) // its spinner ends
		for _, want := range []string{"50%", "(10/21 MB, 1.2 MB/s) [9s:9s]", "vérification", "(10000/20000, 1111 lignes/s) [9s:9s]", "(1000/-, "} {
			if got := terminal.String(); !strings.Contains(got, want) {
				t.Errorf("got %q, want %q in it", got, want)
			}
		}
	})
}

// pages is a connection to an engine that answers with so many relationships at a time.
type pages []int

func (pages) Invoke(context.Context, string, any, any, ...grpc.CallOption) error { return io.EOF }

func (p pages) NewStream(context.Context, *grpc.StreamDesc, string, ...grpc.CallOption) (grpc.ClientStream, error) {
	return &pageStream{left: p}, nil
}

type pageStream struct {
	grpc.ClientStream
	left pages
}

func (s *pageStream) RecvMsg(m any) error {
	if len(s.left) == 0 {
		return io.EOF
	}
	m.(*v1.ExportBulkRelationshipsResponse).Relationships = make([]*v1.Relationship, s.left[0])
	s.left = s.left[1:]
	return nil
}

// Every verb shows progress, but for one that goes on until it is stopped; none does that
// prints for machines.
func TestWhichVerbsShowProgress(t *testing.T) {
	for line, want := range map[string]bool{
		"sync": true, "report conflicts": true, "store check": true, "log": true, "assert rules.yaml": true,
		"check --file=questions.tsv": true, "emergency log": true, "schema write": true, "log prune": true,
		"sync --watch": false, "serve": false, "mcp": false, "record": false, "ready": false,
		"backup --json": false, "backup --quiet": false,
	} {
		p := newProgram(strings.NewReader(""), io.Discard, io.Discard)
		p.progress.terminal = &screen{}
		root := p.root()
		verb, rest, err := root.Find(strings.Fields(line))
		if err == nil {
			err = verb.ParseFlags(rest)
		}
		if err == nil {
			err = root.PersistentPreRunE(verb, nil)
		}
		if err != nil {
			t.Fatal(line, err)
		}
		if got := p.progress.bar != nil; got != want {
			t.Errorf("%s: shows progress: got %t, want %t", line, got, want)
		}
		p.progress.hide()
	}
}

// Without a terminal nothing is shown, however long it takes.
func TestNoProgressWithoutATerminal(t *testing.T) {
	p := &program{}
	verb, _, _ := p.root().Find([]string{"plan"})
	if p.progress.watch(verb); p.progress.bar != nil {
		t.Error("it is shown to nobody")
	}
	p.progress.step(loader.Step{Doing: "writing", Done: 1, Total: 2})
}
