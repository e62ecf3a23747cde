package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	authv3 "github.com/envoyproxy/go-control-plane/envoy/service/auth/v3"
	"github.com/go-jose/go-jose/v4"
	"github.com/rogpeppe/go-internal/testscript"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"github.com/remit-authz/remit/internal/settings"
	"github.com/remit-authz/remit/schema"
)

// testIssuer is an issuer of tokens in the tests' process.
type testIssuer struct {
	*httptest.Server
	signer jose.Signer
}

type issuerKey struct{}

// startIssuer gives a page an issuer, at $ISSUER.
func startIssuer(env *testscript.Env) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	key := jose.JSONWebKey{Key: private, KeyID: "1", Algorithm: "ES256", Use: "sig"}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: key}, nil)
	if err != nil {
		panic(err)
	}
	i := &testIssuer{signer: signer}
	i.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/.well-known/openid-configuration":
			_ = json.NewEncoder(w).Encode(map[string]string{"issuer": i.URL, "jwks_uri": i.URL + "/keys"})
		case "/keys":
			_ = json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{key.Public()}})
		default:
			http.NotFound(w, r)
		}
	}))
	env.Defer(i.Close)
	env.Values[issuerKey{}] = i
	env.Setenv("ISSUER", i.URL)
}

// issues writes a token to a file: issues FILE AUDIENCE SUBJECT LIFETIME [CLAIM=VALUE…].
func issues(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 4 {
		ts.Fatalf("usage: issues FILE AUDIENCE SUBJECT LIFETIME [CLAIM=VALUE…]")
	}
	i, _ := ts.Value(issuerKey{}).(*testIssuer)
	lifetime, err := time.ParseDuration(args[3])
	ts.Check(err)
	claims := map[string]any{"iss": i.URL, "aud": args[1], "sub": args[2], "exp": time.Now().Add(lifetime).Unix()}
	for _, claim := range args[4:] {
		name, value, _ := strings.Cut(claim, "=")
		claims[name] = value
	}
	text, err := json.Marshal(claims)
	ts.Check(err)
	signed, err := i.signer.Sign(text)
	ts.Check(err)
	token, err := signed.CompactSerialize()
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(token+"\n"), 0o600))
}

// envoys asks as Envoy does, and wants a status: envoys 403 ADDRESS GET /clients/c-1 [NAME=VALUE…],
// with headers.
func envoys(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 4 {
		ts.Fatalf("usage: envoys STATUS ADDRESS METHOD PATH [NAME=VALUE…]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	conn, err := grpc.NewClient(args[1], grpc.WithTransportCredentials(insecure.NewCredentials()))
	ts.Check(err)
	defer conn.Close()
	headers := map[string]string{}
	for _, header := range args[4:] {
		name, value, _ := strings.Cut(header, "=")
		if file, is := strings.CutPrefix(value, "@"); is {
			value = "Bearer " + strings.TrimSpace(ts.ReadFile(file))
		}
		headers[name] = value
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	answer, err := authv3.NewAuthorizationClient(conn).Check(ctx, &authv3.CheckRequest{Attributes: &authv3.AttributeContext{
		Request: &authv3.AttributeContext_Request{Http: &authv3.AttributeContext_HttpRequest{Method: args[2], Path: args[3], Headers: headers}},
	}})
	ts.Check(err)
	got := 0
	if answer.GetOkResponse() != nil {
		got = http.StatusOK
	} else if denied := answer.GetDeniedResponse(); denied != nil {
		got = int(denied.GetStatus().GetCode())
	}
	if got != want {
		ts.Fatalf("%s", fmt.Sprint(args[2:], ": got ", got, ", want ", want))
	}
}

// What the README says of the settings of the service is read as it stands there.
func TestSettingsOfTheReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	for _, block := range fenced.FindAllStringSubmatch(string(readme), -1) {
		if key, _, _ := strings.Cut(block[2], ":"); block[1] != "yaml" || !slices.Contains([]string{"tokens", "gateway", "aliases"}, key) {
			continue
		}
		name := filepath.Join(t.TempDir(), settings.Name)
		if err := os.WriteFile(name, []byte(block[2]+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := settings.Read(name)
		if err == nil {
			_, err = gatewayOf(s.Gateway, schema.Model{})
		}
		if err != nil {
			t.Errorf("%s: %v", block[2], err)
		}
		read++
	}
	if read != 3 {
		t.Errorf("%d were read", read)
	}
}
