package ldap

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/go-ldap/ldap/v3"

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/loopback"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader/source/internal/web"
)

// oneOperation is how long a directory may take over one answer.
const oneOperation = time.Minute

// connect opens a connection as the one who reads. Its end is that of ctx.
func (o Options) connect(ctx context.Context) (*ldap.Conn, error) {
	address, settings, err := o.transport()
	if err != nil {
		return nil, err
	}
	password, err := files.ReadSecret(o.PasswordFile)
	if err != nil {
		return nil, phrase.Errorf("password_file: %w", err)
	}
	var dialer net.Dialer
	raw, err := dialer.DialContext(ctx, "tcp", address.Host)
	if err != nil {
		return nil, err
	}
	// Whatever the server does, what waits for it ends with ctx: reading fails then.
	context.AfterFunc(ctx, func() { _ = raw.Close() })
	var wire net.Conn = &bounded{Conn: raw, left: o.MaxBytes, limit: o.MaxBytes}
	if address.Scheme == "ldaps" {
		secure := tls.Client(wire, settings)
		if err := secure.HandshakeContext(ctx); err != nil {
			return nil, errors.Join(trust(err), raw.Close())
		}
		wire = secure
	}
	conn := ldap.NewConn(wire, address.Scheme == "ldaps")
	conn.Start()
	conn.SetTimeout(oneOperation)
	if o.StartTLS {
		if err := conn.StartTLS(settings); err != nil {
			return nil, errors.Join(trust(err), conn.Close())
		}
	}
	if err := conn.Bind(o.BindDN, password); err != nil {
		return nil, errors.Join(phrase.Errorf("%s may not read: %w", o.BindDN, err), conn.Close())
	}
	return conn, nil
}

// transport refuses a connection that anybody could listen to.
func (o Options) transport() (*url.URL, *tls.Config, error) {
	address, err := url.Parse(o.Address)
	if err != nil || address.Hostname() == "" || address.User != nil || address.Path != "" && address.Path != "/" {
		return nil, nil, phrase.Errorf("address: write it as ldaps://dc1.veldzicht.example")
	}
	port := "389"
	switch {
	case address.Scheme == "ldaps" && o.StartTLS:
		return nil, nil, phrase.Errorf("start_tls is for ldap:// only: ldaps:// has TLS from the beginning")
	case address.Scheme == "ldaps":
		port = "636"
	case address.Scheme != "ldap":
		return nil, nil, phrase.Errorf("address: write it as ldaps://dc1.veldzicht.example")
	case !o.StartTLS && !loopback.Is(address.Hostname()):
		return nil, nil, phrase.Errorf("address: ldap:// sends the password for anybody to read: write ldaps://, or set start_tls")
	}
	if address.Port() == "" {
		address.Host = net.JoinHostPort(address.Hostname(), port)
	}
	roots, err := web.Roots(o.CAFile)
	return address, &tls.Config{ServerName: address.Hostname(), RootCAs: roots, MinVersion: tls.VersionTLS12}, err
}

func trust(err error) error {
	// Its kind is lost on the way.
	if strings.Contains(err.Error(), "failed to verify certificate") {
		return phrase.Errorf("%w: set ca_file to the certificate of who signed the server's", err)
	}
	return err
}

// bounded is a connection of so many bytes.
type bounded struct {
	net.Conn
	left, limit int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.Conn.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, phrase.Errorf("the directory sent more than %d bytes: raise max_bytes if that is right", b.limit)
	}
	return n, err
}
