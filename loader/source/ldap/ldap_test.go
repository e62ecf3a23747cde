package ldap_test

import (
	"context"
	"crypto/tls"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/hashicorp/go-hclog"
	"github.com/jimlambrt/gldap"

	"github.com/remit-authz/remit/internal/settings/settingstest"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/loader/source/csv"
	"github.com/remit-authz/remit/loader/source/ldap"
)

const (
	staff  = "OU=Staff,DC=veldzicht,DC=example"
	groups = "OU=Groups,DC=veldzicht,DC=example"
	reader = "CN=remit,DC=veldzicht,DC=example"
)

// entry is what the directory has of one DN.
type entry struct {
	dn         string
	attributes map[string][]string
}

func user(name string, more map[string][]string) entry {
	attributes := map[string][]string{"employeeNumber": {name}, "displayName": {strings.ToUpper(name)}, "mail": {name + "@v.example"}, "userAccountControl": {"512"}}
	maps.Copy(attributes, more)
	return entry{"CN=" + name + "," + staff, attributes}
}

func group(name string, members ...string) entry {
	return entry{"CN=" + name + "," + groups, map[string][]string{"member": members}}
}

func dn(name string) string { return "cn=" + name + ",ou=Staff, dc=veldzicht,dc=EXAMPLE" } // another way to write it

// directory is a server in the process, with two entries a page.
type directory struct {
	entries map[string][]entry // by base
	// edit changes an answer; nil is as it is.
	edit func(a *answer)
}

// answer is one page.
type answer struct {
	base    string
	page    int
	entries []entry
	cookie  string
	code    int
	wait    time.Duration
}

func people() map[string][]entry {
	return map[string][]entry{
		staff: {
			user("anna", nil), user("bert", map[string][]string{"userAccountControl": {"514"}}),
			user("carla", map[string][]string{"accountExpires": {"133000000000000000"}}),
			user("dirk", map[string][]string{"accountExpires": {"9223372036854775807"}, "nsAccountLock": {"TRUE"}}),
			user("eva", map[string][]string{"accountExpires": {"0"}, "pwdAccountLockedTime": {"20260101000000Z"}}),
		},
		groups: {
			group("Behandelaars", dn("anna"), dn("bert"), dn("somebody else"), "CN=Circle,"+groups),
			group("Circle", dn("eva"), "CN=Behandelaars,"+groups),
			group("Secretariaat", dn("anna"), dn("carla"), dn("dirk")),
			group("Empty"),
		},
	}
}

func (d directory) search(w *gldap.ResponseWriter, r *gldap.Request) {
	m, err := r.GetSearchMessage()
	if err != nil {
		return
	}
	if m.Scope == gldap.BaseObject {
		d.rest(w, r, m)
		return
	}
	all, page := d.entries[m.BaseDN], 0
	for _, c := range m.Controls {
		if paging, ok := c.(*gldap.ControlPaging); ok {
			page, _ = strconv.Atoi(string(paging.Cookie))
		}
	}
	a := answer{base: m.BaseDN, page: page, entries: all[min(2*page, len(all)):min(2*page+2, len(all))]}
	if 2*page+2 < len(all) {
		a.cookie = strconv.Itoa(page + 1)
	}
	if d.edit != nil {
		d.edit(&a)
	}
	time.Sleep(a.wait)
	for _, e := range a.entries {
		_ = w.Write(r.NewSearchResponseEntry(e.dn, gldap.WithAttributes(e.attributes)))
	}
	done := r.NewSearchDoneResponse(gldap.WithResponseCode(a.code))
	paging, _ := gldap.NewControlPaging(0)
	paging.SetCookie([]byte(a.cookie))
	done.SetControls(paging)
	_ = w.Write(done)
}

// rest answers the second part of a group's members: "member;range=2-*".
func (d directory) rest(w *gldap.ResponseWriter, r *gldap.Request, m *gldap.SearchMessage) {
	part := map[string][]string{"member;range=2-*": {dn("eva")}}
	if m.Attributes[0] != "member;range=2-*" {
		part = nil
	}
	_ = w.Write(r.NewSearchResponseEntry(m.BaseDN, gldap.WithAttributes(part)))
	_ = w.Write(r.NewSearchDoneResponse(gldap.WithResponseCode(gldap.ResultSuccess)))
}

func (d directory) bind(w *gldap.ResponseWriter, r *gldap.Request) {
	code := gldap.ResultInvalidCredentials
	if m, err := r.GetSimpleBindMessage(); err == nil && m.UserName == reader && m.Password == "s3cret" {
		code = gldap.ResultSuccess
	}
	_ = w.Write(r.NewBindResponse(gldap.WithResponseCode(code)))
}

// start runs the directory and returns how it is read.
func (d directory) start(t *testing.T, options ...gldap.Option) ldap.Options {
	t.Helper()
	server, err := gldap.NewServer(gldap.WithLogger(hclog.NewNullLogger()))
	if err != nil {
		t.Fatal(err)
	}
	mux, err := gldap.NewMux()
	if err != nil {
		t.Fatal(err)
	}
	certificates := &tls.Config{Certificates: certificate(t).TLS.Certificates}
	if err := errors.Join(mux.Bind(d.bind), mux.Search(d.search), mux.ExtendedOperation(func(w *gldap.ResponseWriter, r *gldap.Request) {
		answer := r.NewExtendedResponse(gldap.WithResponseCode(gldap.ResultSuccess))
		answer.SetResponseName(gldap.ExtendedOperationStartTLS)
		_ = w.Write(answer)
		_ = r.StartTLS(certificates)
	}, gldap.ExtendedOperationStartTLS), server.Router(mux)); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	go func() { _ = server.Run(address, options...) }()
	t.Cleanup(func() { _ = server.Stop() })
	for !server.Ready() {
		time.Sleep(time.Millisecond)
	}
	return ldap.Options{
		Tenant: source.OneTenant{ID: "veldzicht", Name: "Veldzicht", Emergency: "on"}, Address: "ldap://" + address,
		BindDN: reader, PasswordFile: file(t, "s3cret\n", 0o600), Base: staff, GroupBase: groups,
		UserFilter: "(objectClass=user)", ID: "employeeNumber", Disabled: "userAccountControl",
		Roles: map[string]string{"cn=behandelaars," + groups: "practitioner", "CN=Secretariaat," + groups: "secretary"},
		Now:   time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC),
	}
}

// certificate is that of a server of this machine.
func certificate(t *testing.T) *httptest.Server {
	t.Helper()
	s := httptest.NewTLSServer(nil)
	t.Cleanup(s.Close)
	return s
}

func file(t *testing.T, content string, mode os.FileMode) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, []byte(content), mode); err != nil {
		t.Fatal(err)
	}
	return name
}

func read(ctx context.Context, o ldap.Options) (source.Source, error) {
	return source.Options{}.ReadService(ctx, ldap.Service{Options: o})
}

var same = cmpopts.IgnoreFields(source.Source{}, "Digest", "Warnings")

// want is the same in the loader's own files.
func want(t *testing.T, eva string) source.Source {
	t.Helper()
	s, err := source.Options{}.Read(csv.Format{}, fstest.MapFS{
		"tenants.csv": {Data: []byte("id,name,emergency\nveldzicht,Veldzicht,on\n")},
		"users.csv": {Data: []byte(`tenant,id,name,email,status,roles
veldzicht,anna,ANNA,anna@v.example,active,practitioner;secretary
veldzicht,bert,BERT,bert@v.example,inactive,practitioner
veldzicht,carla,CARLA,carla@v.example,inactive,secretary
veldzicht,dirk,DIRK,dirk@v.example,inactive,secretary
veldzicht,eva,EVA,eva@v.example,active,` + eva + "\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	// Roles are in the order of their groups' names in the settings.
	for i := range s.Users {
		slices.Sort(s.Users[i].Roles)
		slices.Reverse(s.Users[i].Roles)
	}
	return s
}

func TestADirectorySaysTheSameAsTheLoadersOwn(t *testing.T) {
	o := directory{entries: people()}.start(t)
	got, err := read(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	sorted(got)
	if diff := cmp.Diff(want(t, ""), got, same); diff != "" {
		t.Error(diff)
	}
	if w := got.Warnings[0].String(); w != "CN=Behandelaars,"+groups+": has the group CN=Circle,"+groups+" in it, which gives nothing: set nested if its members are meant" {
		t.Errorf("the first warning is %s", w)
	}
	o.Nested = true
	got, err = read(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	sorted(got)
	if diff := cmp.Diff(want(t, "practitioner"), got, same); diff != "" {
		t.Errorf("nested: %s", diff)
	}
}

func sorted(s source.Source) {
	for i := range s.Users {
		slices.Sort(s.Users[i].Roles)
		slices.Reverse(s.Users[i].Roles)
	}
}

// Active Directory returns the members of a large group in parts.
func TestLargeGroupsAreReadWhole(t *testing.T) {
	all := people()
	all[groups][0].attributes = map[string][]string{"member": nil, "member;range=0-1": {dn("anna"), dn("bert")}}
	got, err := read(t.Context(), directory{entries: all}.start(t))
	if err != nil {
		t.Fatal(err)
	}
	if eva := got.Users[4]; len(eva.Roles) != 1 {
		t.Errorf("the last of the members has the roles %v", eva.Roles)
	}
	delete(all[groups][0].attributes, "member;range=0-1")
	all[groups][0].attributes["member;range=0-3"] = []string{dn("anna")}
	if _, err := read(t.Context(), directory{entries: all}.start(t)); err == nil || !strings.Contains(err.Error(), "the directory returned a part of member only") {
		t.Errorf("got %v", err)
	}
}

func TestFaults(t *testing.T) {
	second := func(a *answer) bool { return a.base == staff && a.page == 1 }
	for _, tt := range []struct {
		why    string
		people func(map[string][]entry)
		edit   func(*answer)
		set    func(*ldap.Options)
		want   string
	}{
		{why: "nobody", people: func(p map[string][]entry) { p[staff] = nil }, want: "an empty answer is no empty firm"},
		{why: "half a page with an error", edit: func(a *answer) {
			if second(a) {
				a.entries, a.code = a.entries[:1], gldap.ResultBusy
			}
		}, want: `LDAP Result Code 51 "Busy"`},
		{why: "a size limit", edit: func(a *answer) {
			if second(a) {
				a.code, a.cookie = gldap.ResultSizeLimitExceeded, ""
			}
		}, want: "the directory returned a part only"},
		{why: "a time limit", edit: func(a *answer) { a.code = gldap.ResultTimeLimitExceeded }, want: `"Time Limit Exceeded"`},
		{why: "a referral", edit: func(a *answer) { a.code = gldap.ResultReferral }, want: `"Referral"`},
		{why: "no such base", edit: func(a *answer) { a.code = gldap.ResultNoSuchObject }, want: "it is not there, or " + reader + " may not see it"},
		{why: "pages without end", edit: func(a *answer) {
			if second(a) {
				a.cookie = "1"
			}
		}, want: "the directory gives the same page again: its pages do not end"},
		{why: "more than is wanted", set: func(o *ldap.Options) { o.MaxEntries = 5 }, want: "there are more than 5 entries: raise max_entries"},
		{why: "more bytes than are wanted", set: func(o *ldap.Options) { o.MaxBytes = 500 }, want: "raise max_bytes"},
		{why: "slow", edit: func(a *answer) { a.wait = time.Second }, set: func(o *ldap.Options) { o.Timeout = 200 * time.Millisecond }, want: "it was not read whole within 200ms: nothing of it is used"},
		{why: "a password", set: func(o *ldap.Options) { o.PasswordFile = file(t, "other", 0o600) }, want: reader + " may not read: "},
		{why: "a group that was renamed", people: func(p map[string][]entry) { p[groups][2].dn = "CN=Office," + groups }, want: "CN=Secretariaat," + groups + ": is not among the groups that were read"},
		{why: "a user without an id", people: func(p map[string][]entry) { delete(p[staff][0].attributes, "employeeNumber") }, want: "CN=anna," + staff + ": has 0 values of employeeNumber"},
		{why: "a user with two", people: func(p map[string][]entry) { p[staff][0].attributes["employeeNumber"] = []string{"1", "2"} }, want: "CN=anna," + staff + ": has 2 values of employeeNumber"},
		{why: "one id for two", people: func(p map[string][]entry) { p[staff][1].attributes["employeeNumber"] = []string{"anna"} }, want: "CN=bert," + staff + " employeeNumber: user:veldzicht/anna is there twice: first at CN=anna," + staff},
		{why: "an account that may be disabled", people: func(p map[string][]entry) { delete(p[staff][0].attributes, "userAccountControl") }, want: "CN=anna," + staff + ": has no userAccountControl: may " + reader + " read it?"},
		{why: "a flag nobody knows", people: func(p map[string][]entry) { p[staff][0].attributes["nsAccountLock"] = []string{"perhaps"} }, want: `CN=anna,` + staff + `: nsAccountLock is "perhaps", which is not known`},
	} {
		t.Run(tt.why, func(t *testing.T) {
			d := directory{entries: people(), edit: tt.edit}
			if tt.people != nil {
				tt.people(d.entries)
			}
			o := d.start(t)
			if tt.set != nil {
				tt.set(&o)
			}
			got, err := read(t.Context(), o)
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "s3cret") {
				t.Errorf("got %v\nwant %s", err, tt.want)
			}
			if diff := cmp.Diff(source.Source{}, got); diff != "" {
				t.Errorf("a source came with the error: %s", diff)
			}
		})
	}
}

// Of an answer that ends anywhere before its end, nothing is used.
func TestNothingOfHalfAnAnswer(t *testing.T) {
	o := directory{entries: people()}.start(t)
	whole := 0
	for cut := 1; cut < 1<<20; cut += 53 {
		through := o
		through.Address = cutAfter(t, strings.TrimPrefix(o.Address, "ldap://"), int64(cut))
		got, err := read(t.Context(), through)
		if err == nil {
			whole = cut
			break
		}
		if len(got.Users) > 0 {
			t.Fatalf("cut at %d: got %d users and %v", cut, len(got.Users), err)
		}
	}
	if whole < 1000 {
		t.Errorf("read whole in %d bytes", whole)
	}
}

// A directory that answers well and lacks half its entries, as one that is being rebuilt
// does, is a source that names half the staff: a limit refuses what that takes away.
func TestADirectoryOfHalf(t *testing.T) {
	var all []entry
	var members []string
	for i := range 40 {
		all = append(all, user(fmt.Sprint("u", i), nil))
		members = append(members, dn(fmt.Sprint("u", i)))
	}
	desired := func(n int) loader.Desired {
		o := directory{entries: map[string][]entry{staff: all[:n], groups: {group("Behandelaars", members...), group("Secretariaat")}}}.start(t)
		src, err := read(t.Context(), o)
		if err != nil || len(src.Users) != n {
			t.Fatalf("got %d users and %v", len(src.Users), err)
		}
		return loader.DesiredState(src, o.Now)
	}
	whole := desired(40)
	plan := loader.Diff(desired(20), loader.Observed{Tenants: whole.Tenants, Relationships: whole.Relationships})
	if err := (loader.Limits{}).Check(plan); err == nil || !strings.Contains(err.Error(), "tenant veldzicht: loses 120 of its 241 relationships; the limit is 24") {
		t.Errorf("got %v", err)
	}
}

// cutAfter passes on so many bytes of what a server sends, and then hangs up.
func cutAfter(t *testing.T, server string, limit int64) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		client, err := listener.Accept()
		if err != nil {
			return
		}
		defer client.Close()
		behind, err := net.Dial("tcp", server)
		if err != nil {
			return
		}
		defer behind.Close()
		go func() {
			_, _ = io.Copy(behind, client)
			_ = behind.Close()
		}()
		_, _ = io.CopyN(client, behind, limit)
	}()
	return "ldap://" + listener.Addr().String()
}

func TestConnectionsAreSecret(t *testing.T) {
	s := certificate(t)
	ca := file(t, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw})), 0o644)
	for _, tt := range []struct {
		why     string
		options []gldap.Option
		set     func(*ldap.Options)
	}{
		{"ldaps", []gldap.Option{gldap.WithTLSConfig(&tls.Config{Certificates: s.TLS.Certificates})}, func(o *ldap.Options) { o.Address = "ldaps" + strings.TrimPrefix(o.Address, "ldap") }},
		{"StartTLS", nil, func(o *ldap.Options) { o.StartTLS = true }},
	} {
		t.Run(tt.why, func(t *testing.T) {
			o := directory{entries: people()}.start(t, tt.options...)
			tt.set(&o)
			if _, err := read(t.Context(), o); err == nil || !strings.Contains(err.Error(), "set ca_file to the certificate of who signed the server's") {
				t.Errorf("got %v, want the unknown certificate refused", err)
			}
			o.CAFile = ca
			if _, err := read(t.Context(), o); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestSettings(t *testing.T) {
	good := directory{entries: people()}.start(t)
	for _, tt := range []struct {
		set  func(*ldap.Options)
		want string
	}{
		{func(o *ldap.Options) { *o = ldap.Options{} }, "the tenant is not set"},
		{func(o *ldap.Options) { o.Address = "" }, "ldap: address is not set"},
		{func(o *ldap.Options) { o.BindDN = "" }, "ldap: bind_dn is not set"},
		{func(o *ldap.Options) { o.PasswordFile = "" }, "ldap: password_file is not set"},
		{func(o *ldap.Options) { o.Base = "" }, "ldap: base is not set"},
		{func(o *ldap.Options) { o.UserFilter = "" }, "ldap: user_filter is not set"},
		{func(o *ldap.Options) { o.UserFilter = "(x" }, "is no filter"},
		{func(o *ldap.Options) { o.ID = "" }, "ldap: id is not set"},
		{func(o *ldap.Options) { o.ID = "userPrincipalName" }, "is a name or an address, which changes"},
		{func(o *ldap.Options) { o.Disabled = "" }, "ldap: disabled is not set"},
		{func(o *ldap.Options) { o.Disabled = "locked" }, `ldap: disabled: "locked" is not known`},
		{func(o *ldap.Options) { o.Roles = nil }, "ldap: roles is not set"},
		{func(o *ldap.Options) { o.Roles = map[string]string{"staff": "analyst"} }, `"staff" is no DN`},
		{func(o *ldap.Options) { o.Roles = map[string]string{"CN=a,DC=b": "manager"} }, `role "manager" does not exist in a tenant`},
		{func(o *ldap.Options) { o.Roles = map[string]string{"CN=a,DC=b": "analyst", "cn=A,dc=B": "analyst"} }, "are the same group"},
		{func(o *ldap.Options) { o.Address = "ldap://dc1.veldzicht.example" }, "sends the password for anybody to read"},
		{func(o *ldap.Options) { o.Address = "https://dc1.veldzicht.example" }, "address: write it as ldaps://"},
		{func(o *ldap.Options) { o.Address, o.StartTLS = "ldaps://127.0.0.1", true }, "start_tls is for ldap:// only"},
		{func(o *ldap.Options) { o.PasswordFile = file(t, "s3cret", 0o640) }, "others than its owner may use it"},
	} {
		o := good
		tt.set(&o)
		if _, err := read(t.Context(), o); err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("got %v, want %s", err, tt.want)
		}
	}
}

// An objectGUID is an id as Windows writes it.
func TestAnObjectGUIDIsAnID(t *testing.T) {
	all := people()
	for i := range all[staff] {
		all[staff][i].attributes["objectGUID"] = []string{"\x33\x22\x11\x00\x55\x44\x77\x66\x88\x99\xaa\xbb\xcc\xdd\xee" + fmt.Sprintf("%c", 'A'+i)}
	}
	o := directory{entries: all}.start(t)
	o.ID = "objectGUID"
	got, err := read(t.Context(), o)
	if err != nil || got.Users[0].Ref.ID != "00112233-4455-6677-8899-aabbccddee41" {
		t.Errorf("got %v and %v", got.Users, err)
	}
}

func TestAReadingEndsWithItsContext(t *testing.T) {
	o := directory{entries: people(), edit: func(a *answer) { a.wait = time.Second }}.start(t)
	ctx, cancel := context.WithCancelCause(t.Context())
	why := errors.New("the program ends")
	time.AfterFunc(50*time.Millisecond, func() { cancel(why) })
	if _, err := read(ctx, o); !errors.Is(err, why) {
		t.Errorf("got %v, want %v", err, why)
	}
}

// Whatever is at the other end, nothing of it is taken for a directory.
func FuzzAnswers(f *testing.F) {
	f.Add([]byte("0\x0c\x02\x01\x01a\x07\n\x01\x00\x04\x00\x04\x00"))
	f.Add([]byte("HTTP/1.1 400 Bad Request\r\n\r\n"))
	f.Fuzz(func(t *testing.T, said []byte) {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer listener.Close()
		go func() {
			if conn, err := listener.Accept(); err == nil {
				_, _ = conn.Write(said)
				_ = conn.Close()
			}
		}()
		got, err := read(t.Context(), ldap.Options{
			Tenant: source.OneTenant{ID: "veldzicht", Emergency: "on"}, Address: "ldap://" + listener.Addr().String(), BindDN: reader,
			PasswordFile: file(t, "s3cret", 0o600), Base: staff, UserFilter: "(objectClass=user)", ID: "employeeNumber", Disabled: "none",
			Roles: map[string]string{groups: "analyst"}, Timeout: time.Second, MaxBytes: 1 << 20,
		})
		if err == nil || len(got.Users) > 0 {
			t.Fatalf("got %v", got)
		}
	})
}

// The settings name a directory; the files that they name are beside them.
func TestThroughSettings(t *testing.T) {
	o := directory{entries: people()}.start(t)
	o.PasswordFile, o.PageSize, o.MaxEntries, o.MaxBytes, o.Timeout = "password", 2, 100, 1<<20, time.Minute
	got, err := settingstest.Read(t, "ldap", o, nil, map[string]string{"password": "s3cret"})
	if err != nil {
		t.Fatal(err)
	}
	sorted(got)
	if diff := cmp.Diff(want(t, ""), got, same); diff != "" {
		t.Error(diff)
	}
	if _, err := settingstest.Read(t, "ldap", o, map[string]string{"x": ""}, nil); err == nil || !strings.Contains(err.Error(), `source "one" has a path, and ldap is read from its server: leave path out`) {
		t.Errorf("with a path: got %v", err)
	}
}
