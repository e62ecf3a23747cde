// Package imports_test holds the import graph to its design: each edge that
// must not be, with the reason.
package imports_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/remit-authz/remit"

// A forbidden edge leads from any package under from to any package under to,
// directly or through others of this module. Tests are free to import what they
// like.
type forbidden struct {
	from, to, why string
	except        []string // packages under from that may
}

var edges = []forbidden{
	{"loader", module + "/checker", "data goes one way; a revision is all that passes from writing to reading, and cmd hands it over", nil},
	{"checker", module + "/loader", "who asks questions must not be able to write answers", nil},
	{"checker", module + "/checker/embedded", "an application that asks questions links a server only if it names it", []string{"checker/embedded"}},
	{"checker", module + "/internal/engine", "an application that asks questions links no server", []string{"checker/embedded"}},
	{"checker", "github.com/authzed/spicedb", "an application that asks questions links nothing of SpiceDB but its API", []string{"checker/explain", "checker/memory", "checker/embedded", "checker/authzen", "checker/decisions", "checker/history", "checker/internal/answer", "checker/report"}},
	{"checker", "go.opentelemetry.io/otel", "an application that asks questions links OpenTelemetry only if it names it", []string{"checker/telemetry"}},
	{"checker", module + "/internal/issuer", "an application that asks questions calls nobody but its engine: whose tokens are good is told to it", nil},
	{"checker", "github.com/coreos/go-oidc", "an application that asks questions calls nobody but its engine", nil},
	{"checker", "github.com/envoyproxy/go-control-plane", "an application that asks questions links Envoy's messages only if it names them", []string{"checker/extauthz"}},
	{"checker", module + "/internal/phrase/catalogue", "an application that asks questions carries the labels of what it links, and not all that the program says", nil},
	{"checker", "github.com/modelcontextprotocol", "an application that asks questions answers no assistant", nil},
	{"loader", "github.com/modelcontextprotocol", "an assistant asks, and writes nothing", nil},
	{"checker", "github.com/samply/golang-fhir-models", "an application that asks questions links no resources of FHIR: they are made of what was recorded", nil},
	{"loader", "github.com/samply/golang-fhir-models", "an application that writes relationships links no resources of FHIR", nil},
	{"internal/service", module + "/internal/issuer", "what is served knows callers by their keys, however they show them", nil},
	{"internal/service", module + "/internal/tracing", "what is served does not know who watches it", nil},
	{"checker", "github.com/authzed/spicedb/pkg/cmd", "an application that asks for reasons links no server either", []string{"checker/embedded"}},
	{"loader", module + "/internal/engine", "an application that writes relationships links no server", nil},
	{"loader/acts", "github.com/authzed/spicedb", "an application that writes relationships links nothing of SpiceDB but its API", nil},
	{"loader/emergency", "github.com/authzed/spicedb", "an application that writes relationships links nothing of SpiceDB but its API", nil},
	{"loader/source", "github.com/authzed/spicedb", "a format only decodes", nil},
	{"loader/source", module + "/internal/relation", "a format only decodes: what its rows come to is the loader's to say", nil},
	{"loader/source/csv", module + "/loader/source/formats", "a format knows of no other", nil},
	{"loader", "github.com/authzed/spicedb/pkg/cmd", "an application that syncs counts what a plan gives, and links no server for it", nil},
	{"loader", module + "/cmd", "nothing imports the program", nil},
	{"checker", module + "/cmd", "nothing imports the program", nil},
	{"fixtures", module + "/cmd", "nothing imports the program", nil},
	{"internal", module + "/cmd", "nothing imports the program", nil},
	{"cmd", "testing", "the program carries no tests; what SpiceDB's own packages link of them is all", nil},
	{"cmd", "github.com/stretchr/testify", "the program carries no tests", nil},
	{"cmd", "pgregory.net/rapid", "the program carries no tests", nil},
	{"fixtures", "testing", "suites for tests of our own are nobody else's", []string{"fixtures/container", "fixtures/generate"}},
	{"checker", "testing", "an application that asks questions carries no tests", nil},
	{"loader", "testing", "an application that writes relationships carries no tests", nil},
}

// servers are the only packages that know SpiceDB's Go packages, which are no
// stable contract: the rest of the module speaks its gRPC API.
var servers = []string{"internal/engine", "internal/boltstore", "internal/graph", "internal/lint", "internal/model", "internal/schemagen", "internal/validationfile", "internal/zedtoken"}

func TestForbiddenEdges(t *testing.T) {
	graph := readGraph(t)
	for _, e := range edges {
		for _, from := range graph.under(module + "/" + e.from) {
			if slices.ContainsFunc(e.except, func(p string) bool { return under(from, module+"/"+p) }) {
				continue
			}
			for _, path := range graph.paths(from, e.to) {
				t.Errorf("%s: %s", strings.Join(path, " -> "), e.why)
			}
		}
	}
}

func TestSpiceDBIsKnownInFewPlaces(t *testing.T) {
	for from, imports := range readGraph(t) {
		if slices.ContainsFunc(servers, func(s string) bool { return under(from, module+"/"+s) }) {
			continue
		}
		for _, to := range imports {
			if under(to, "github.com/authzed/spicedb") {
				t.Errorf("%s -> %s: only %s may, or every upgrade of SpiceDB touches the whole module", from, to, strings.Join(servers, ", "))
			}
		}
	}
}

func TestSchemaNeedsTheStandardLibraryOnly(t *testing.T) {
	for from, imports := range readGraph(t) {
		if !under(from, module+"/schema") && from != module+"/internal/phrase" {
			continue
		}
		for _, to := range imports {
			if strings.Contains(to, ".") && !under(to, module+"/schema") && to != module+"/internal/phrase" {
				t.Errorf("%s -> %s: schema is everybody's word list, whoever names a permission links nothing more", from, to)
			}
		}
	}
}

// asking is every module that an application links by asking questions. A new
// one here is one more that every application carries: weigh it.
var asking = []string{
	module,
	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go", // authzed-go's messages
	"github.com/authzed/authzed-go",
	"github.com/envoyproxy/protoc-gen-validate",
	"github.com/grpc-ecosystem/grpc-gateway/v2",
	"github.com/planetscale/vtprotobuf",
	"golang.org/x/net", // gRPC
	"golang.org/x/sys",
	"golang.org/x/text",
	"google.golang.org/genproto/googleapis/api",
	"google.golang.org/genproto/googleapis/rpc",
	"google.golang.org/grpc",
	"google.golang.org/protobuf",
}

func TestAskingLinksLittle(t *testing.T) {
	for _, m := range linkedModules(t, "./schema", "./checker", "./checker/httpauth", "./checker/grpcauth", "./checker/forwardauth") {
		if !slices.Contains(asking, m) {
			t.Errorf("an application that asks questions links %s", m)
		}
	}
}

// drivers are modules that only a datastore of SpiceDB needs: much of SpiceDB's
// own code imports its datastores, pkg/schema for one.
var drivers = []string{"github.com/aws/aws-sdk-go-v2", "github.com/jackc/pgx/v5", "cloud.google.com/go"}

func TestTheGraphLinksNoDatastore(t *testing.T) {
	for _, m := range linkedModules(t, "./internal/graph/...", "./checker/explain", "./loader/access", "./loader") {
		if slices.Contains(drivers, m) {
			t.Errorf("an application that asks for reasons, or what a plan gives, links %s", m)
		}
	}
}

// linkedModules are the modules of everything that packages link.
func linkedModules(t *testing.T, packages ...string) []string {
	t.Helper()
	list := exec.CommandContext(t.Context(), "go", append([]string{"list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}"}, packages...)...)
	list.Dir = root
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	modules := strings.Fields(string(out))
	slices.Sort(modules)
	return slices.Compact(modules)
}
