package engine

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"

	spicedb "github.com/authzed/spicedb/pkg/cmd/server"
	"github.com/authzed/spicedb/pkg/cmd/util"
)

// Served is a way into an engine for other processes, until Close.
type Served struct{ server }

// Serve lets other processes reach the engine at a loopback address such as
// "127.0.0.1:50051", if they present the key. It returns when it answers.
// Whoever loads data does so before, so that nobody is answered from half of
// it. Interceptors, in the order given, see what comes this way, and nothing that
// comes by the engine's own Conn; nor do they see what is refused: relationships
// that store what only a question brings.
// The caller closes it, before the engine.
func (e *Engine) Serve(ctx context.Context, address, key string, around ...Interceptors) (*Served, error) {
	if err := mayServe(address, key); err != nil {
		return nil, err
	}
	cfg := config(e.datastore)
	cfg.GRPCServer = util.GRPCServerConfig{Enabled: true, Network: "tcp", Address: address}
	cfg.GRPCAuthFunc = nil
	cfg.PresharedSecureKey = []string{key}
	around = append([]Interceptors{refuseStoredQuestions()}, around...)
	for _, i := range slices.Backward(around) { // each goes before those applied already
		behind(cfg, spicedb.DefaultInternalMiddlewareServerSpecific, "remit", i)
	}
	s := &Served{}
	if err := s.run(ctx, cfg, loopbackOptions(key)); err != nil {
		return nil, errors.Join(fmt.Errorf("serving on %s: %w", address, err), s.Close())
	}
	return s, nil
}

// Close stops serving and waits for calls that are under way.
func (s *Served) Close() error { return s.close() }

func mayServe(address, key string) error {
	host, port, err := net.SplitHostPort(address)
	if err != nil || port == "0" {
		return fmt.Errorf("listen address %q: write it as HOST:PORT, such as 127.0.0.1:50051", address)
	}
	if key == "" {
		return errors.New("an engine that listens needs a key, or any program on the machine could change who may do what: set REMIT_KEY or --key-file")
	}
	if !isLoopback(host) {
		return fmt.Errorf("listening on %s would send the key in clear over a network: listen on 127.0.0.1 and put a proxy with TLS before it, or run a SpiceDB cluster", address)
	}
	return nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
