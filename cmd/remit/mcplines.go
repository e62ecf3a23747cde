package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

const (
	// mostLine is how long one message of an assistant's may be.
	mostLine = 64 << 10

	// answeredWithin is how long calls may take that are not answered yet at the end of
	// what an assistant says.
	answeredWithin = time.Minute
)

// lines is the transport over standard input and output, a message a line. The SDK's own
// ends at a line that is no message, and at the end of its input with calls unanswered:
// of this one the first is answered with an error, and the second waited for.
type lines struct {
	in  io.ReadCloser
	out io.Writer

	writing sync.Mutex
}

// Connect starts to read.
func (l *lines) Connect(ctx context.Context) (mcp.Connection, error) {
	messages, passed := io.Pipe()
	go func() { passed.CloseWithError(l.pass(passed)) }()
	inner, err := (&mcp.IOTransport{Reader: messages, Writer: l, MaxLineLength: -1}).Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &session{Connection: inner, asked: ctx, changed: make(chan struct{}, 1)}, nil
}

// pass passes on the lines that are messages, and answers the others.
func (l *lines) pass(messages io.Writer) error {
	in := bufio.NewReaderSize(l.in, mostLine)
	for {
		line, err := in.ReadSlice('\n')
		refused := refusal(line)
		for errors.Is(err, bufio.ErrBufferFull) {
			refused = fmt.Sprintf("the message is longer than %d bytes", mostLine)
			_, err = in.ReadSlice('\n')
		}
		switch {
		case refused != "":
			_, failed := fmt.Fprintf(l, `{"jsonrpc":"2.0","id":null,"error":{"code":%d,"message":%q}}`+"\n", jsonrpc.CodeParseError, "parse error: "+refused)
			err = errors.Join(failed, err)
		case len(bytes.TrimSpace(line)) > 0:
			_, failed := messages.Write(append(bytes.TrimSpace(line), '\n'))
			err = errors.Join(failed, err)
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// refusal says to an assistant what is wrong with a line that is neither blank nor one
// message: the protocol has no batches since its version of 2025-06-18.
func refusal(line []byte) string {
	line = bytes.TrimSpace(line)
	if len(line) == 0 {
		return ""
	}
	if _, err := jsonrpc.DecodeMessage(line); err != nil || !json.Valid(line) {
		return "the line is no message of JSON-RPC 2.0"
	}
	return ""
}

// Write writes one line whole.
func (l *lines) Write(line []byte) (int, error) {
	l.writing.Lock()
	defer l.writing.Unlock()
	return l.out.Write(line)
}

// Close leaves what is written to open, which is somebody else's.
func (l *lines) Close() error { return nil }

// session is a connection that ends when what was asked is answered.
type session struct {
	mcp.Connection
	asked context.Context

	mu      sync.Mutex
	open    int // calls without an answer
	changed chan struct{}
}

// Read counts calls, and keeps the end back until they are answered.
func (s *session) Read(ctx context.Context) (jsonrpc.Message, error) {
	message, err := s.Connection.Read(ctx)
	if call, is := message.(*jsonrpc.Request); is && call.IsCall() {
		s.count(1)
	}
	if errors.Is(err, io.EOF) {
		s.await()
	}
	return message, err
}

// Write counts answers that were written.
func (s *session) Write(ctx context.Context, message jsonrpc.Message) error {
	err := s.Connection.Write(ctx, message)
	if _, is := message.(*jsonrpc.Response); is {
		s.count(-1)
	}
	return err
}

func (s *session) count(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open += n; s.open == 0 {
		select {
		case s.changed <- struct{}{}:
		default: // it was said
		}
	}
}

// await returns when every call is answered, or nobody wants that any more.
func (s *session) await() {
	end := time.NewTimer(answeredWithin)
	defer end.Stop()
	for {
		s.mu.Lock()
		open := s.open
		s.mu.Unlock()
		if open == 0 {
			return
		}
		select {
		case <-s.changed:
		case <-s.asked.Done():
			return
		case <-end.C:
			return
		}
	}
}
