package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/structpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/remit-authz/remit/checker/embedded"
	"github.com/remit-authz/remit/checker/report"
	"github.com/remit-authz/remit/internal/loopback/loopbacktest"
	"github.com/remit-authz/remit/schema"
)

// forged begins a line that nothing but data would write.
const forged = "FORGED"

// hostileIDs are ids that an application can write over the API. They pass for
// others, or for nothing, where they reach a terminal as they are.
var hostileIDs = []string{
	"anna", "an\u200bna", "\u202eanna", "\u2066anna\u2069", "anna\u200d", "\ufeffanna", "anna\u3164", "\u2800", "\u115f\u1160",
	"anna\ufe0f", "anna\U000e0041", "anna\u00a0", "anna\u034f", "a\u2028" + forged, "a\u2029" + forged, `"anna"`, `an\u200bna`, "x y",
	"zoë", "نورا", "山田", "e\u0301", "\ue000", "\U0010ffff", "a<b>&`|\"];", "anna\u00ad",
}

// hostileText is what a field, a name or a reason can hold besides.
const hostileText = "x\n" + forged + "\r" + forged + "\x1b[31m\x00\u0085\u202e\u2028" + forged + "\u3164\ufe0f\ufeff"

func object(typ, id string) *v1.ObjectReference {
	return &v1.ObjectReference{ObjectType: typ, ObjectId: id}
}

func touch(resource *v1.ObjectReference, relation string, subject *v1.ObjectReference) *v1.RelationshipUpdate {
	return &v1.RelationshipUpdate{Operation: v1.RelationshipUpdate_OPERATION_TOUCH, Relationship: &v1.Relationship{
		Resource: resource, Relation: relation, Subject: &v1.SubjectReference{Object: subject},
	}}
}

// hostileWorld is one practitioner and one client of each hostile id, linked;
// each practitioner has an emergency at the next client, for a hostile reason.
// Some objects have ids that remit never writes.
func hostileWorld(now time.Time) []*v1.RelationshipUpdate {
	tenant := object("tenant", "care")
	updates := []*v1.RelationshipUpdate{
		touch(tenant, "emergency_procedure", object("user", "*")),
		touch(object("client", "care/x=0A"+forged), "tenant", tenant),
		touch(object("client", "care/=1B=E2=80=AE"), "practitioner", object("user", "care/=FF=0A")),
		touch(tenant, "member", object("user", "care/=0A"+forged)),
	}
	key := func(i int) string {
		return schema.Ref{Type: schema.TypeUser, Tenant: "care", ID: hostileIDs[i%len(hostileIDs)]}.ObjectID()
	}
	for i := range hostileIDs {
		user, client, account := object("user", key(i)), object("client", key(i)), object("account", key(i))
		emergency := touch(object("client", key(i+1)), "emergency", user)
		emergency.Relationship.OptionalExpiresAt = timestamppb.New(now.Add(time.Hour))
		emergency.Relationship.OptionalCaveat = &v1.ContextualizedCaveat{CaveatName: "emergency_access", Context: &structpb.Struct{Fields: map[string]*structpb.Value{
			"since":  structpb.NewStringValue(now.Add(-time.Minute).Format(time.RFC3339)),
			"until":  structpb.NewStringValue(now.Add(time.Hour).Format(time.RFC3339)),
			"reason": structpb.NewStringValue(hostileText),
		}}}
		updates = append(updates,
			touch(account, "tenant", tenant), touch(account, "owner", user), touch(account, "ordinary_in", tenant), touch(account, "role_holder_in", tenant),
			touch(tenant, "member", user), touch(tenant, "practitioner", user), touch(tenant, "secretary", user),
			touch(client, "tenant", tenant), touch(client, "practitioner", user), emergency)
	}
	return updates
}

// newHostileStore is a store with the hostile world.
func newHostileStore(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "hostile.db")
	require.NoError(t, startHostile(t, name).Close())
	return name
}

// serveHostile serves the hostile world, and is the flags that find it.
func serveHostile(t *testing.T) []string {
	t.Helper()
	e := startHostile(t, filepath.Join(t.TempDir(), "served.db"))
	t.Cleanup(func() { require.NoError(t, e.Close()) })
	address := loopbacktest.Address(t)
	served, err := e.Serve(t.Context(), embedded.ServeOptions{Address: address, Keys: embedded.OneKey("open-sesame-said-Ali-Baba")})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, served.Close()) })
	key := filepath.Join(t.TempDir(), "key")
	write(t, "open-sesame-said-Ali-Baba\n", key)
	return []string{"--endpoint", address, "--key-file", key}
}

func startHostile(t *testing.T, name string) *embedded.Engine {
	t.Helper()
	e, err := embedded.Open(t.Context(), embedded.Options{Store: name})
	require.NoError(t, err)
	conn := e.Conn()
	_, err = v1.NewSchemaServiceClient(conn).WriteSchema(t.Context(), &v1.WriteSchemaRequest{Schema: schema.Text()})
	require.NoError(t, err)
	_, err = v1.NewPermissionsServiceClient(conn).WriteRelationships(t.Context(), &v1.WriteRelationshipsRequest{Updates: hostileWorld(time.Now().UTC().Truncate(time.Second))})
	require.NoError(t, err)
	return e
}

func write(t *testing.T, text string, path ...string) {
	t.Helper()
	name := filepath.Join(path...)
	require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
	require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
}

// hostileFolder is a source whose every field is hostile, as are its name and
// the name of a file in it.
func hostileFolder(t *testing.T) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "people\n"+forged+"\x1b\u202e\u3164")
	field := `"` + hostileText + `"`
	row := func(n int) string { return strings.TrimSuffix(strings.Repeat(field+",", n), ",") + "\n" }
	write(t, "id,name,emergency\ncare,Care,on\n"+row(3), folder, "tenants.csv")
	write(t, "tenant,id,name,email,status,roles\ncare,ann,x,,active,"+field+"\n"+row(6)+"care,\u2028"+forged+",x,,"+field+",\n", folder, "users.csv")
	write(t, "tenant,user,role,object,until\n"+row(5)+"care,ann,"+field+",client:c1,\ncare,ann,practitioner,"+field+",\n", folder, "links.csv")
	write(t, row(3), folder, "clients.csv")
	write(t, "x", folder, "x\n"+forged+"\x1b\u202e\u3164.csv")
	return folder
}

// oddFolder is a source of hostile ids that can be loaded.
func oddFolder(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	users, clients, links := "tenant,id,name,email,status,roles\n", "tenant,id,account\n", "tenant,user,role,object,until\n"
	for _, id := range hostileIDs {
		quoted := strings.ReplaceAll(id, `"`, `""`)
		users += `care,"` + quoted + "\",x,,active,analyst\n"
		clients += `care,"` + quoted + "-c\",\n"
		links += `care,"` + quoted + `",practitioner,"client:` + quoted + "-c\",\n"
	}
	write(t, "id,name,emergency\ncare,Care,off\n", folder, "tenants.csv")
	write(t, users, folder, "users.csv")
	write(t, clients, folder, "clients.csv")
	write(t, links, folder, "links.csv")
	return folder
}

// notHostile are the verbs that no data reaches, each with why; those of groups, which
// print their help only, are not among them.
var notHostile = map[string]string{
	"remit demo": "it is about the worlds that come with the program", "remit matrix": "idem",
	"remit serve": "its log has no ids, which package service holds", "remit ready": "it prints what it says itself",
	"remit mcp": "JSON on lines; package api holds what it says", "remit version": "it is about the program",
	"remit man": "it writes files of the program's own help", "remit key create": "it prints a key, and what was typed",
	"remit record":  "it follows an engine until it is stopped, and prints its own words",
	"remit restore": "of a store, what `backup` is held to", "remit schema generate": "Go, of a file that was read as a schema",
	"remit help": "the program's own help", "remit completion bash": "a script of the program's own", "remit completion zsh": "idem", "remit completion fish": "idem", "remit completion powershell": "idem",
	"remit log prune": "numbers and dates", "remit log checkpoint": "a checkpoint, which is the program's own",
}

// hostileVerbs counts the verbs that a test has run.
type hostileVerbs map[string]bool

func (h hostileVerbs) run(t *testing.T, stdin string, args ...string) (string, int) {
	t.Helper()
	verb, _, err := new(program).root().Find(args)
	if err == nil {
		h[verb.CommandPath()] = true
	}
	return remit(t, stdin, args...)
}

// leaves are the verbs that do something.
func leaves(cmd *cobra.Command) []string {
	if !cmd.HasSubCommands() || cmd.CommandPath() == "remit log" {
		found := []string{cmd.CommandPath()}
		if !cmd.HasSubCommands() {
			return found
		}
		for _, one := range cmd.Commands() {
			found = append(found, leaves(one)...)
		}
		return found
	}
	var all []string
	for _, one := range cmd.Commands() {
		all = append(all, leaves(one)...)
	}
	return all
}

// Every verb that prints what data holds is run over the hostile world, in each of its
// formats; a new one is to be added here, or to those that no data reaches.
func TestEveryVerbIsHeldToHostileData(t *testing.T) {
	verbs := hostileVerbs{}
	folder := t.TempDir()
	store, odd := filepath.Join(folder, "hostile.db"), oddFolder(t)
	now := time.Now().UTC()
	require.NoError(t, startHostile(t, store).Close())
	file := func(name, text string) string {
		write(t, text, folder, name)
		return filepath.Join(folder, name)
	}
	questions := ""
	for _, id := range hostileIDs {
		questions += "user:care/" + id + "\tview_dossier\tclient:care/" + id + "\n"
	}
	ask := func(args ...string) {
		t.Helper()
		args = append(args, "--store", store)
		verbs.run(t, questions, args...)
		if args[0] == "report" { // whose formats are all asked for
			return
		}
		out, _ := verbs.run(t, questions, append(args, "--json")...)
		if slices.ContainsFunc(args, func(a string) bool { return a == "csv" || a == "html" || a == "mermaid" || a == "dot" || a == "fhir" }) {
			return // two formats at once are an error
		}
		for line := range strings.Lines(out) {
			require.True(t, json.Valid([]byte(line)), "%+q printed %+q", args, line)
		}
	}
	for _, id := range []string{"a\u2028" + forged, "a<b>&`|\"];"} {
		user, client := schema.Ref{Type: schema.TypeUser, Tenant: "care", ID: id}.Text(), schema.Ref{Type: schema.TypeClient, Tenant: "care", ID: id}.Text()
		ask("check", user, "view_dossier", client)
		ask("which", user, "view_dossier", "client")
		ask("who", "view_dossier", client)
		ask("who", "view_dossier", client, "--why", "--names")
		ask("can", user, client)
		ask("history", client)
		ask("history", client, "--format", "csv")
		ask("history", user, "view_dossier", client)
		ask("label", "show", user)
		for _, format := range []string{"text", "mermaid", "dot"} {
			ask("explain", user, "message", client, "--format", format)
		}
		for _, r := range report.All() {
			if id != "a\u2028"+forged && r.About == "" {
				continue // it is about all data
			}
			about := map[string]string{"": "", "USER": user}[r.About]
			if r.About != "" && about == "" {
				about = client
			}
			for _, format := range []string{"text", "json", "csv", "html"} {
				args := []string{"report", r.Name, "--format", format}
				if about != "" {
					args = append(args, about)
				}
				ask(args...)
			}
		}
		ask("emergency", "start", "--user", user, "--client", client, "--reason", hostileText, "--actor", hostileText)
		ask("emergency", "stop", "--user", user, "--client", client, "--actor", hostileText)
		ask("emergency", "review", "3", "--by", user, "--finding", "justified", "--note", hostileText)
	}
	ask("check", "-f", "-")
	by := schema.Ref{Type: schema.TypeUser, Tenant: "care", ID: hostileIDs[0]}.Text()
	ask("review", "open", "--scope", "tenant:care", "--reason", hostileText, "--actor", hostileText)
	ask("review", "list")
	for _, format := range []string{"text", "json", "csv", "html"} {
		ask("review", "show", "0", "--format", format)
	}
	ask("review", "decide", "0", "1", "revoke", "--by", by, "--reason", hostileText)
	ask("review", "remind", "0")
	ask("review", "close", "0", "--incomplete", "--reason", hostileText, "--evidence", filepath.Join(folder, "e.json"), "--plan", filepath.Join(folder, "e.plan"))
	ask("review", "plan", "0", "--out", filepath.Join(folder, "again.plan"))
	ask("verify", file("report.json", `{"report":`+strconv.Quote(hostileText)+`}`))
	ask("emergency", "list")
	ask("emergency", "log")
	ask("log")
	ask("log", "--format", "csv")
	ask("log", "--format", "fhir")
	ask("log", "verify")
	ask("log", "prove", "3")
	ask("diff", "--from", now.Add(-time.Hour).Format(time.RFC3339))
	ask("tenant", "list")
	ask("permissions")
	ask("store", "check")
	ask("store", "stats")
	ask("schema", "show")
	ask("schema", "diff")
	ask("schema", "lint", file("bad.zed", "/** "+hostileText+" */ definition "+hostileText+" {}"))
	ask("schema", "write", file("own.zed", "definition x"+hostileText+" {}"))
	ask("assert", file("rules.yaml", "assertions:\n- {name: "+strconv.Quote(hostileText)+", at_most: {role: practitioner, count: 1}}\n"))
	ask("key", "list", "--keys", file("keys.json", `{"format":1,"keys":[{"id":"x\n`+forged+`","purpose":"read"}]}`))
	ask("key", "revoke", "x\n"+forged, "--keys", filepath.Join(folder, "keys.json"))
	ask("backup", filepath.Join(folder, "b\n"+forged+"\x1b"))
	ask("drift", odd, "--allow-invisible")
	ask("plan", odd, "--allow-invisible", "--all")
	ask("plan", odd, "--allow-invisible", "--access")
	ask("sync", odd, "--allow-invisible", "--allow-removals", "100000", "--allow-access", "100000")
	ask("undo")
	ask("undo", "--list")
	ask("plan", odd, "--allow-invisible", "--out", filepath.Join(folder, "plan.json"))
	ask("apply", filepath.Join(folder, "plan.json"))
	ask("label", "forget", "user:care/anna")
	ask("tenant", "remove", "care")
	for _, verb := range leaves(new(program).root()) {
		why, listed := notHostile[verb]
		require.True(t, verbs[verb] || listed && why != "", "%s is neither held to hostile data nor listed with a reason", verb)
		require.False(t, verbs[verb] && listed, "%s is run, and listed as one that need not be", verb)
	}
}

// remit runs the program as a process would be, and holds what it prints to
// the promise: nothing invisible, no line that data wrote.
func remit(t *testing.T, stdin string, args ...string) (out string, code int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(t.Context(), args, strings.NewReader(stdin), &stdout, &stderr)
	if asksJSON(args) {
		require.NoError(t, holdJSON(args, stdout.String(), stderr.String(), code), "%+q", args)
	}
	for _, printed := range []string{stdout.String(), stderr.String()} {
		odd := strings.IndexFunc(printed, func(r rune) bool { return !schema.Visible(r) && r != '\n' && r != '\t' })
		require.Negative(t, odd, "%+q printed %+q", args, printed)
		for line := range strings.Lines(printed) {
			require.False(t, strings.HasPrefix(line, forged), "%+q printed %+q", args, printed)
		}
	}
	return stdout.String(), code
}

// Whatever the data holds, what people read shows all of it, and no part of it
// passes for a line of its own or reaches a terminal as a command.
func TestNothingHostileIsPrinted(t *testing.T) {
	served, bad, odd := serveHostile(t), hostileFolder(t), oddFolder(t)
	file := filepath.Join(t.TempDir(), "file\n"+forged+"\x1b\u202e")
	write(t, "/** "+hostileText+" */ definition "+hostileText+" {}", file+".zed")
	write(t, "definition user {}\n/** Building block: "+strings.ReplaceAll(hostileText, "\x00", "")+" */\ndefinition tenant { relation member: user }", file+"2.zed")
	write(t, `{"format":2,"notices":["`+forged+`"],"`+forged+"\u202e"+`\n":1}`, file+".json")
	write(t, hostileText, file+".key")
	var questions [][]string
	for i, id := range hostileIDs {
		user := schema.Ref{Type: schema.TypeUser, Tenant: "care", ID: id}
		client := schema.Ref{Type: schema.TypeClient, Tenant: "care", ID: id}
		next := schema.Ref{Type: schema.TypeClient, Tenant: "care", ID: hostileIDs[(i+3)%len(hostileIDs)]}
		questions = append(questions,
			[]string{"explain", user.Text(), "view_dossier", client.Text()},
			[]string{"explain", user.Text(), "view_dossier", next.String(), "--lang", "nl"},
			[]string{"explain", user.Text(), "message", next.Text(), "--format", "mermaid"},
			[]string{"explain", user.Text(), "message", client.Text(), "--format", "dot"},
			[]string{"explain", user.Text() + "?", "message", client.Text()},
			[]string{"check", user.String(), "view_dossier", client.Text() + "?"},
			[]string{"check", user.Text(), id, client.Text()},
			[]string{"check", id, "view_dossier", client.Text()},
			[]string{"check", client.Text(), "view_dossier", client.Text()},
			[]string{"can", user.Text(), client.Text()},
			[]string{"who", "view_dossier", client.Text()},
			[]string{"which", user.Text(), "view_dossier", "client"},
			[]string{"which", user.Text(), "client#" + id, id},
			[]string{"emergency", "start", "--user", user.Text(), "--client", client.Text(), "--reason", "\u3164"},
		)
	}
	for _, args := range append(questions, [][]string{
		{"check", "user:care/x\n" + forged, "view", "client:care/\x1b"},
		{"check", "user:care/anna", "x#\n" + forged, "client:care/anna"},
		{"check", "\"user:care/an\u200bna\"", "view_dossier", "client:care/anna"},
		{"emergency", "list"},
		{"emergency", "list", "care\n" + forged},
		{"emergency", "stop", "--user", "user:care/\u202e", "--client", "client:care/\u202e"},
		{"plan", odd}, {"plan", odd, "--allow-invisible"}, {"plan", odd, "--access", "--allow-invisible"},
		{"sync", odd}, {"sync", odd, "--allow-invisible"},
		{"plan", bad}, {"sync", bad}, {"which", "user:care/anna", "view_dossier", "client", "--source", bad},
		{"plan", file}, {"apply", file}, {"apply", file + ".json"},
		{"schema", "diff"}, {"schema", "diff", "--access", file}, {"schema", "diff", "--access", file + ".zed"}, {"schema", "diff", "--access", file + "2.zed"},
		{"backup", file + "/x"}, {"restore", file},
		{"matrix", "--lang", hostileText}, {"explain", "user:care/anna", "message", "client:care/anna", "--format", hostileText},
		{hostileText}, {"check", "--" + hostileText}, {"check", hostileText}, {"emergency", "start", "--for", hostileText},
		{"check", "-f", file}, {"check", "-f", file + ".zed"},
	}...) {
		if args[0] != "restore" && args[0] != "matrix" && args[len(args)-1] != bad {
			args = append(args, served...)
		}
		remit(t, "", args...)
		out, _ := remit(t, "", append(args, "--json")...)
		for line := range strings.Lines(out) {
			require.True(t, json.Valid([]byte(line)), "%+q printed %+q", args, line)
		}
	}
	store := newHostileStore(t)
	remit(t, "", "store", "check", "--store", store)
	remit(t, "", "store", "stats", "--store", store)
	remit(t, "", "backup", store, "--store", store)
	for _, place := range [][]string{{"--store", file}, {"--store", file + ".zed"}, {"--source", file}, {"--endpoint", file}, {"--endpoint", "127.0.0.1:1", "--key-file", file + ".key"}, {"--endpoint", "127.0.0.1:1", "--key-file", file}} {
		remit(t, "", append([]string{"can", "user:care/anna", "client:care/anna"}, place...)...)
	}
}

// What lists and answers print can be asked again, and asks the same.
func TestLinesAreReadBack(t *testing.T) {
	served := serveHostile(t)
	for _, id := range hostileIDs {
		user := schema.Ref{Type: schema.TypeUser, Tenant: "care", ID: id}
		listed, code := remit(t, "", append([]string{"which", user.Text(), "message", "client"}, served...)...)
		require.Zero(t, code)
		line := strings.TrimSuffix(listed, "\n")
		back, err := schema.ParseRef(line)
		require.NoError(t, err, listed)
		require.Equal(t, schema.Ref{Type: schema.TypeClient, Tenant: "care", ID: id}, back)

		for _, asked := range []string{
			user.String() + "\tmessage\t" + line,
			user.Text() + "\tmessage\t" + back.Text(),
			strings.ReplaceAll(user.Text(), " ", "_") + " message " + back.Text(),
			line + "\t" + line, "\t" + back.Text() + "\r",
		} {
			answer, first := remit(t, asked, append([]string{"check", "-f", "-"}, served...)...)
			_, echoed, _ := strings.Cut(answer, "\t")
			again, second := remit(t, echoed, append([]string{"check", "-f", "-"}, served...)...)
			require.Equal(t, answer, again, "%+q", asked)
			require.Equal(t, first, second)
			if strings.HasPrefix(asked, user.Text()+"\t") || strings.HasPrefix(asked, user.String()+"\t") {
				require.True(t, strings.HasPrefix(answer, "allowed\t"), "%+q: %q", asked, answer)
			}
			if schema.Escape(strings.ReplaceAll(asked, "\t", " ")) == strings.ReplaceAll(asked, "\t", " ") {
				require.Equal(t, asked+"\n", echoed, "a line that can be seen is printed as it was read")
			}
		}
	}
}
