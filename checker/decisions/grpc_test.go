package decisions_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"slices"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/checker/decisions"
	"github.com/remit-authz/remit/checker/embedded"
	"github.com/remit-authz/remit/checker/explain"
	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/internal/decided"
	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/internal/methods"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

// served is an engine that is served to others, whose answers are recorded.
func served(t *testing.T, o decisions.Options) (*world, enginetest.Engine) {
	t.Helper()
	w, conn := dialled(t, o)
	return w, enginetest.Of(conn)
}

func dialled(t *testing.T, o decisions.Options) (*world, *grpc.ClientConn) {
	t.Helper()
	e, err := embedded.Open(t.Context(), embedded.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	w := &world{t: t, conn: e.Conn(), folder: filepath.Join(t.TempDir(), "decisions")}
	if _, err := loader.WriteSchema(t.Context(), w.conn, schema.Model{}); err != nil {
		t.Fatal(err)
	}
	if _, err := loader.Load(t.Context(), w.conn, fixtures.Care(), time.Now()); err != nil {
		t.Fatal(err)
	}
	o.Explain = explain.New(w.conn, explain.Options{}).Explain
	w.open(o)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	asker := func(context.Context) decisions.Asker { return decisions.Asker{Via: "grpc", Caller: "k2"} }
	s, err := e.Serve(t.Context(), embedded.ServeOptions{Address: address, Keys: embedded.OneKey("0123456789abcdef"), Interceptors: []grpc.StreamServerInterceptor{w.log.Intercept(asker)}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return w, enginetest.Dial(t, address, "0123456789abcdef")
}

var head = &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}}

func request(user, client schema.Ref) *v1.CheckPermissionRequest {
	return &v1.CheckPermissionRequest{
		Consistency: head, Resource: relation.ObjectOf(client).Message(), Permission: "view_dossier", Subject: relation.ObjectOf(user).Subject(""),
	}
}

// Whatever an application asks by SpiceDB's API is recorded, whoever answers it.
func TestServed(t *testing.T) {
	w, engine := served(t, decisions.Options{Record: decisions.All})
	for _, user := range []schema.Ref{anna, dirk} {
		if _, err := engine.CheckPermission(t.Context(), request(user, linked)); err != nil {
			t.Fatal(err)
		}
	}
	item := request(anna, outside)
	traced := request(anna, linked)
	traced.WithTracing = true // which SpiceDB answers
	if _, err := engine.CheckPermission(t.Context(), traced); err != nil {
		t.Fatal(err)
	}
	if _, err := engine.CheckBulkPermissions(t.Context(), &v1.CheckBulkPermissionsRequest{Consistency: head, Items: []*v1.CheckBulkPermissionsRequestItem{
		{Resource: item.Resource, Permission: item.Permission, Subject: item.Subject},
	}}); err != nil {
		t.Fatal(err)
	}
	stream, err := engine.LookupResources(t.Context(), &v1.LookupResourcesRequest{Consistency: head, ResourceObjectType: "client", Permission: "view_dossier", Subject: item.Subject})
	n := 0
	for err == nil {
		if _, err = stream.Recv(); err == nil {
			n++
		}
	}
	if err != io.EOF || n == 0 {
		t.Fatal(n, err)
	}
	all := w.entries()
	var got []string
	for _, e := range all {
		d := e.Decision
		got = append(got, d.Operation+" "+string(d.Permission)+" "+d.Outcome)
		if d.Via != "grpc" || d.Caller != "k2" || e.Revision == "" || d.User == (relation.Object{}) {
			t.Errorf("recorded %+v", e)
		}
	}
	want := []string{
		"check client#view_dossier allowed", "check client#view_dossier denied", "check client#view_dossier allowed",
		"check_all client#view_dossier denied", "resources client#view_dossier listed",
	}
	if !slices.Equal(got, want) {
		t.Errorf("recorded %q, want %q", got, want)
	}
	if d := all[0].Decision; d.Role != "practitioner" || d.Object != relation.ObjectOf(linked) {
		t.Errorf("recorded %+v", d)
	}
	if d := all[4].Decision; d.Listed != n {
		t.Errorf("a list of %d is recorded as %+v", n, d)
	}
}

// A list that is packed is recorded with as many as it names.
func TestServedPacked(t *testing.T) {
	w, engine := served(t, decisions.Options{Record: decisions.All})
	which := &v1.LookupResourcesRequest{Consistency: head, ResourceObjectType: "client", Permission: "view_dossier", Subject: relation.ObjectOf(anna).Subject("")}
	for asked := 0; ; asked++ { // until it is from memory
		stream, err := engine.LookupResources(decided.Ask(t.Context()), which)
		n, messages := 0, 0
		for err == nil {
			var m *v1.LookupResourcesResponse
			if m, err = stream.Recv(); err == nil {
				n, messages = n+decided.Count(m.GetResourceObjectId()), messages+1
			}
		}
		if err != io.EOF || n < 2 || asked > 1000 {
			t.Fatal(n, asked, err)
		}
		if messages > 1 {
			time.Sleep(10 * time.Millisecond)
			continue
		}
		all := w.entries()
		if d := all[len(all)-1].Decision; d.Listed != n {
			t.Errorf("a list of %d is recorded as %+v", n, d)
		}
		return
	}
}

// Where it is required no answer goes out that is not recorded.
func TestServedRequired(t *testing.T) {
	w, engine := served(t, decisions.Options{Record: decisions.All, Required: true})
	if _, err := engine.CheckPermission(t.Context(), request(anna, linked)); err != nil {
		t.Fatal(err)
	}
	w.broken()
	if answer, err := engine.CheckPermission(t.Context(), request(anna, linked)); status.Code(err) != codes.Unavailable {
		t.Errorf("without a record: %v %v", answer, err)
	}
	stream, err := engine.LookupResources(t.Context(), &v1.LookupResourcesRequest{Consistency: head, ResourceObjectType: "client", Permission: "view_dossier", Subject: relation.ObjectOf(anna).Subject("")})
	for err == nil {
		_, err = stream.Recv()
	}
	if status.Code(err) != codes.Unavailable {
		t.Errorf("without a record a list ends with %v", err)
	}
}

// A list of questions of the old way is recorded as one of the new.
func TestServedOldBulk(t *testing.T) {
	w, conn := dialled(t, decisions.Options{Record: decisions.All, Required: true})
	client, item := v1.NewExperimentalServiceClient(conn), request(anna, linked)
	//lint:ignore SA1019 callers may still use it
	if _, err := client.BulkCheckPermission(t.Context(), &v1.BulkCheckPermissionRequest{Consistency: head, Items: []*v1.BulkCheckPermissionRequestItem{
		{Resource: item.Resource, Permission: item.Permission, Subject: item.Subject},
		{Resource: item.Resource, Permission: item.Permission, Subject: request(dirk, linked).Subject},
	}}); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range w.entries() {
		got = append(got, e.Decision.Operation+" "+e.Decision.User.String()+" "+e.Decision.Outcome)
	}
	if want := []string{"check_all user:veldzicht/anna allowed", "check_all user:veldzicht/dirk denied"}; !slices.Equal(got, want) {
		t.Errorf("recorded %q, want %q", got, want)
	}
}

// Every method of SpiceDB's that answers is recorded, or refused where it has to be.
func TestServedAnswersNothingUnseen(t *testing.T) {
	required := decisions.Options{Record: decisions.All, Required: true}
	w := record(t, required)
	intercept := w.log.Intercept(func(context.Context) decisions.Asker { return decisions.Asker{} })
	answering := 0
	for _, service := range []grpc.ServiceDesc{v1.PermissionsService_ServiceDesc, v1.ExperimentalService_ServiceDesc} {
		var names []string
		for _, m := range service.Methods {
			names = append(names, m.MethodName)
		}
		for _, s := range service.Streams {
			names = append(names, s.StreamName)
		}
		for _, name := range names {
			method := "/" + service.ServiceName + "/" + name
			unseen := false
			err := intercept(nil, bare{ctx: t.Context()}, &grpc.StreamServerInfo{FullMethod: method}, func(_ any, s grpc.ServerStream) error {
				_, unseen = s.(bare)
				return nil
			})
			if methods.Answer(method) {
				answering++
				if unseen || err != nil && status.Code(err) != codes.FailedPrecondition {
					t.Errorf("%s: %v; answered without a record: %v", method, err, unseen)
				}
			} else if !unseen {
				t.Errorf("%s asks nothing, and is not let through: %v", method, err)
			}
		}
	}
	if answering < 6 {
		t.Errorf("%d methods answer", answering)
	}
}

// bare is a call that brings nothing.
type bare struct {
	grpc.ServerStream
	ctx context.Context
}

func (b bare) Context() context.Context { return b.ctx }

// A tree of who has a permission is a list of them.
func TestServedExpand(t *testing.T) {
	for _, tt := range []struct {
		record decisions.Which
		want   []string
	}{
		{decisions.All, []string{"expand client#view_dossier client:veldzicht/c-1001 listed, some: true"}},
		{decisions.Denials, nil},
	} {
		w, engine := served(t, decisions.Options{Record: tt.record, Required: true})
		if _, err := engine.ExpandPermissionTree(t.Context(), &v1.ExpandPermissionTreeRequest{Consistency: head, Resource: relation.ObjectOf(linked).Message(), Permission: "view_dossier"}); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range w.entries() {
			d := e.Decision
			got = append(got, fmt.Sprintf("%s %s %s %s, some: %t", d.Operation, d.Permission, d.Object, d.Outcome, d.Listed > 0))
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("recorded %q, want %q", got, tt.want)
		}
	}
}
