package web

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"
	"golang.org/x/time/rate"

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/phrase"
)

const (
	// tries is how often one page is asked for, and each may take so long.
	tries      = 5
	oneRequest = time.Minute
)

// Reader reads pages of one server, each once. It is for one goroutine.
type Reader struct {
	server Server
	base   *url.URL
	token  string
	client *http.Client
	limit  *rate.Limiter
	left   int64
	seen   map[string]bool
}

// Page is what one address answered.
type Page struct {
	// Address is where it is from.
	Address string
	// Content is JSON by its own account.
	Content []byte
	// Next is the page that the header "Link" names as the next; blank for none.
	Next string
}

// Timeout bounds ctx by how long the whole reading may take.
func (r *Reader) Timeout(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, r.server.Timeout, phrase.Errorf("%s was not read whole within %s: nothing of it is used; raise timeout if the server is only slow", r.base, r.server.Timeout))
}

// Close lets go of connections.
func (r *Reader) Close() { r.client.CloseIdleConnections() }

// Base is where the interface begins, without a "/" at its end.
func (r *Reader) Base() string { return r.base.String() }

// Get reads the page at an address. The same page twice, or one of another
// server, is an error: a chain of pages that does not end, or leads away.
func (r *Reader) Get(ctx context.Context, address string) (Page, error) {
	return r.read(ctx, http.MethodGet, address, "")
}

// Post is Get with a body of JSON.
func (r *Reader) Post(ctx context.Context, address, body string) (Page, error) {
	return r.read(ctx, http.MethodPost, address, body)
}

func (r *Reader) read(ctx context.Context, method, address, body string) (Page, error) {
	if err := r.admit(address); err != nil {
		return Page{}, err
	}
	page, err := backoff.Retry(ctx, func() (Page, error) { return r.try(ctx, method, address, body) },
		backoff.WithMaxTries(tries), backoff.WithMaxElapsedTime(0))
	switch {
	case err == nil:
		return page, nil
	case ctx.Err() != nil:
		return Page{}, phrase.Errorf("%s: %w", address, context.Cause(ctx))
	}
	return Page{}, phrase.Errorf("%s: %w", address, err)
}

// admit says whether a page may be asked for.
func (r *Reader) admit(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return phrase.Errorf("%s names a next page that has no address", r.base)
	}
	within := u.Path == r.base.Path || u.Path == r.base.Path+"/" || strings.HasPrefix(u.Path, r.base.Path+"/") && !strings.Contains(u.Path+"/", "/../")
	switch {
	case u.Scheme != r.base.Scheme, u.Host != r.base.Host, u.User != nil, !within:
		return phrase.Errorf("%s is not part of %s: a chain of pages stays there, and the token is for nobody else", address, r.base)
	case r.seen[address]:
		return phrase.Errorf("%s is named as the next page a second time: the chain of pages does not end", address)
	case len(r.seen) >= r.server.MaxPages:
		return phrase.Errorf("%s has more than %d pages: raise max_pages if that is right", r.base, r.server.MaxPages)
	}
	r.seen[address] = true
	return nil
}

func (r *Reader) try(ctx context.Context, method, address, body string) (Page, error) {
	if err := r.limit.Wait(ctx); err != nil {
		return Page{}, backoff.Permanent(phrase.Errorf("there is no time left for it: %w", err))
	}
	bounded, cancel := context.WithTimeout(ctx, oneRequest)
	defer cancel()
	request, err := http.NewRequestWithContext(bounded, method, address, strings.NewReader(body))
	if err != nil {
		return Page{}, backoff.Permanent(err)
	}
	request.Header.Set("Accept", "application/json, application/fhir+json")
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/json")
	}
	switch {
	case r.server.User != "":
		request.SetBasicAuth(r.server.User, r.token)
	case r.token != "":
		request.Header.Set("Authorization", "Bearer "+r.token)
	}
	answer, err := r.client.Do(request)
	if err != nil {
		return Page{}, transport(err)
	}
	defer func() { _ = answer.Body.Close() }() // it was read
	if err := r.status(ctx, answer); err != nil {
		return Page{}, err
	}
	return r.content(answer, address)
}

// transport is why there was no answer. What another try cannot mend has none.
func transport(err error) error {
	if wrong := new(url.Error); errors.As(err, &wrong) {
		err = wrong.Err // the address is named once, where the page is
	}
	if strings.HasPrefix(err.Error(), "tls: ") {
		return backoff.Permanent(phrase.Errorf("%w: set ca_file to the certificate of who signed the server's", err))
	}
	return err
}

// status makes an error of every answer that is not a page, and says when to try
// again.
func (r *Reader) status(ctx context.Context, answer *http.Response) error {
	code := answer.StatusCode
	err := phrase.Errorf("the server answered %d %s", code, http.StatusText(code))
	switch {
	case code == http.StatusOK:
		return nil
	case code == http.StatusUnauthorized, code == http.StatusForbidden:
		return backoff.Permanent(phrase.Errorf("%w: is the token in token_file the right one, not run out, and may it read this?", err))
	case code >= 300 && code < 400:
		return backoff.Permanent(phrase.Errorf("%w, and leads to another address, which is not followed: write the right one in the settings", err))
	case code == http.StatusTooManyRequests, code == http.StatusServiceUnavailable:
		return later(ctx, answer, err)
	case code >= 500:
		return err
	}
	return backoff.Permanent(err)
}

// later waits as long as the server asks for, unless there is no time for that.
func later(ctx context.Context, answer *http.Response, err error) error {
	wait, ok := retryAfter(answer.Header.Get("Retry-After"))
	if !ok {
		return err
	}
	if end, bounded := ctx.Deadline(); bounded && time.Until(end) > wait || wait < oneRequest {
		return &waiting{backoff.RetryAfterError{Duration: wait}, err}
	}
	return backoff.Permanent(phrase.Errorf("%w and wants to be left alone for %s: try again then", err, wait.Round(time.Second)))
}

// waiting is an error to be tried again after a while.
type waiting struct {
	after backoff.RetryAfterError
	err   error
}

func (w *waiting) Error() string   { return w.err.Error() }
func (w *waiting) Unwrap() []error { return []error{&w.after, w.err} }

// retryAfter reads seconds, or a date.
func retryAfter(header string) (time.Duration, bool) {
	if seconds, err := strconv.ParseUint(header, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second, true
	}
	if at, err := http.ParseTime(header); err == nil {
		return max(0, time.Until(at)), true
	}
	return 0, false
}

// content reads the answer, whole.
func (r *Reader) content(answer *http.Response, address string) (Page, error) {
	kind, _, _ := mime.ParseMediaType(answer.Header.Get("Content-Type"))
	if kind != "application/json" && !(strings.HasPrefix(kind, "application/") && strings.HasSuffix(kind, "+json")) {
		return Page{}, backoff.Permanent(phrase.Errorf("the server answered with %q and not with JSON: is the address right, and is there a sign-in page before it?", kind))
	}
	content, err := files.ReadAll(answer.Body, r.left)
	switch {
	case errors.Is(err, files.ErrTooLong):
		return Page{}, backoff.Permanent(phrase.Errorf("with it the pages have more than %d bytes together: raise max_bytes if that is right", r.server.MaxBytes))
	case errors.Is(err, io.ErrUnexpectedEOF):
		return Page{}, phrase.Errorf("the answer ended early: %w", err)
	case err != nil:
		return Page{}, err
	}
	r.left -= int64(len(content))
	return Page{address, content, next(answer, address)}, nil
}
