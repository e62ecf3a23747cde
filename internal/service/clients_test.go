package service_test

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/remit-authz/remit/internal/loopback/loopbacktest"
	"github.com/remit-authz/remit/internal/random"
	"github.com/remit-authz/remit/internal/service"
)

// raw sends bytes as they are and is the status of every answer that comes before the
// connection ends; the writing side stays open unless it is to be closed.
func raw(t *testing.T, address, text string, closes bool) (statuses []int) {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	go func() {
		_, _ = io.WriteString(conn, text) // it may be cut off
		if closes {
			_ = conn.(*net.TCPConn).CloseWrite()
		}
	}()
	answers, _ := io.ReadAll(conn) // what came until it ended
	for _, line := range bytes.Split(answers, []byte("\r\n")) {
		if after, is := bytes.CutPrefix(line, []byte("HTTP/1.1 ")); is && len(after) > 3 {
			status, _ := strconv.Atoi(string(after[:3]))
			statuses = append(statuses, status)
		}
	}
	return statuses
}

const authorized = "Host: x\r\nAuthorization: Bearer k\r\n"

// What is broken, too large, or could be read as two requests reaches no handler, and
// others are answered meanwhile and afterwards.
func TestBrokenAndHugeCallers(t *testing.T) {
	address := loopbacktest.Address(t)
	var mu sync.Mutex
	var reached []string
	var log bytes.Buffer
	handler := func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, "cut off", http.StatusBadRequest)
			return
		}
		mu.Lock()
		defer mu.Unlock()
		reached = append(reached, string(body))
	}
	start(t, service.Options{Address: address, Keys: one("k"), Routes: routes(handler), Limits: service.Limits{Bytes: 1 << 20}, Log: slog.New(slog.NewJSONHandler(&log, nil))})
	post := "POST /echo/x HTTP/1.1\r\n" + authorized
	for _, tt := range []struct {
		why, text string
		want      []int // any of them, or no answer where 0 is among them
		reached   []string
	}{
		{"right", post + "Connection: close\r\nContent-Length: 4\r\n\r\nbody", []int{200}, []string{"body"}},
		{"nothing", "", []int{0}, nil},
		{"no HTTP", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + strings.Repeat("\x00", 500) + "\r\n\r\n", []int{0, 400}, nil},
		{"HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", []int{0, 400, 401, 404, 505}, nil},
		{"another version", "POST /echo/x HTTP/3.9\r\n" + authorized + "\r\n", []int{400, 505}, nil},
		{"no host", "POST /echo/x HTTP/1.1\r\nAuthorization: Bearer k\r\n\r\n", []int{400}, nil},
		{"two hosts", "POST /echo/x HTTP/1.1\r\nHost: y\r\n" + authorized + "\r\n", []int{400}, nil},
		{"two lengths", post + "Content-Length: 4\r\nContent-Length: 40\r\n\r\nbody", []int{400}, nil},
		{"a length below zero", post + "Content-Length: -4\r\n\r\nbody", []int{400}, nil},
		{"a length beyond numbers", post + "Content-Length: 99999999999999999999999\r\n\r\nbody", []int{400}, nil},
		{"a length that is none", post + "Content-Length: 0x4\r\n\r\nbody", []int{400}, nil},
		{"a length with a plus", post + "Content-Length: +4\r\n\r\nbody", []int{400}, nil},
		// Where both are given, the length counts for nothing, and what follows is no
		// second request.
		{"a length and chunks", post + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nPOST /echo/second HTTP/1.1\r\n" + authorized + "Content-Length: 8\r\n\r\nsmuggled", []int{200, 400}, []string{""}},
		{"chunks of another kind", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", []int{400, 501}, nil},
		{"chunks that are none", post + "Transfer-Encoding: chunked\r\n\r\nzz\r\nbody\r\n", []int{400}, nil},
		{"a chunk beyond numbers", post + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nbody\r\n", []int{400}, nil},
		{"a body that breaks off", post + "Content-Length: 400\r\n\r\nbody", []int{0, 400}, nil},
		{"chunks that break off", post + "Transfer-Encoding: chunked\r\n\r\n4\r\nbo", []int{0, 400}, nil},
		{"a header that breaks off", post + "X-Long: ", []int{0, 400}, nil},
		{"a name of a header with a blank", post + "X Y: z\r\nContent-Length: 0\r\n\r\n", []int{400}, nil},
		{"a folded header", post + "X: y\r\n z\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", []int{200, 400}, []string{""}},
		{"a nil in a header", post + "X: \x00\r\nContent-Length: 0\r\n\r\n", []int{400}, nil},
		{"a large header", post + "X: " + strings.Repeat("x", 100<<10) + "\r\n\r\n", []int{431}, nil},
		{"many headers", post + strings.Repeat("X: y\r\n", 20_000) + "\r\n", []int{431}, nil},
		{"a long path", "POST /echo/" + strings.Repeat("x", 100<<10) + " HTTP/1.1\r\n" + authorized + "\r\n", []int{431}, nil},
		{"a large body", post + fmt.Sprintf("Content-Length: %d\r\n\r\n", 2<<20) + strings.Repeat("x", 2<<20), []int{0, 400}, nil},
		{"chunks without an end", post + "Transfer-Encoding: chunked\r\n\r\n" + strings.Repeat("10000\r\n"+strings.Repeat("x", 1<<16)+"\r\n", 64), []int{0, 400}, nil},
		{"a large length and no body", post + "Content-Length: 1000000000000\r\nExpect: 100-continue\r\n\r\n", []int{0, 100, 400, 417}, nil},
		{"without a key, a large body", "POST /echo/x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n" + strings.Repeat("x", 1<<20), []int{0, 401}, nil},
	} {
		got := raw(t, address, tt.text, true)
		if len(got) == 0 {
			got = []int{0}
		}
		for _, status := range got {
			if !slices.Contains(tt.want, status) {
				t.Errorf("%s: got %d, want any of %d", tt.why, got, tt.want)
			}
		}
		mu.Lock()
		if slices.Contains(got, 200) != (len(reached) > 0) || len(reached) > len(tt.reached) || len(reached) > 0 && !slices.Equal(reached, tt.reached) {
			t.Errorf("%s: what reached the handler is %.100q, want %.100q (%d)", tt.why, reached, tt.reached, got)
		}
		reached = nil
		mu.Unlock()
	}
	if strings.Contains(log.String(), "panic") || strings.Contains(log.String(), "smuggled") {
		t.Errorf("the log has %s", log.String())
	}
}

// Callers who break off anywhere, and who read no answer, leave nothing behind.
func TestCallersWhoBreakOff(t *testing.T) {
	address := loopbacktest.Address(t)
	large := bytes.Repeat([]byte("x"), 1<<20)
	start(t, service.Options{Address: address, Keys: one("k"), Limits: service.Limits{Concurrent: 64}, Routes: routes(func(w http.ResponseWriter, r *http.Request) {
		if body, err := io.ReadAll(r.Body); err != nil || string(body) != "body" {
			return
		}
		_, _ = w.Write(large)
	})})
	request := "POST /echo/x HTTP/1.1\r\n" + authorized + "Content-Length: 4\r\n\r\nbody"
	r := rand.New(rand.NewPCG(random.Seed(t), 0))
	before := runtime.NumGoroutine()
	var held []net.Conn
	for i := range 600 {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(conn, request[:r.IntN(len(request)+1)])
		if i%20 == 0 {
			held = append(held, conn) // it is left open, and its answer is not read
			continue
		}
		_ = conn.Close()
	}
	if got := send(t, &http.Client{Timeout: 10 * time.Second}, "POST", "http://"+address+"/echo/x", "k", "body"); got.code != 200 || len(got.body) != len(large) {
		t.Errorf("somebody else: got %d, %d bytes", got.code, len(got.body))
	}
	for _, conn := range held {
		_ = conn.Close()
	}
	http.DefaultClient.CloseIdleConnections()
	for end := time.Now().Add(20 * time.Second); runtime.NumGoroutine() > before+10; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d goroutines, and %d before", runtime.NumGoroutine(), before)
		}
	}
}
