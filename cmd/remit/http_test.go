package main

import (
	"context"
	"io"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/remit-authz/remit/internal/keys"
)

// requests sends one request over HTTP and wants a status; what is answered is standard
// output: requests 200 POST URL [BODY [KEY [HOST]]], with files for the body and the
// key, or - for none. An argument such as 'Name: value' is a header.
func requests(ts *testscript.TestScript, neg bool, args []string) {
	header := http.Header{}
	args = slices.DeleteFunc(slices.Clone(args), func(a string) bool {
		name, value, is := strings.Cut(a, ": ")
		if is {
			header.Set(name, value)
		}
		return is
	})
	if neg || len(args) < 3 || len(args) > 6 {
		ts.Fatalf("usage: requests STATUS METHOD URL [BODY [KEY [HOST]]]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	of := func(i int) string {
		if len(args) <= i || args[i] == "-" {
			return ""
		}
		return args[i]
	}
	body, key := of(3), of(4)
	if args[1] == http.MethodGet {
		body, key = "", body // a GET has none
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	text := ""
	if body != "" {
		text = ts.ReadFile(body)
	}
	r, err := http.NewRequestWithContext(ctx, args[1], args[2], strings.NewReader(text))
	ts.Check(err)
	r.Header = header
	r.Header.Set("Content-Type", "application/json")
	if key != "" {
		r.Header.Set("Authorization", "Bearer "+strings.TrimSpace(ts.ReadFile(key)))
	}
	if host := of(5); host != "" {
		r.Host = host
	}
	answer, err := http.DefaultClient.Do(r)
	ts.Check(err)
	defer answer.Body.Close()
	got, err := io.ReadAll(answer.Body)
	ts.Check(err)
	_, err = ts.Stdout().Write(got)
	ts.Check(err)
	if answer.StatusCode != want {
		ts.Fatalf("%s %s: got %d %s, want %d", args[1], args[2], answer.StatusCode, got, want)
	}
}

// revokes takes the key that is in a file out of a file of keys: revokes KEYS KEY.
func revokes(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: revokes KEYS KEY")
	}
	text, err := os.ReadFile(ts.MkAbs(args[1]))
	ts.Check(err)
	ts.Check(keys.Revoke(ts.MkAbs(args[0]), strings.Split(string(text), "_")[1]))
}
