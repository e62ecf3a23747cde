package measure

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// peer is a worker, seen from the one that tells it what to do.
type peer struct {
	name    string
	cmd     *exec.Cmd
	in      io.WriteCloser
	encoder *json.Encoder
	decoder *json.Decoder
	// failed are cells that it is not asked again, slow ones those that it is asked in few
	// rounds.
	failed, slow map[Cell]bool
}

// hire starts a program as a worker, which is killed when the context ends: what it runs
// ends with it.
func hire(ctx context.Context, name, program string, a Assignment) (*peer, error) {
	p := &peer{name: name, failed: map[Cell]bool{}, slow: map[Cell]bool{}}
	p.cmd = exec.CommandContext(ctx, program, WorkerCommand)
	log, err := os.Create(filepath.Join(filepath.Dir(a.Folder), filepath.Base(a.Folder)+".log"))
	if err != nil {
		return nil, err
	}
	defer log.Close()
	p.cmd.Stderr = log
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	p.encoder, p.decoder = json.NewEncoder(p.in), json.NewDecoder(out)
	return p, p.encoder.Encode(a)
}

// tell waits for the reply. A worker that is gone, or that does not answer long after the
// request's own limit, is an error.
func (p *peer) tell(r request) (reply, error) {
	if err := p.encoder.Encode(r); err != nil {
		return reply{}, fmt.Errorf("%s: its worker is gone: %w", p.name, err)
	}
	late := time.AfterFunc(r.Limit+2*time.Minute, func() { _ = p.cmd.Process.Kill() })
	defer late.Stop()
	var answer reply
	if err := p.decoder.Decode(&answer); err != nil {
		return reply{}, fmt.Errorf("%s: its worker is gone: %w", p.name, err)
	}
	return answer, nil
}

// dismiss ends a worker, which ends its system.
func (p *peer) dismiss() error {
	_, err := p.tell(request{Do: doStop, Limit: time.Minute})
	return errors.Join(err, p.in.Close(), p.cmd.Wait())
}
