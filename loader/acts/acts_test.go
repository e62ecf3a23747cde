package acts_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/acts"
	"github.com/remit-authz/remit/schema"
)

func ref(s string) schema.Ref {
	typ, id, _ := strings.Cut(s, ":")
	return schema.Ref{Type: schema.Type(typ), Tenant: "acme", ID: id}
}

func user(id string) schema.Ref { return ref("user:" + id) }

const libraries = "tenant,id,name\nacme,l1,\n"

// folder has somebody of every role, named for it.
func folder(libraries string) fstest.MapFS {
	files := fstest.MapFS{}
	for name, content := range map[string]string{
		"tenants": "id,name,emergency\nacme,Acme,on\nbeta,Beta,off\n",
		"users": "tenant,id,name,email,status,roles\nbeta,eve,,,active,app_admin\n" +
			"acme,app_admin,,,active,app_admin\nacme,barred,,,active,app_admin\nacme,user_admin,,,active,user_admin\n" +
			"acme,creator,,,active,organization_creator\nacme,manager,,,active,standard_user\nacme,auditor,,,active,standard_user\n" +
			"acme,invited,,,active,standard_user\nacme,external,,,active,external_client\nacme,login,,,active,\n" +
			"acme,practitioner,,,active,practitioner\nacme,stranger,,,active,practitioner\nacme,supervisor,,,active,supervisor\n" +
			"acme,secretary,,,active,secretary\nacme,application_manager,,,active,application_manager\nacme,analyst,,,active,analyst\n" +
			"acme,inactive,,,inactive,app_admin;practitioner\n",
		"organizations": "tenant,id,name\nacme,o1,\n",
		"engagements":   "tenant,id,name,organization,lead\nacme,e1,,o1,\n",
		"connections":   "tenant,id,name,engagement\nacme,k1,,e1\n",
		"libraries":     libraries,
		"clients":       "tenant,id,account\nacme,c1,login\n",
		"links": "tenant,user,role,object,until\nacme,manager,manager,organization:o1,\nacme,invited,auditor,organization:o1,\n" +
			"acme,barred,barred,organization:o1,\nacme,auditor,auditor,engagement:e1,\n" +
			"acme,practitioner,practitioner,client:c1,\nacme,supervisor,supervisor,client:c1,\nacme,inactive,practitioner,client:c1,\n",
	} {
		files[name+".csv"] = &fstest.MapFile{Data: []byte(content)}
	}
	return files
}

// actors are all who may try.
var actors = []string{"app_admin", "barred", "user_admin", "creator", "manager", "auditor", "invited", "external", "login",
	"practitioner", "stranger", "supervisor", "secretary", "application_manager", "analyst", "inactive", "nobody"}

func start(t *testing.T) (enginetest.Engine, grpc.ClientConnInterface) {
	t.Helper()
	e, err := engine.Start(t.Context(), engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	sync(t, e.Conn(), libraries)
	return enginetest.Of(e.Conn()), e.Conn()
}

func sync(t *testing.T, conn grpc.ClientConnInterface, libraries string) {
	t.Helper()
	if _, err := loader.Load(t.Context(), conn, folder(libraries), time.Now()); err != nil {
		t.Fatal(err)
	}
}

// held is everything that an engine holds of acme.
func held(t *testing.T, conn grpc.ClientConnInterface) (all []string) {
	t.Helper()
	state, err := loader.ObservedState(t.Context(), conn, []schema.TenantID{"acme"})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range state.Relationships {
		all = append(all, fmt.Sprint(r, r.Terms))
	}
	return all
}

func on(all []string, object string) (found []string) {
	for _, r := range all {
		if strings.HasPrefix(r, object+"#") {
			found = append(found, r)
		}
	}
	return found
}

// Each act by each of them: allowed by the rows of the role tables, or refused
// with the permission that is missing and nothing written.
func TestRoleTables(t *testing.T) {
	_, conn := start(t)
	ctx, now := t.Context(), time.Now()
	made := func(object, parent string) func(schema.Ref) error {
		return func(by schema.Ref) error {
			o := acts.Object{Ref: ref(object + "-" + by.ID)}
			if parent != "" {
				o.Parent = ref(parent)
			}
			_, err := acts.Create(ctx, conn, by, o, now)
			return err
		}
	}
	// removed removes what an app admin made.
	removed := func(object, parent string) func(schema.Ref) error {
		return func(by schema.Ref) error {
			o := acts.Object{Ref: ref(object + "-for-" + by.ID)}
			if parent != "" {
				o.Parent = ref(parent)
			}
			if _, err := acts.Create(ctx, conn, user("app_admin"), o, now); err != nil {
				t.Fatal(err)
			}
			before := held(t, conn)
			_, err := acts.Remove(ctx, conn, by, o.Ref, now)
			if err != nil && !slices.Equal(before, held(t, conn)) {
				t.Errorf("%s by %s: refused, and something is gone", o.Ref, by)
			}
			return err
		}
	}
	linked := func(who, role, object string) func(schema.Ref) error {
		return func(by schema.Ref) error {
			grant := acts.Grant{User: user(who), Role: schema.Role(role), Object: ref(object)}
			if role == "external_client" {
				grant.Until = now.Add(time.Hour)
			}
			_, err := acts.Link(ctx, conn, by, grant, now)
			if err != nil {
				return err
			}
			_, err = acts.Unlink(ctx, conn, by, grant, now)
			return err
		}
	}
	for _, tt := range []struct {
		row        string
		do         func(schema.Ref) error
		permission schema.Permission
		may        []string
	}{
		{"T1 create organizations", made("organization:new", ""), schema.TenantCreateOrganization, []string{"app_admin", "barred", "user_admin", "creator"}},
		{"T6 create libraries", made("library:new", ""), schema.TenantManageLibraries, []string{"app_admin", "barred"}},
		{"C1 add clients", made("client:new", ""), schema.TenantCreateClient, []string{"practitioner", "stranger"}},
		{"O2 create an engagement", made("engagement:new", "organization:o1"), schema.OrganizationCreateEngagement, []string{"app_admin", "manager"}},
		{"O5 create an analysis", made("analysis:new", "engagement:e1"), schema.EngagementCreateAnalysis, []string{"app_admin", "manager", "auditor"}},
		{"O10 create a connection", made("connection:new", "engagement:e1"), schema.EngagementManageSettings, []string{"app_admin", "manager"}},
		{"T2 O1 delete an organization", removed("organization:old", ""), schema.OrganizationDelete, []string{"app_admin", "barred"}},
		{"T2 O3 delete an engagement", removed("engagement:old", "organization:o1"), schema.EngagementDelete, []string{"app_admin", "manager"}},
		{"O6 delete an analysis", removed("analysis:old", "engagement:e1"), schema.AnalysisDelete, []string{"app_admin", "manager", "auditor"}},
		{"O10 delete a connection", removed("connection:old", "engagement:e1"), schema.EngagementManageSettings, []string{"app_admin", "manager"}},
		{"T6 delete a library", removed("library:old", ""), schema.LibraryManage, []string{"app_admin", "barred"}},
		{"O8 manager", linked("creator", "manager", "organization:o1"), schema.OrganizationManageMembers, []string{"app_admin", "manager"}},
		{"O8 barred", linked("creator", "barred", "organization:o1"), schema.OrganizationManageMembers, []string{"app_admin", "manager"}},
		{"O8 auditor", linked("creator", "auditor", "engagement:e1"), schema.EngagementManageMembers, []string{"app_admin", "manager"}},
		{"O8 external client", linked("external", "external_client", "connection:k1"), schema.EngagementManageMembers, []string{"app_admin", "manager"}},
		{"C10 practitioner", linked("stranger", "practitioner", "client:c1"), schema.ClientLinkProfessionals, []string{"practitioner", "secretary"}},
		{"C10 supervisor", linked("supervisor", "supervisor", "client:c1"), schema.ClientLinkProfessionals, []string{"practitioner", "secretary"}},
	} {
		if tt.permission.ConditionalOn() != "" {
			t.Errorf("%s: what stores its own time could allow it", tt.row)
		}
		for _, who := range actors {
			err := tt.do(user(who))
			var refused *acts.RefusedError
			if slices.Contains(tt.may, who) {
				if err != nil {
					t.Errorf("%s by %s: %v", tt.row, who, err)
				}
			} else if !errors.As(err, &refused) || refused.Permission != tt.permission {
				t.Errorf("%s by %s: got %v, want it refused for want of %s", tt.row, who, err, tt.permission)
			}
		}
	}
}

// What is refused whoever acts; nothing of it is written.
func TestRefusals(t *testing.T) {
	_, conn := start(t)
	ctx, now := t.Context(), time.Now()
	admin := user("app_admin")
	eve := schema.Ref{Type: schema.TypeUser, Tenant: "beta", ID: "eve"}
	create := func(by schema.Ref, o, parent schema.Ref) error {
		_, err := acts.Create(ctx, conn, by, acts.Object{Ref: o, Parent: parent}, now)
		return err
	}
	link := func(by schema.Ref, g acts.Grant) error { _, err := acts.Link(ctx, conn, by, g, now); return err }
	unlink := func(by schema.Ref, g acts.Grant) error { _, err := acts.Unlink(ctx, conn, by, g, now); return err }
	remove := func(by, o schema.Ref) error { _, err := acts.Remove(ctx, conn, by, o, now); return err }
	o1, o9, none := ref("organization:o1"), ref("organization:o9"), schema.Ref{}
	before := held(t, conn)
	for _, tt := range []struct {
		want string
		err  error
	}{
		{"is of another tenant", create(eve, o9, none)},
		{"is of another tenant", create(admin, ref("engagement:e9"), schema.Ref{Type: schema.TypeOrganization, Tenant: "beta", ID: "o1"})},
		{"is of another tenant", link(admin, acts.Grant{User: eve, Role: "manager", Object: o1})},
		{"is of another tenant", unlink(eve, acts.Grant{User: admin, Role: "manager", Object: o1})},
		{"is of another tenant", remove(eve, o1)},
		{"is not a user", create(ref("account:app_admin"), o9, none)},
		{"is not a user", link(admin, acts.Grant{User: ref("account:creator"), Role: "manager", Object: o1})},
		{"id", create(admin, ref("organization:"), none)},
		{"id", remove(admin, ref("organization:"))},
		{"id", link(user(""), acts.Grant{User: admin, Role: "manager", Object: o1})},
		{"makes no user", create(admin, user("new"), none)},
		{"makes no account", create(admin, ref("account:new"), none)},
		{"belongs to one organization", create(admin, ref("engagement:e9"), ref("engagement:e1"))},
		{"belongs to one tenant", create(admin, o9, o1)},
		{"exists, or something of one that did", create(admin, o1, none)},
		{"they lack organization#create_engagement on organization:acme/o9", create(admin, ref("engagement:e9"), o9)},
		{"made by no application", remove(admin, o1)},
		{"made by no application", remove(admin, ref("library:l1"))},
		{"no permission removes a client", remove(user("practitioner"), ref("client:c1"))},
		{"there is no role", link(admin, acts.Grant{User: user("creator"), Role: "auditer", Object: o1})},
		{"there is no role", link(user("practitioner"), acts.Grant{User: user("practitioner"), Role: "emergency", Object: ref("client:c1")})},
		{"none of the roles", link(admin, acts.Grant{User: user("external"), Role: "manager", Object: o1})},
		{"none of the roles", link(admin, acts.Grant{User: user("analyst"), Role: "auditor", Object: o1})},
		{"none of the roles", link(user("secretary"), acts.Grant{User: user("supervisor"), Role: "practitioner", Object: ref("client:c1")})},
		{"does not exist", link(admin, acts.Grant{User: user("nobody"), Role: "barred", Object: o1})},
		{"an end that is to come", link(admin, acts.Grant{User: user("external"), Role: "external_client", Object: ref("connection:k1")})},
		{"an end that is to come", link(admin, acts.Grant{User: user("external"), Role: "external_client", Object: ref("connection:k1"), Until: now})},
		{"has no end", link(admin, acts.Grant{User: user("creator"), Role: "barred", Object: o1, Until: now.Add(time.Hour)})},
		{"the end of the link is past", link(admin, acts.Grant{User: user("creator"), Role: "auditor", Object: o1, Until: now})},
		{"no application linked", unlink(admin, acts.Grant{User: user("manager"), Role: "manager", Object: o1})},
		{"is part of 0 engagements", link(admin, acts.Grant{User: user("external"), Role: "external_client", Object: ref("connection:k9"), Until: now.Add(time.Hour)})},
	} {
		var refused *acts.RefusedError
		if !errors.As(tt.err, &refused) || !strings.Contains(tt.err.Error(), tt.want) {
			t.Errorf("got %v, want it refused: %s", tt.err, tt.want)
		}
	}
	if !slices.Equal(before, held(t, conn)) {
		t.Error("refused, and something is written")
	}
}

// What an application made outlives a sync that does not name it, with its
// creator's rights; it goes by an act, with all that is part of it, and its id
// revives nothing.
func TestAnObjectsLife(t *testing.T) {
	eng, conn := start(t)
	ctx, now := t.Context(), time.Now()
	create := func(by, object, parent string) schema.Revision {
		t.Helper()
		o := acts.Object{Ref: ref(object)}
		if parent != "" {
			o.Parent = ref(parent)
		}
		at, err := acts.Create(ctx, conn, user(by), o, now)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	create("creator", "organization:o9", "")
	create("creator", "engagement:e9", "organization:o9")
	create("creator", "analysis:a9", "engagement:e9")
	if at := create("practitioner", "client:c9", ""); at == "" {
		t.Error("no revision")
	}
	if _, err := acts.Link(ctx, conn, user("creator"), acts.Grant{User: user("auditor"), Role: "auditor", Object: ref("engagement:e9")}, now); err != nil {
		t.Fatal(err)
	}
	rights := func() []string {
		var has []string
		for _, q := range []struct {
			who string
			p   schema.Permission
			on  string
		}{
			{"creator", schema.OrganizationDelete, "organization:o9"}, {"creator", schema.AnalysisView, "analysis:a9"},
			{"auditor", schema.EngagementView, "engagement:e9"}, {"auditor", schema.AnalysisView, "analysis:a9"},
			{"practitioner", schema.ClientViewDossier, "client:c9"}, {"stranger", schema.ClientViewDossier, "client:c9"},
		} {
			if may(t, eng, q.who, q.p, q.on) {
				has = append(has, q.who+" "+string(q.p))
			}
		}
		return has
	}
	want := rights()
	if len(want) != 5 {
		t.Fatalf("made: got %q, want all but the stranger's", want)
	}
	sync(t, conn, libraries+"acme,l2,\n")
	if got := rights(); !slices.Equal(got, want) {
		t.Errorf("after a sync that does not name them: got %q, want %q", got, want)
	}
	if _, err := acts.Remove(ctx, conn, user("creator"), ref("organization:o9"), now); err != nil {
		t.Fatal(err)
	}
	for _, object := range []string{"organization:acme/o9", "engagement:acme/e9", "analysis:acme/a9"} {
		if left := on(held(t, conn), object); len(left) > 0 {
			t.Errorf("removed: %q is left", left)
		}
	}
	create("app_admin", "organization:o9", "")
	create("app_admin", "engagement:e9", "organization:o9")
	create("app_admin", "analysis:a9", "engagement:e9")
	if got := rights(); !slices.Equal(got, want[4:]) {
		t.Errorf("the ids are used again: got %q, want only %q", got, want[4:])
	}
}

// What is left of an id is in the way of using it again.
func TestNothingIsRevived(t *testing.T) {
	eng, conn := start(t)
	for _, left := range []*v1.Relationship{
		{Resource: &v1.ObjectReference{ObjectType: "organization", ObjectId: "acme/o9"}, Relation: "manager", Subject: &v1.SubjectReference{Object: &v1.ObjectReference{ObjectType: "account", ObjectId: "acme/auditor"}, OptionalRelation: "owner"}},
		{Resource: &v1.ObjectReference{ObjectType: "engagement", ObjectId: "acme/e8"}, Relation: "organization", Subject: &v1.SubjectReference{Object: &v1.ObjectReference{ObjectType: "organization", ObjectId: "acme/o8"}}},
	} {
		if _, err := eng.WriteRelationships(t.Context(), &v1.WriteRelationshipsRequest{Updates: []*v1.RelationshipUpdate{{Operation: v1.RelationshipUpdate_OPERATION_TOUCH, Relationship: left}}}); err != nil {
			t.Fatal(err)
		}
	}
	for _, id := range []string{"o9", "o8"} {
		var refused *acts.RefusedError
		if _, err := acts.Create(t.Context(), conn, user("creator"), acts.Object{Ref: ref("organization:" + id)}, time.Now()); !errors.As(err, &refused) {
			t.Errorf("%s: got %v, want it refused", id, err)
		}
		if got := on(held(t, conn), "organization:acme/"+id); len(got) > 1 {
			t.Errorf("%s: got %q", id, got)
		}
	}
}

func may(t *testing.T, eng enginetest.Engine, who string, p schema.Permission, object string) bool {
	t.Helper()
	answer, err := eng.CheckPermission(t.Context(), &v1.CheckPermissionRequest{
		Consistency: &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}},
		Resource:    &v1.ObjectReference{ObjectType: string(p.Type()), ObjectId: ref(object).ObjectID()},
		Permission:  p.Name(),
		Subject:     &v1.SubjectReference{Object: &v1.ObjectReference{ObjectType: "user", ObjectId: user(who).ObjectID()}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return answer.GetPermissionship() == v1.CheckPermissionResponse_PERMISSIONSHIP_HAS_PERMISSION
}

// between does something after the permission was asked for, and before the
// write: what the engine holds to in the write itself.
type between struct {
	enginetest.Engine
	do       func()
	answer   v1.CheckPermissionResponse_Permissionship
	err      error
	metadata map[string]any
}

func (b *between) CheckPermission(ctx context.Context, r *v1.CheckPermissionRequest, opts ...grpc.CallOption) (*v1.CheckPermissionResponse, error) {
	answer, err := b.Engine.CheckPermission(ctx, r, opts...)
	if b.do != nil {
		b.do()
	}
	if b.err != nil {
		return nil, b.err
	}
	if b.answer != v1.CheckPermissionResponse_PERMISSIONSHIP_HAS_PERMISSION {
		answer = &v1.CheckPermissionResponse{Permissionship: b.answer}
	}
	return answer, err
}

func (b *between) WriteRelationships(ctx context.Context, r *v1.WriteRelationshipsRequest, opts ...grpc.CallOption) (*v1.WriteRelationshipsResponse, error) {
	b.metadata = r.GetOptionalTransactionMetadata().AsMap()
	return b.Engine.WriteRelationships(ctx, r, opts...)
}

const has = v1.CheckPermissionResponse_PERMISSIONSHIP_HAS_PERMISSION

// Who is switched off, and what goes, after the question and before the write.
func TestTheWriteHoldsToWhatItStandsOn(t *testing.T) {
	eng, conn := start(t)
	drop := func(object, relation, subject string) func() {
		typ, id, _ := strings.Cut(subject, ":")
		on, name, _ := strings.Cut(object, ":")
		return func() {
			if _, err := eng.WriteRelationships(t.Context(), &v1.WriteRelationshipsRequest{Updates: []*v1.RelationshipUpdate{{Operation: v1.RelationshipUpdate_OPERATION_DELETE, Relationship: &v1.Relationship{
				Resource: &v1.ObjectReference{ObjectType: on, ObjectId: name}, Relation: relation, Subject: &v1.SubjectReference{Object: &v1.ObjectReference{ObjectType: typ, ObjectId: id}},
			}}}}); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, tt := range []struct {
		why  string
		do   func()
		want string
	}{
		{"the parent goes", drop("organization:acme/o1", "tenant", "tenant:acme"), "organization:acme/o1 does not exist"},
		{"the acting user is switched off", drop("tenant:acme", "member", "user:acme/manager"), "user:acme/manager has no active account"},
	} {
		b := &between{Engine: eng, do: tt.do, answer: has}
		var refused *acts.RefusedError
		_, err := acts.Create(t.Context(), enginetest.Conn(b), user("manager"), acts.Object{Ref: ref("engagement:e9"), Parent: ref("organization:o1")}, time.Now())
		if !errors.As(err, &refused) || !slices.Contains(refused.Reasons, tt.want) {
			t.Errorf("%s: got %v, want %q", tt.why, err, tt.want)
		}
		sync(t, conn, libraries)
	}
	if got := on(held(t, conn), "engagement:acme/e9"); len(got) > 0 {
		t.Errorf("written all the same: %q", got)
	}
}

// A locum is linked until a moment, and may nothing from then on, with no write; a link
// without an end takes that one's place, and the other way round.
func TestLinksEnd(t *testing.T) {
	eng, conn := start(t)
	grant := acts.Grant{User: user("stranger"), Role: "practitioner", Object: ref("client:c1")}
	reads := func() bool { return may(t, eng, "stranger", schema.ClientViewDossier, "client:c1") }
	link := func(until time.Time) {
		t.Helper()
		grant.Until = until
		if _, err := acts.Link(t.Context(), conn, user("secretary"), grant, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	link(time.Time{})
	if !reads() {
		t.Error("a link without an end gives nothing")
	}
	end := time.Now().Add(4 * time.Second).Truncate(time.Second)
	link(end)
	if time.Now().Before(end) && !reads() && time.Now().Before(end) {
		t.Error("a link gives nothing before its end")
	}
	time.Sleep(time.Until(end.Add(time.Second)))
	if reads() {
		t.Error("a link gives something after its end")
	}
	link(time.Now().Add(time.Hour))
	if !reads() {
		t.Error("a link with a later end gives nothing")
	}
	if _, err := acts.Unlink(t.Context(), conn, user("secretary"), grant, time.Now()); err != nil || reads() {
		t.Errorf("a link with an end is not taken away: %v", err)
	}
}

// silent is an engine that does not say that it ends links at the second, as a SpiceDB
// elsewhere does not.
type silent struct{ enginetest.Engine }

func (s silent) ReadSchema(ctx context.Context, r *v1.ReadSchemaRequest, _ ...grpc.CallOption) (*v1.ReadSchemaResponse, error) {
	return s.Engine.ReadSchema(ctx, r)
}

func TestLateEndsAreRefused(t *testing.T) {
	eng, conn := start(t)
	before := held(t, conn)
	grant := acts.Grant{User: user("stranger"), Role: "practitioner", Object: ref("client:c1"), Until: time.Now().Add(time.Hour)}
	var refused *acts.RefusedError
	_, err := acts.Link(t.Context(), enginetest.Conn(silent{eng}), user("secretary"), grant, time.Now())
	if !errors.As(err, &refused) || !strings.Contains(err.Error(), "this engine may allow by a link some seconds longer than its end") {
		t.Errorf("got %v, want it refused", err)
	}
	if !slices.Equal(before, held(t, conn)) {
		t.Error("something is written")
	}
	grant.LateEnds = true
	if _, err := acts.Link(t.Context(), enginetest.Conn(silent{eng}), user("secretary"), grant, time.Now()); err != nil {
		t.Error(err)
	}
	invitation := acts.Grant{User: user("external"), Role: "external_client", Object: ref("connection:k1"), Until: time.Now().Add(time.Hour)}
	if _, err := acts.Link(t.Context(), enginetest.Conn(silent{eng}), user("manager"), invitation, time.Now()); err != nil {
		t.Errorf("an invitation, which is exact anywhere: %v", err)
	}
}

// An engine that does not say yes or no has said neither.
func TestNoAnswerIsNoRefusal(t *testing.T) {
	eng, conn := start(t)
	before := held(t, conn)
	for _, b := range []*between{
		{Engine: eng, err: status.Error(codes.Unavailable, "away")},
		{Engine: eng, answer: v1.CheckPermissionResponse_PERMISSIONSHIP_UNSPECIFIED},
		{Engine: eng, answer: v1.CheckPermissionResponse_PERMISSIONSHIP_CONDITIONAL_PERMISSION},
		{Engine: eng, answer: 99},
	} {
		var refused *acts.RefusedError
		_, err := acts.Create(t.Context(), enginetest.Conn(b), user("app_admin"), acts.Object{Ref: ref("organization:o9")}, time.Now())
		if err == nil || errors.As(err, &refused) {
			t.Errorf("got %v, want an error that is no refusal", err)
		}
	}
	if !slices.Equal(before, held(t, conn)) {
		t.Error("something is written")
	}
}

func TestActsSayWhoActed(t *testing.T) {
	eng, _ := start(t)
	b := &between{Engine: eng, answer: has}
	if _, err := acts.Create(t.Context(), enginetest.Conn(b), user("creator"), acts.Object{Ref: ref("organization:o9")}, time.Now()); err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprint(map[string]any{"by": "remit acts", "purpose": "create", "actor": "user:acme/creator", "object": "organization:acme/o9"})
	if got := fmt.Sprint(b.metadata); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// Whoever has a link that is about to end does not make another for themselves.
func TestNobodyLinksThemselves(t *testing.T) {
	eng, conn := start(t)
	grant := acts.Grant{User: user("stranger"), Role: "practitioner", Object: ref("client:c1"), Until: time.Now().Add(3 * time.Second)}
	if _, err := acts.Link(t.Context(), conn, user("secretary"), grant, time.Now()); err != nil {
		t.Fatal(err)
	}
	end := grant.Until
	grant.Until = time.Time{}
	var refused *acts.RefusedError
	if _, err := acts.Link(t.Context(), conn, user("stranger"), grant, time.Now()); !errors.As(err, &refused) {
		t.Errorf("they made their own link endless: %v", err)
	}
	time.Sleep(time.Until(end.Add(time.Second)))
	if may(t, eng, "stranger", schema.ClientViewDossier, "client:c1") {
		t.Error("they may after the end of their link")
	}
}
