package main

import (
	"context"
	"crypto/tls"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	urls "net/url"
	"os"
	"slices"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/remit-authz/remit/internal/loopback"
	"github.com/remit-authz/remit/internal/phrase"
)

func (p *program) readyVerb() *cobra.Command {
	var r readiness
	verb := &cobra.Command{
		Use:   "ready",
		Short: "Say whether a service on this machine should be sent requests",
		Long: `Asks what "remit serve --http" serves on this machine whether it should be sent
requests: the engine answers by the model, and what is answered from memory is fresh.
For health checks of containers and service managers, which need no shell, no key and
no other program.

With --tls-cert the service has to show the certificate that is in the file now: one
that did not take up a renewed certificate is not ready.

Exit code 0 is ready, 1 not ready, and 2 that nobody answers.`,
		Example: `  remit ready --http 127.0.0.1:8080
  remit ready --http 127.0.0.1:8443 --tls-cert remit.pem --wait 60s`,
		Args: exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error { return p.ready(cmd.Context(), r) },
	}
	flags := verb.Flags()
	flags.StringVar(&r.address, "http", "127.0.0.1:8080", "loopback `ADDRESS` of the service")
	flags.StringVar(&r.certificate, "tls-cert", "", "the certificate that the service has to show, in this `FILE` (PEM); without, it is asked without TLS")
	flags.DurationVar(&r.wait, "wait", 0, "how `long` to wait until it is ready")
	return verb
}

// readiness is what the flags of ready say.
type readiness struct {
	address, certificate string
	wait                 time.Duration
}

const (
	// readyWithin bounds one look: the service itself looks for two seconds at most.
	readyWithin = 4 * time.Second
	readyPause  = 100 * time.Millisecond
)

// ready looks once, and again until it is so or the wait is over.
func (p *program) ready(ctx context.Context, r readiness) error {
	host, _, err := net.SplitHostPort(r.address)
	if err != nil || !loopback.Is(host) {
		return phrase.Errorf("--http %q: ready asks a service on this machine: write it as 127.0.0.1:PORT", r.address)
	}
	client, url, err := r.client()
	if err != nil {
		return err
	}
	defer client.CloseIdleConnections()
	for end := time.Now().Add(r.wait); ; {
		is, err := look(ctx, client, url)
		if err == nil && is || !time.Now().Before(end) {
			return p.sayReady(is, err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(readyPause):
		}
	}
}

func (p *program) sayReady(is bool, err error) error {
	if err != nil {
		return err
	}
	text := "not ready"
	if is {
		text = "ready"
	}
	if p.json {
		err = p.printJSON(readyJSON{is})
	} else {
		_, err = fmt.Fprintln(p.out, text)
	}
	if err == nil && !is {
		err = errNo
	}
	return err
}

// client asks the service, and nobody else on the way.
func (r readiness) client() (*http.Client, string, error) {
	transport := &http.Transport{DisableKeepAlives: true}
	client := &http.Client{Transport: transport, Timeout: readyWithin, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	if r.certificate == "" {
		return client, "http://" + r.address + "/readyz", nil
	}
	text, err := os.ReadFile(r.certificate)
	if err != nil {
		return nil, "", phrase.Errorf("the certificate: %w", err)
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, "", phrase.Errorf("certificate %s: there is none in it", r.certificate)
	}
	// Whose name the certificate has is for callers to look at, who know the service by
	// it; here it has to be the very one.
	transport.TLSClientConfig = &tls.Config{InsecureSkipVerify: true, VerifyConnection: func(c tls.ConnectionState) error {
		if !slices.Equal(c.PeerCertificates[0].Raw, block.Bytes) {
			return phrase.Errorf("the service shows another certificate than %s has", r.certificate)
		}
		return nil
	}}
	return client, "https://" + r.address + "/readyz", nil
}

// look asks once.
func look(ctx context.Context, client *http.Client, url string) (bool, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return false, err
	}
	answer, err := client.Do(r)
	if err != nil {
		if errors.Is(err, syscall.ECONNREFUSED) {
			return false, phrase.Errorf("nobody answers at %s: see whether remit serve --http runs there", r.URL.Host)
		}
		if failed := new(urls.Error); errors.As(err, &failed) {
			err = failed.Err // it names the address in Go's words
		}
		return false, phrase.Errorf("nobody says whether it is ready: %w", err)
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 1<<10)) // what it says is the status
	switch answer.StatusCode {
	case http.StatusOK:
		return true, nil
	case http.StatusServiceUnavailable:
		return false, nil
	}
	return false, errors.New(url + " answers " + answer.Status + ": is that remit serve --http?")
}

// readyJSON is whether a service is ready, for machines.
type readyJSON struct {
	Ready bool `json:"ready"` // the service may be sent requests
}
