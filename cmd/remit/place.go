package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/pflag"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/loader"
)

// place says where the data is: a folder, a store, or an engine elsewhere.
type place struct {
	source, store, endpoint, keyFile string
}

func (p *place) addFlags(flags *pflag.FlagSet) {
	flags.StringVar(&p.source, "source", "", "load this `FOLDER` into an engine that lives for this one command")
	flags.StringVar(&p.endpoint, "endpoint", "", "ask the SpiceDB or remit at `HOST:PORT` (or set REMIT_ENDPOINT)")
	flags.StringVar(&p.keyFile, "key-file", "", "`FILE` with the engine's key (or set REMIT_KEY)")
}

// open reaches the data. The caller calls close, which ends what was started.
func (p place) open(ctx context.Context) (conn *grpc.ClientConn, closeAll func() error, err error) {
	if p.source != "" && p.endpoint != "" {
		return nil, nil, errors.New("--source and --endpoint both say where the data is: give one of them")
	}
	if p.source != "" {
		e, err := p.start(ctx)
		if err != nil {
			return nil, nil, err
		}
		return e.Conn(), e.Close, nil
	}
	endpoint := p.endpoint
	if endpoint == "" {
		endpoint = os.Getenv("REMIT_ENDPOINT")
	}
	if endpoint == "" {
		return nil, nil, errors.New("nothing says where the data is: give --source FOLDER or --endpoint HOST:PORT")
	}
	key, err := p.key()
	if err != nil {
		return nil, nil, err
	}
	conn, err = engine.Dial(endpoint, key)
	if err != nil {
		return nil, nil, err
	}
	return conn, conn.Close, nil
}

// start runs an engine in this process with the source folder loaded.
func (p place) start(ctx context.Context) (*engine.Engine, error) {
	e, err := engine.Start(ctx, engine.Options{})
	if err != nil {
		return nil, err
	}
	if _, err := loader.Load(ctx, e.Conn(), os.DirFS(p.source), time.Now()); err != nil {
		return nil, errors.Join(sourceError(p.source, err), e.Close())
	}
	return e, nil
}

// key is the engine's key: the file's first line, or REMIT_KEY; blank where
// neither is given.
func (p place) key() (string, error) {
	if p.keyFile == "" {
		return os.Getenv("REMIT_KEY"), nil
	}
	text, err := os.ReadFile(p.keyFile)
	if err != nil {
		return "", fmt.Errorf("reading the key: %w", err)
	}
	key, _, _ := strings.Cut(string(text), "\n")
	if key = strings.TrimSpace(key); key == "" {
		return "", fmt.Errorf("key file %s is blank: its first line is the key", p.keyFile)
	}
	return key, nil
}
