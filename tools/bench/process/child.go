package process

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// Child is a process of a system under test.
type Child struct {
	cmd  *exec.Cmd
	log  string
	done chan struct{} // closed when it has ended
	err  error
}

// Start runs a command in its own process group, its output in a file. It is killed with
// this process.
func Start(log string, cmd *exec.Cmd) (*Child, error) {
	out, err := os.Create(log)
	if err != nil {
		return nil, err
	}
	defer out.Close()
	cmd.Stdout, cmd.Stderr = out, out
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.Pdeathsig = syscall.SIGTERM
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	c := &Child{cmd: cmd, log: log, done: make(chan struct{})}
	go func() {
		c.err = cmd.Wait()
		close(c.done)
	}()
	return c, nil
}

// Pid is its number.
func (c *Child) Pid() int { return c.cmd.Process.Pid }

// Await asks until the child answers, and gives up when it has ended or the context has.
func (c *Child) Await(ctx context.Context, answers func() error) error {
	for {
		err := answers()
		if err == nil {
			return nil
		}
		select {
		case <-c.done:
			return fmt.Errorf("%s ended: %w\n%s", c.cmd.Path, c.err, tail(c.log))
		case <-ctx.Done():
			return fmt.Errorf("%s does not answer: %w\n%s", c.cmd.Path, err, tail(c.log))
		case <-time.After(2 * time.Millisecond):
		}
	}
}

// Stop asks it to end and waits; after half a minute it is killed.
func (c *Child) Stop() error {
	return c.stop(os.Interrupt)
}

func (c *Child) stop(signal os.Signal) error {
	if err := c.cmd.Process.Signal(signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	select {
	case <-c.done:
	case <-time.After(30 * time.Second):
		if err := c.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
			return err
		}
		<-c.done
	}
	return nil
}

// tail is the end of a log, for an error.
func tail(log string) string {
	text, err := os.ReadFile(log)
	if err != nil {
		return err.Error()
	}
	const most = 2_000
	return string(text[max(0, len(text)-most):])
}

// Address is a loopback address that is free at the moment.
func Address() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}
