package hooks

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"time"

	"github.com/cenkalti/backoff/v5"

	"github.com/remit-authz/remit/internal/loopback"
	"github.com/remit-authz/remit/internal/phrase"
)

// run runs a program with a message on its standard input: no shell, none of this
// process's environment but where programs are found, and nobody reads what it says.
func run(ctx context.Context, command []string, body []byte) error {
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Stdin = bytes.NewReader(body)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH")}
	cmd.WaitDelay = time.Second // for what it leaves behind
	err := cmd.Run()
	if errors.Is(err, exec.ErrNotFound) || errors.Is(err, os.ErrNotExist) || errors.Is(err, os.ErrPermission) {
		return backoff.Permanent(err)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// client follows no redirection: a message goes where it was meant to, or nowhere.
var client = &http.Client{
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Transport: &http.Transport{
		Proxy: http.ProxyFromEnvironment, DisableKeepAlives: true, MaxResponseHeaderBytes: 64 << 10, TLSHandshakeTimeout: 10 * time.Second,
	},
}

// read is how much of an answer is read: nothing in it counts.
const read = 4 << 10

// post sends a message, signed after Standard Webhooks (https://www.standardwebhooks.com):
// the hash is over its id, the time and the body.
func post(ctx context.Context, to string, secret []byte, id string, body []byte) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, to, bytes.NewReader(body))
	if err != nil {
		return backoff.Permanent(err)
	}
	now := strconv.FormatInt(time.Now().Unix(), 10)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "remit")
	r.Header.Set("Webhook-Id", id)
	r.Header.Set("Webhook-Timestamp", now)
	r.Header.Set("Webhook-Signature", "v1,"+Sign(secret, id, now, body))
	answer, err := client.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	_, _ = io.CopyN(io.Discard, answer.Body, read)
	switch code := answer.StatusCode; {
	case code/100 == 2:
		return nil
	case code == http.StatusTooManyRequests, code == http.StatusRequestTimeout, code >= 500:
		return fmt.Errorf("it answered %d", code)
	case code/100 == 3:
		return backoff.Permanent(fmt.Errorf("it answered %d, and no redirection is followed: give the address that it leads to", code))
	default:
		return backoff.Permanent(fmt.Errorf("it answered %d", code))
	}
}

// Sign is the signature of a message, in base64.
func Sign(secret []byte, id, timestamp string, body []byte) string {
	sum := hmac.New(sha256.New, secret)
	fmt.Fprintf(sum, "%s.%s.", id, timestamp)
	sum.Write(body)
	return base64.StdEncoding.EncodeToString(sum.Sum(nil))
}

// leastSecret is how many bytes a secret has at least.
const leastSecret = 24

// Validate says what is wrong with a hook, or nil.
func (h Hook) Validate() error {
	for _, on := range h.On {
		if on != Start && on != Prolong && on != Stop && on != Remind {
			return phrase.Errorf("on: %q is none of %s, %s, %s and %s", on, Start, Prolong, Stop, Remind)
		}
	}
	switch {
	case (len(h.Command) > 0) == (h.URL != ""):
		return phrase.Errorf("it needs a command or a url, and not both")
	case len(h.Command) > 0 && h.Command[0] == "":
		return phrase.Errorf("its command is blank")
	case h.Timeout < 0:
		return phrase.Errorf("its timeout is %s, which is no time", h.Timeout)
	case len(h.Command) > 0:
		return nil
	case len(h.Secret) < leastSecret:
		return phrase.Errorf("its secret has %d bytes, and %d at least sign a message", len(h.Secret), leastSecret)
	}
	u, err := url.Parse(h.URL)
	switch {
	case err != nil:
		return err
	case u.Scheme == "https" && u.Host != "":
		return nil
	case u.Scheme != "http" || u.Host == "" || !loopback.Is(u.Hostname()):
		return phrase.Errorf("its url is to begin with https://, or with http:// on this machine")
	}
	return nil
}
