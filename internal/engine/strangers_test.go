package engine_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/loopback/loopbacktest"
)

// childFiles makes this program a server that may open so many files.
const childFiles = "REMIT_TEST_FILES"

func TestMain(m *testing.M) {
	if files := os.Getenv(childFiles); files != "" {
		if err := serveUntilEnd(files, os.Args[len(os.Args)-1]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// serveUntilEnd serves until standard input ends.
func serveUntilEnd(files, address string) error {
	most, err := strconv.ParseUint(files, 10, 64)
	if err != nil {
		return err
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: most, Max: most}); err != nil {
		return err
	}
	e, err := engine.Start(context.Background(), engine.Options{})
	if err != nil {
		return err
	}
	served, err := e.Serve(context.Background(), address, engine.OneKey("right"))
	if err != nil {
		return errors.Join(err, e.Close())
	}
	fmt.Println("serving")
	_, err = io.Copy(io.Discard, os.Stdin)
	return errors.Join(err, served.Close(), e.Close())
}

// serveElsewhere serves in another process, and returns the address.
func serveElsewhere(t *testing.T, files int) string {
	t.Helper()
	address := loopbacktest.Address(t)
	child := exec.Command(os.Args[0], address)
	child.Env = append(os.Environ(), fmt.Sprintf("%s=%d", childFiles, files))
	child.Stderr = os.Stderr
	in, err := child.StdinPipe()
	require.NoError(t, err)
	out, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())
	t.Cleanup(func() {
		require.NoError(t, in.Close())
		require.NoError(t, child.Wait())
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "serving\n", line)
	return address
}

const (
	preface  = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
	settings = "\x00\x00\x00\x04\x00\x00\x00\x00\x00" // an empty frame of them
)

// Four hundred connections without a key, which were never closed, locked out
// everybody. The strangers here are more than the server may open files, with
// room for as many as it holds and without.
func TestStrangersDoNotLockOutWhoHoldsTheKey(t *testing.T) {
	for _, c := range []struct {
		why, says string
		files     int
	}{
		{"say nothing", "", 256},
		{"say half a preface", preface[:12], 256},
		{"are connected and ask nothing", preface + settings, 256},
		{"take every file descriptor", "", 40},
	} {
		t.Run(c.why, func(t *testing.T) {
			address := serveElsewhere(t, c.files)
			held := dial(t, address)
			readSchema(t, held)
			for i := range 1_000 {
				stranger, err := net.Dial("tcp", address)
				require.NoError(t, err)
				defer stranger.Close()
				_, _ = io.WriteString(stranger, c.says) // it may be closed already
				if i%100 == 99 {
					readSchema(t, held)
					readSchema(t, dial(t, address))
				}
			}
		})
	}
}

func TestStrangersWhoCallDoNotLockOutWhoHoldsTheKey(t *testing.T) {
	address := serveElsewhere(t, 1024)
	held := dial(t, address)
	for range 300 {
		stranger, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
		require.NoError(t, err)
		defer stranger.Close()
		go func() {
			for t.Context().Err() == nil {
				_, err := v1.NewSchemaServiceClient(stranger).ReadSchema(t.Context(), &v1.ReadSchemaRequest{})
				if code := status.Code(err); code != codes.Unauthenticated && code != codes.Unavailable && code != codes.Canceled {
					t.Errorf("without a key: got %v (%v), want %v", code, err, codes.Unauthenticated)
				}
				time.Sleep(10 * time.Millisecond)
			}
		}()
	}
	for range 10 {
		readSchema(t, held)
		readSchema(t, dial(t, address))
		time.Sleep(20 * time.Millisecond)
	}
}

func dial(t *testing.T, address string) *grpc.ClientConn {
	t.Helper()
	conn, err := engine.Dial(address, "right")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, conn.Close()) })
	return conn
}

// readSchema is answered: there is none.
func readSchema(t *testing.T, conn *grpc.ClientConn) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	_, err := v1.NewSchemaServiceClient(conn).ReadSchema(ctx, &v1.ReadSchemaRequest{})
	require.Equal(t, codes.NotFound, status.Code(err), err)
}

// serve serves an engine in this process.
func serve(t *testing.T, limits engine.Limits) (address string) {
	t.Helper()
	e, err := engine.Start(t.Context(), engine.Options{Limits: limits})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, e.Close()) })
	address = loopbacktest.Address(t)
	served, err := e.Serve(t.Context(), address, engine.OneKey("right"))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, served.Close()) })
	return address
}

func TestAStrangerIsClosedAfterAWhile(t *testing.T) {
	address := serve(t, engine.Limits{Handshake: 300 * time.Millisecond})
	for why, says := range map[string]string{"nothing": "", "half a preface": preface[:12], "no call": preface + settings} {
		stranger, err := net.Dial("tcp", address)
		require.NoError(t, err)
		defer stranger.Close()
		_, err = io.WriteString(stranger, says)
		require.NoError(t, err)
		require.NoError(t, stranger.SetReadDeadline(time.Now().Add(20*time.Second)))
		_, err = io.Copy(io.Discard, stranger)
		require.NotErrorIs(t, err, os.ErrDeadlineExceeded, "%s: still open", why)
	}
	known := dial(t, address)
	readSchema(t, known)
	state := known.GetState()
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	require.False(t, known.WaitForStateChange(ctx, state), "a connection that had the key was closed")
}

// Whether the server is well, everybody may ask, and not for ever.
func TestAStrangerMayAskAFewTimes(t *testing.T) {
	conn, err := grpc.NewClient(serve(t, engine.Limits{}), grpc.WithTransportCredentials(insecure.NewCredentials()))
	require.NoError(t, err)
	defer conn.Close()
	for i := range 20 {
		_, err := healthpb.NewHealthClient(conn).Check(t.Context(), &healthpb.HealthCheckRequest{})
		want := codes.OK
		if i >= 16 {
			want = codes.ResourceExhausted
		}
		require.Equal(t, want, status.Code(err), "call %d: %v", i, err)
	}
}

func TestWatchesAreLimited(t *testing.T) {
	address := serve(t, engine.Limits{Watches: 2})
	writer := dial(t, address)
	writeSchema(t, writer)
	watch := func() (context.CancelFunc, error) {
		ctx, cancel := context.WithCancel(t.Context())
		t.Cleanup(cancel)
		stream, err := v1.NewWatchServiceClient(dial(t, address)).Watch(ctx, &v1.WatchRequest{
			OptionalUpdateKinds: []v1.WatchKind{v1.WatchKind_WATCH_KIND_INCLUDE_SCHEMA_UPDATES},
		})
		require.NoError(t, err)
		received := make(chan error, 1)
		go func() {
			_, err := stream.Recv()
			received <- err
		}()
		for n := 0; ; n++ { // until there is something to tell
			select {
			case err := <-received:
				return cancel, err
			case <-time.After(10 * time.Millisecond):
				writeSchema(t, writer, fmt.Sprintf("definition other%d {}", n%2))
			}
		}
	}
	first, err := watch()
	require.NoError(t, err)
	_, err = watch()
	require.NoError(t, err)
	_, err = watch()
	require.Equal(t, codes.ResourceExhausted, status.Code(err), err)
	require.ErrorContains(t, err, "2 streams of changes are open")
	first()
	require.Eventually(t, func() bool {
		_, err := watch()
		return err == nil
	}, 20*time.Second, 10*time.Millisecond, "one that ended makes room")
}

func TestCallsOfOneConnectionAreLimited(t *testing.T) {
	address := serve(t, engine.Limits{Calls: 1})
	conn := dial(t, address)
	writeSchema(t, conn)
	_, err := v1.NewWatchServiceClient(conn).Watch(t.Context(), &v1.WatchRequest{})
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	_, err = v1.NewSchemaServiceClient(conn).ReadSchema(ctx, &v1.ReadSchemaRequest{})
	require.Equal(t, codes.DeadlineExceeded, status.Code(err), "it waits for the one before it: %v", err)
	_, err = v1.NewSchemaServiceClient(dial(t, address)).ReadSchema(t.Context(), &v1.ReadSchemaRequest{})
	require.NoError(t, err)
}

func TestIdleConnectionsAreClosed(t *testing.T) {
	conn := dial(t, serve(t, engine.Limits{Idle: 100 * time.Millisecond}))
	readSchema(t, conn)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	require.True(t, conn.WaitForStateChange(ctx, conn.GetState()), "it stays open")
	readSchema(t, conn)
}

// What SpiceDB says, and what the way to it says, is told with its code.
func TestErrorsComeThroughAsTheyAre(t *testing.T) {
	conn := dial(t, serve(t, engine.Limits{}))
	_, err := v1.NewSchemaServiceClient(conn).WriteSchema(t.Context(), &v1.WriteSchemaRequest{Schema: strings.Repeat(" ", 5<<20)})
	require.Equal(t, codes.ResourceExhausted, status.Code(err), err)
	_, err = v1.NewSchemaServiceClient(conn).WriteSchema(t.Context(), &v1.WriteSchemaRequest{Schema: "definition"})
	require.Equal(t, codes.InvalidArgument, status.Code(err), err)
	require.NotEmpty(t, status.Convert(err).Details())
	_, err = v1.NewPermissionsServiceClient(conn).CheckPermission(t.Context(), &v1.CheckPermissionRequest{})
	require.Equal(t, codes.InvalidArgument, status.Code(err), err)
	err = conn.Invoke(t.Context(), "/no.such/Method", &v1.ReadSchemaRequest{}, &v1.ReadSchemaResponse{})
	require.Equal(t, codes.Unimplemented, status.Code(err), err)
}

func writeSchema(t *testing.T, conn *grpc.ClientConn, more ...string) {
	t.Helper()
	text := strings.Join(append(more, "definition user {}"), "\n")
	_, err := v1.NewSchemaServiceClient(conn).WriteSchema(t.Context(), &v1.WriteSchemaRequest{Schema: text})
	require.NoError(t, err)
}

// A watch went on with a key that was revoked, and told everything that was written.
func TestARevokedKeyEndsWhatIsUnderWay(t *testing.T) {
	e, err := engine.Start(t.Context(), engine.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, e.Close()) })
	address := loopbacktest.Address(t)
	var revoked atomic.Bool
	served, err := e.Serve(t.Context(), address, func(token string) bool { return token == "right" && !revoked.Load() })
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, served.Close()) })
	conn := dial(t, address)
	writeSchema(t, conn)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	stream, err := v1.NewWatchServiceClient(conn).Watch(ctx, &v1.WatchRequest{})
	require.NoError(t, err)
	ended := make(chan error, 1)
	go func() {
		_, err := stream.Recv()
		ended <- err
	}()
	select {
	case err := <-ended:
		t.Fatalf("the key is good: %v", err)
	case <-time.After(1500 * time.Millisecond):
	}
	revoked.Store(true)
	require.Equal(t, codes.PermissionDenied, status.Code(<-ended))
}
