package socket

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"

	"golang.org/x/sys/unix"

	"github.com/remit-authz/remit/internal/phrase"
)

// place is an open folder, and the name that a store's socket has in it.
type place struct {
	folder int // a descriptor
	path   string
	name   string
}

// open opens the folder of a store, and refuses one that others may enter. What is
// done in it goes by the descriptor: whatever stands in its place later is not used.
func open(store string) (place, error) {
	path, err := Folder(store)
	if err != nil {
		return place{}, err
	}
	var file, folder unix.Stat_t
	if err := unix.Stat(store, &file); err != nil {
		return place{}, &os.PathError{Op: "stat", Path: store, Err: err}
	}
	fd, err := unix.Open(path, unix.O_PATH|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	if errors.Is(err, unix.ENOTDIR) || errors.Is(err, unix.ELOOP) {
		return place{}, phrase.Errorf("%s: %w: it is no folder", path, ErrUnsafe)
	}
	if err != nil {
		return place{}, &os.PathError{Op: "open", Path: path, Err: err}
	}
	// A store that was put in the place of another has another name here: nobody is
	// led to the process that has the old one.
	p := place{fd, path, fmt.Sprintf("%x-%x", file.Dev, file.Ino)}
	if err = unix.Fstat(fd, &folder); err == nil {
		err = ours(path, folder, unix.S_IFDIR)
	}
	if err != nil {
		return place{}, errors.Join(err, p.close())
	}
	return p, nil
}

// ours refuses what is not of this user alone, or of another kind.
func ours(path string, s unix.Stat_t, kind uint32) error {
	switch {
	case s.Mode&unix.S_IFMT != kind:
		return phrase.Errorf("%s: %w: it is something else", path, ErrUnsafe)
	case s.Uid != uint32(os.Geteuid()):
		return phrase.Errorf("%s: %w: it belongs to user %d", path, ErrUnsafe, s.Uid)
	case s.Mode&0o077 != 0:
		return phrase.Errorf("%s: %w: others may use it (mode %#o)", path, ErrUnsafe, s.Mode&0o777)
	}
	return nil
}

func (p place) close() error { return unix.Close(p.folder) }

// address is the socket's, by the descriptor: the kernel takes 107 bytes, and a path
// may be longer.
func (p place) address() *net.UnixAddr {
	return &net.UnixAddr{Net: "unix", Name: "/proc/self/fd/" + strconv.Itoa(p.folder) + "/" + p.name}
}

// stat says what stands under the socket's name.
func (p place) stat() error {
	var s unix.Stat_t
	if err := unix.Fstatat(p.folder, p.name, &s, unix.AT_SYMLINK_NOFOLLOW); err != nil {
		return err
	}
	return ours(p.path+"/"+p.name, s, unix.S_IFSOCK)
}

// Listen makes the socket of a store. Whoever calls it has the store open for writing,
// and goes on to have it until the listener is closed. It accepts nobody but processes
// of the same user. Closing it takes the socket away.
func Listen(store string) (net.Listener, error) {
	path, err := Folder(store)
	if err != nil {
		return nil, err
	}
	if err := os.Mkdir(path, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
		return nil, err
	}
	p, err := open(store)
	if err != nil {
		return nil, err
	}
	switch err = p.stat(); {
	case err == nil: // left by a process that was killed: nobody else listens, since the store is ours
		err = unix.Unlinkat(p.folder, p.name, 0)
	case errors.Is(err, unix.ENOENT):
		err = nil
	}
	if err != nil {
		return nil, errors.Join(err, p.close())
	}
	socket, err := net.ListenUnix("unix", p.address())
	if err != nil {
		return nil, errors.Join(err, p.close())
	}
	socket.SetUnlinkOnClose(false) // the listener does it, in the folder that it has open
	l := &listener{socket, p}
	if err := unix.Fchmodat(p.folder, p.name, 0o600, 0); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

// listener accepts processes of this user.
type listener struct {
	*net.UnixListener
	place place
}

// Accept passes over whoever is somebody else.
func (l *listener) Accept() (net.Conn, error) {
	for {
		conn, err := l.AcceptUnix()
		if err != nil {
			return nil, err
		}
		if sameUser(conn) == nil {
			return conn, nil
		}
		_ = conn.Close() // it said nothing
	}
}

// Addr is where the socket stands.
func (l *listener) Addr() net.Addr {
	return &net.UnixAddr{Net: "unix", Name: l.place.path + "/" + l.place.name}
}

// Close takes the socket away, and its folder if nothing else is in it.
func (l *listener) Close() error {
	err := l.UnixListener.Close()
	if errors.Is(err, net.ErrClosed) {
		return err // the descriptor of the folder may be another's by now
	}
	if gone := unix.Unlinkat(l.place.folder, l.place.name, 0); !errors.Is(gone, unix.ENOENT) {
		err = errors.Join(err, gone)
	}
	_ = os.Remove(l.place.path) // another store's may be in it
	return errors.Join(err, l.place.close())
}

// Dial reaches whoever listens beside a store, if that is this user: ErrNobody where
// nobody does, ErrUnsafe where it may be somebody else. The caller closes the
// connection.
func Dial(ctx context.Context, store string) (net.Conn, error) {
	p, err := open(store)
	if err != nil {
		return nil, nobody(err)
	}
	defer func() { _ = p.close() }() // nothing was written by it
	if err := p.stat(); err != nil {
		return nil, nobody(err)
	}
	conn, err := new(net.Dialer).DialContext(ctx, "unix", p.address().Name)
	if err != nil {
		return nil, nobody(err)
	}
	if err := sameUser(conn.(*net.UnixConn)); err != nil {
		return nil, errors.Join(phrase.Errorf("%s: %w", p.path, err), conn.Close())
	}
	return conn, nil
}

// nobody is ErrNobody for an error that means that.
func nobody(err error) error {
	if errors.Is(err, unix.ENOENT) || errors.Is(err, unix.ECONNREFUSED) {
		return phrase.Errorf("%w: %w", ErrNobody, err)
	}
	return err
}

// sameUser refuses a connection with a process of another user, which may have come to
// the socket before it was in its folder, or by a descriptor that was handed on.
func sameUser(conn *net.UnixConn) error {
	raw, err := conn.SyscallConn()
	if err != nil {
		return err
	}
	var peer *unix.Ucred
	var failed error
	if err := raw.Control(func(fd uintptr) {
		peer, failed = unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED)
	}); err != nil {
		return err
	}
	if failed != nil {
		return failed
	}
	if peer.Uid != uint32(os.Geteuid()) {
		return phrase.Errorf("%w: a process of user %d is at the other end", ErrUnsafe, peer.Uid)
	}
	return nil
}
