package main

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	generated "github.com/google/jsonschema-go/jsonschema"
	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/remit-authz/remit/checker/explain"
	"github.com/remit-authz/remit/checker/history"
	"github.com/remit-authz/remit/checker/matrix"
	"github.com/remit-authz/remit/checker/report"
	"github.com/remit-authz/remit/internal/assertion"
	"github.com/remit-authz/remit/internal/gocomment"
	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/access"
	"github.com/remit-authz/remit/loader/follow"
	"github.com/remit-authz/remit/schema"
)

//go:generate go test -run ^TestPublishedSchemasAreFresh$ -update .

var update = flag.Bool("update", false, "write json/*.schema.json")

// publishedSchemas are the JSON Schemas of what the verbs print with --json.
//
//go:embed json/*.schema.json
var publishedSchemas embed.FS

// shape is what a verb prints: one object on one line, or any number of them.
type shape struct {
	when string
	many bool
	of   *generated.Schema
}

func one[T any](when string) shape  { return shape{when, false, schemaOf[T]()} }
func many[T any](when string) shape { return shape{when, true, schemaOf[T]()} }

// shapes are those of every verb that prints something with --json, and of its errors.
func shapes() map[string][]shape {
	difference := one[differenceDocument]("with --access")
	plan, made := one[loader.Plan]("the plan"), one[madeJSON]("the change that was made")
	failed := one[notWholeJSON]("what is not as it was signed")
	return map[string][]shape{
		"errors":          {one[failureJSON]("the last line of standard error, with the exit codes 2 and 3")},
		"apply":           {made},
		"assert":          {many[assertion.Result]("a rule")},
		"can":             {many[answerJSON]("a permission")},
		"check":           {many[answerJSON]("the answer; with -f one to each line of the input")},
		"diff":            {one[differenceDocument]("what was gained and lost")},
		"drift":           {one[driftJSON]("how the engine differs from the sources")},
		"emergency-list":  {many[runningJSON]("an emergency access that has not ended")},
		"emergency-start": {one[runningJSON]("the emergency access")},
		"emergency-log":   {many[accessJSON]("an emergency access")},
		"explain":         {one[explain.Document]("the explanation")},
		"history":         {many[history.Link]("of an object or a user: a relationship"), many[periodJSON]("of a question: a period with one answer")},
		"key-create":      {one[keyJSON]("the key, the only time that it is shown")},
		"key-list":        {many[keyJSON]("a key, without what it is")},
		"label-forget":    {one[forgottenJSON]("whose labels are gone")},
		"label-show":      {many[labelJSON]("a label")},
		"log":             {many[entryJSON]("an entry of the record")},
		"log-checkpoint":  {one[checkpointJSON]("the signed checkpoint")},
		"log-prove":       {one[ledger.Proof]("the proof")},
		"log-prune":       {many[prunedJSON]("a record")},
		"log-verify":      {one[wholeJSON]("of a record that is as it was signed"), failed, one[entry.Record]("with --proof, the entry that is proven")},
		"matrix":          {many[matrix.ResultJSON]("a role table")},
		"permissions":     {many[permissionJSON]("a permission")},
		"plan":            {plan, difference},
		"ready":           {one[readyJSON]("whether the service is ready")},
		"report":          reportShapes(),
		"review-close":    {one[closedJSON]("the review that was closed")},
		"review-list":     {many[campaignJSON]("a review")},
		"review-open":     {one[openedJSON]("the review that was opened")},
		"review-plan":     {one[replannedJSON]("the plan that was made anew")},
		"review-remind":   {many[entry.Reminder]("a reviewer")},
		"review-show":     {{"a grant", true, reviewRow()}},
		"schema-diff":     {one[differencesJSON]("what differs"), difference},
		"schema-lint":     {one[findingsJSON]("what was found")},
		"schema-show":     {one[schemaJSON]("the schema")},
		"store-check":     {one[storeCheckJSON]("what was found")},
		"store-stats":     {one[storeStatsJSON]("what the store holds")},
		"sync":            {made, many[follow.Status]("with --watch: a round that went well")},
		"tenant-list":     {many[loader.Tenant]("a tenant")},
		"tenant-remove":   {plan, made},
		"undo":            {plan, made, many[appliedJSON]("with --list: a plan that was kept")},
		"verify":          {one[reportVerifiedJSON]("whether the report is what the record says, or the evidence of a review as it was signed")},
		"version":         {one[versionJSON]("what the program is")},
		"who":             {one[listJSON]("the users"), many[holder]("with --why: a way in which one of them has it")},
		"which":           {one[listJSON]("the resources")},
	}
}

// silent are the verbs that print no JSON, with why.
var silent = map[string]string{
	"backup": "says on standard error what it did", "restore": "says on standard error what it did",
	"emergency-stop": "says on standard error what it did", "emergency-review": "says on standard error what it did",
	"key-revoke": "says on standard error what it did", "review-decide": "says on standard error what it did", "schema-write": "says on standard error what it did",
	"serve": "says on standard error what it does", "record": "says on standard error what it does",
	"demo": "is for people, and refuses --json", "man": "writes files",
	"schema-generate": "prints Go", "mcp": "speaks a protocol of its own",
	"help": "prints help", "completion-bash": "prints a script", "completion-zsh": "prints a script", "completion-fish": "prints a script", "completion-powershell": "prints a script",
}

// differenceDocument is what access.Difference writes bit by bit.
type differenceDocument struct {
	At     string         `json:"at"` // the time at which conditions were decided
	Lost   sideOfDocument `json:"lost"`
	Gained sideOfDocument `json:"gained"`
}

// sideOfDocument is what was lost, or what was gained.
type sideOfDocument struct {
	Summary summaryOfDocument `json:"summary"`
	All     []entryOfDocument `json:"all"` // by user and permission
}

// summaryOfDocument is how much it comes to.
type summaryOfDocument struct {
	Total   int               `json:"total"`   // permissions, each user on each resource
	Users   int               `json:"users"`   // who have some of them
	Counts  []access.Count    `json:"counts"`  // by permission
	Largest []largestDocument `json:"largest"` // the users and permissions with most resources
}

type largestDocument struct {
	headOfDocument
	Resources int          `json:"resources"` // how many
	Examples  []schema.Ref `json:"examples"`  // some of them
}

type entryOfDocument struct {
	headOfDocument
	Resources []schema.Ref `json:"resources"` // all of them
}

type headOfDocument struct {
	User       schema.Ref        `json:"user"`
	Permission schema.Permission `json:"permission"`
	Roles      []schema.Role     `json:"roles"`
}

// footOfReport is the last line of a report.
type footOfReport struct {
	ComputedFrom computedFrom `json:"computed_from"`
}

// computedFrom is what a report was computed from, by which anybody can compute it again.
type computedFrom struct {
	Report        string `json:"report"`                   // its name
	About         string `json:"about,omitempty"`          // the object or user that it is about
	User          string `json:"user,omitempty"`           // --user
	Permission    string `json:"permission,omitempty"`     // --permission
	Since         string `json:"since,omitempty"`          // --since, as a time
	Until         string `json:"until,omitempty"`          // --until, as a time
	Actor         string `json:"actor,omitempty"`          // --actor
	Kind          string `json:"kind,omitempty"`           // --kind
	Days          string `json:"days,omitempty"`           // --days
	At            string `json:"at"`                       // the time that it is of
	Revision      string `json:"revision"`                 // of the engine
	Schema        string `json:"schema"`                   // the digest of the schema
	Program       string `json:"program"`                  // the version and commit of the program
	Record        string `json:"record,omitempty"`         // the checkpoint of the record: its origin, size and root
	Decisions     string `json:"decisions,omitempty"`      // the checkpoint of the record of decisions, where that was read
	AnsweredUntil string `json:"answered_until,omitempty"` // up to when that tells every answer
}

func reportShapes() []shape {
	var all []shape
	for _, r := range report.All() {
		all = append(all, shape{"report " + r.Name + ": a row", true, rowOf(r.Members(), r.Titles(schema.English))})
	}
	return append(all, one[footOfReport]("the last line: what the report was computed from"))
}

func reviewRow() *generated.Schema {
	var keys []string
	titles := map[string]string{}
	for _, c := range grantColumns() {
		keys, titles[c.key] = append(keys, c.key), c.title.In(schema.English)
	}
	return texts(keys, titles)
}

// texts is an object with these members, each a text, which people read under these titles.
func texts(keys []string, titles map[string]string) *generated.Schema {
	s := &generated.Schema{Type: "object", Properties: map[string]*generated.Schema{}, PropertyOrder: keys, Required: keys, AdditionalProperties: nothing()}
	for _, key := range keys {
		s.Properties[key] = &generated.Schema{Type: "string", Description: titles[key]}
	}
	return s
}

// rowOf is a row of a report.
func rowOf(members []report.Member, titles map[string]string) *generated.Schema {
	s := &generated.Schema{Type: "object", Properties: map[string]*generated.Schema{}, AdditionalProperties: nothing()}
	for _, m := range members {
		s.PropertyOrder = append(s.PropertyOrder, m.Key)
		typ := "integer"
		if !m.Number {
			typ, s.Required = "string", append(s.Required, m.Key)
		}
		s.Properties[m.Key] = &generated.Schema{Type: typ, Description: titles[m.Key]}
	}
	return s
}

// nothing matches no value.
func nothing() *generated.Schema { return &generated.Schema{Not: &generated.Schema{}} }

// schemaOf is the schema of what encoding/json makes of a T: each member is described,
// none is ever null.
func schemaOf[T any]() *generated.Schema {
	reference := &generated.Schema{Type: "string", Description: "A reference, type:tenant/id."}
	known := map[reflect.Type]*generated.Schema{
		reflect.TypeFor[schema.Ref]():      reference,
		reflect.TypeFor[relation.Object](): reference,
		reflect.TypeFor[loader.Notice]():   {Type: "string", Description: "What to know about a plan, in words."},
		reflect.TypeFor[time.Time]():       {Type: "string", Format: "date-time"},
	}
	made := func(t reflect.Type) *generated.Schema {
		s, err := generated.ForType(t, &generated.ForOptions{TypeSchemas: known})
		if err != nil {
			panic(err)
		}
		return withoutNull(s)
	}
	known[reflect.TypeFor[tlog.Hash]()] = &generated.Schema{Type: "string", ContentEncoding: "base64"}
	d := describing{code: sourceCode(), known: known}
	known[reflect.TypeFor[loader.Changes]()] = d.described(reflect.TypeFor[[]loader.Change](), made(reflect.TypeFor[[]loader.Change]()))
	known[reflect.TypeFor[json.RawMessage]()] = d.described(reflect.TypeFor[entry.Record](), made(reflect.TypeFor[entry.Record]()))
	return d.described(reflect.TypeFor[T](), made(reflect.TypeFor[T]()))
}

// inModule begins the path of every package of the module.
const inModule = "github.com/remit-authz/remit/"

// sourceCode is the module's code, whose comments are the descriptions.
var sourceCode = sync.OnceValue(func() *gocomment.Source { return gocomment.In("../..") })

// describing says in schemas what stands in the code about what they are of.
type describing struct {
	code  *gocomment.Source
	known map[reflect.Type]*generated.Schema
}

// described is the schema of a type with descriptions of its members, by the comment of the
// field or else that of its type, and with the values that a type has names for.
func (d describing) described(t reflect.Type, s *generated.Schema) *generated.Schema {
	if s == nil {
		return nil
	}
	if t.Kind() == reflect.Pointer {
		return d.described(t.Elem(), s)
	}
	if _, is := d.known[t]; is {
		return s
	}
	described := *s // one schema may stand in several places
	switch t.Kind() {
	case reflect.Struct:
		described.Properties = maps.Clone(s.Properties)
		for _, field := range reflect.VisibleFields(t) {
			name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			member, is := s.Properties[name]
			if !is {
				continue
			}
			told := *d.described(field.Type, member)
			if told.Description = d.about(t, field); told.Description == "" {
				told.Description = member.Description
			}
			described.Properties[name] = &told
		}
	case reflect.Slice, reflect.Array:
		described.Items = d.described(t.Elem(), s.Items)
	case reflect.Map:
		described.AdditionalProperties = d.described(t.Elem(), s.AdditionalProperties)
	case reflect.String:
		if values := d.values(t); values != nil && s.Type == "string" {
			described.Enum = values
		}
	}
	return &described
}

// about is what the code says of a field.
func (d describing) about(t reflect.Type, field reflect.StructField) string {
	if len(field.Index) > 1 { // of a struct that is embedded
		t = t.FieldByIndex(field.Index[:len(field.Index)-1]).Type
	}
	if t.Name() == "" {
		return ""
	}
	text, err := d.code.Field(t, field.Name)
	if err != nil {
		panic(err)
	}
	of := field.Type
	for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice {
		of = of.Elem()
	}
	if _, is := d.known[of]; text == "" && !is && strings.HasPrefix(of.PkgPath(), inModule) {
		if text, err = d.code.Type(of); err != nil {
			panic(err)
		}
		text, _, _ = strings.Cut(text, ". ")
	}
	// For who reads JSON it is not the name in Go that is something.
	for _, name := range []string{field.Name, of.Name()} {
		for _, is := range []string{" is ", " are "} {
			text = strings.TrimPrefix(text, name+is)
		}
	}
	return text
}

// values are those that a type has names for; none of package schema, whose types an
// institution has more of.
func (d describing) values(t reflect.Type) (all []any) {
	if !strings.HasPrefix(t.PkgPath(), inModule) || t.PkgPath() == inModule+"schema" {
		return nil
	}
	texts, err := d.code.Constants(t)
	if err != nil {
		panic(err)
	}
	for _, text := range texts {
		all = append(all, text)
	}
	return all
}

// withoutNull is a schema in which nothing may be null.
func withoutNull(s *generated.Schema) *generated.Schema {
	if s == nil {
		return nil
	}
	if i := slices.Index(s.Types, "null"); i >= 0 {
		s.Type, s.Types = s.Types[1-i], nil
	}
	for _, p := range s.Properties {
		withoutNull(p)
	}
	withoutNull(s.Items)
	withoutNull(s.AdditionalProperties)
	return s
}

// theOnlyOne describes an object beside which nothing else is printed.
const theOnlyOne = "One object on one line, the only one."

// document is the file of a verb.
func document(verb string, all []shape) ([]byte, error) {
	whole := &generated.Schema{}
	for _, s := range all {
		s.of.Title = s.when
		s.of.Description = theOnlyOne
		if s.many {
			s.of.Description = "One object a line, any number of lines."
		}
		whole.AnyOf = append(whole.AnyOf, s.of)
	}
	whole.Schema = "https://json-schema.org/draft/2020-12/schema"
	whole.Title = "A line of what `remit " + strings.ReplaceAll(verb, "-", " ") + " --json` prints"
	if verb == "errors" {
		whole.Title = "An error of remit under --json"
	}
	content, err := json.MarshalIndent(whole, "", "  ")
	return append(content, '\n'), err
}

// The published schemas are those of the structs that are printed.
func TestPublishedSchemasAreFresh(t *testing.T) {
	var want []string
	for verb, all := range shapes() {
		content, err := document(verb, all)
		require.NoError(t, err, verb)
		name := filepath.Join("json", verb+".schema.json")
		want = append(want, name)
		if *update {
			require.NoError(t, os.WriteFile(name, content, 0o644))
			continue
		}
		have, err := os.ReadFile(name)
		require.NoError(t, err, "run go generate ./cmd/remit")
		require.Equal(t, string(content), string(have), "%s is stale: run go generate ./cmd/remit", name)
	}
	have, err := filepath.Glob("json/*")
	require.NoError(t, err)
	require.ElementsMatch(t, want, have)
}

// Every verb has a schema, or says why it needs none.
func TestEveryVerbHasASchema(t *testing.T) {
	known, found := shapes(), map[string]bool{"errors": true}
	for _, path := range leaves(newProgram(strings.NewReader(""), io.Discard, io.Discard).root()) {
		verb := schemaName(path)
		found[verb] = true
		_, described := known[verb]
		why, excused := silent[verb]
		require.True(t, described != (excused && why != ""), "%s: a schema, or why there is none", verb)
	}
	for verb := range known {
		require.True(t, found[verb], "%s is no verb", verb)
	}
	for verb := range silent {
		require.True(t, found[verb], "%s is no verb", verb)
	}
}

// schemaName is a verb, by its path, as its schema's file is called.
func schemaName(path string) string {
	if path == "remit" {
		return "version" // of remit --version
	}
	return strings.ReplaceAll(strings.TrimPrefix(path, "remit "), " ", "-")
}

// held runs the program, and with --json holds what it prints to the published schemas.
// What is wrong it adds to the file that JSON_FAULTS names, whatever the page makes of
// the exit code.
func held() {
	args := os.Args[1:]
	if !asksJSON(args) {
		main()
	}
	var stdout, stderr bytes.Buffer
	code := runProcess(io.MultiWriter(os.Stdout, &stdout), io.MultiWriter(os.Stderr, &stderr))
	if err := holdJSON(args, stdout.String(), stderr.String(), code); err != nil {
		fault := fmt.Sprintf("remit %s: %v\n", strings.Join(args, " "), err)
		file, err := os.OpenFile(os.Getenv("JSON_FAULTS"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		if err == nil {
			_, err = file.WriteString(fault)
			err = errors.Join(err, file.Close())
		}
		if err != nil {
			panic(fault + err.Error())
		}
	}
	os.Exit(code)
}

// holdsJSON fails a page in which something was printed that is not as published.
func holdsJSON(env *testscript.Env) {
	file := filepath.Join(env.WorkDir, ".json-faults")
	env.Setenv("JSON_FAULTS", file)
	env.Defer(func() {
		if faults, err := os.ReadFile(file); !errors.Is(err, fs.ErrNotExist) {
			env.T().Fatal(string(faults), err)
		}
	})
}

// holdJSON says what in the outputs of a command line with --json is not as published.
func holdJSON(args []string, stdout, stderr string, code int) error {
	if slices.Contains(args, "--help") || slices.Contains(args, "--print-schema") {
		return nil // a text, and a JSON Schema
	}
	root := newProgram(strings.NewReader(""), io.Discard, io.Discard).root()
	c, _, err := root.Find(args)
	if err != nil {
		c = root
	}
	var failures []string
	for line := range strings.Lines(stderr) {
		if strings.HasPrefix(line, "{") {
			failures = append(failures, line)
		}
	}
	if (code >= exitFailed) != (len(failures) == 1) {
		return fmt.Errorf("exit code %d with %d errors as JSON", code, len(failures))
	}
	if err := holdLines("errors", failures); err != nil {
		return err
	}
	return holdLines(schemaName(c.CommandPath()), slices.Collect(strings.Lines(stdout)))
}

// holdLines holds lines to the schema of a verb.
func holdLines(verb string, lines []string) error {
	if len(lines) == 0 {
		return nil
	}
	of, err := publishedOf(verb)
	if err != nil {
		return fmt.Errorf("it prints %q: %w", lines[0], err)
	}
	for _, line := range lines {
		instance, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
		if err != nil {
			return fmt.Errorf("%q is no JSON: %w", line, err)
		}
		if err := of.whole.Validate(instance); err != nil {
			return fmt.Errorf("%q: %w", line, err)
		}
		if len(lines) == 1 || verb == "report" {
			continue
		}
		for _, alone := range of.alone {
			if alone.Validate(instance) == nil {
				return fmt.Errorf("%q is one of %d lines, where one object is printed", line, len(lines))
			}
		}
	}
	return nil
}

// publishedSchema is the schema of a verb as it is published.
type publishedSchema struct {
	whole *jsonschema.Schema
	alone []*jsonschema.Schema // of the objects beside which nothing else is printed
}

// compiled are the schemas that were read before.
var compiled sync.Map // of *publishedSchema by verb

// publishedOf reads the schema of a verb, once.
func publishedOf(verb string) (*publishedSchema, error) {
	if before, is := compiled.Load(verb); is {
		return before.(*publishedSchema), nil
	}
	name := "json/" + verb + ".schema.json"
	content, err := fs.ReadFile(publishedSchemas, name)
	if err != nil {
		return nil, fmt.Errorf("it has no schema: %w", err)
	}
	described, err := jsonschema.UnmarshalJSON(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource(name, described); err != nil {
		return nil, err
	}
	of := new(publishedSchema)
	if of.whole, err = compiler.Compile(name); err != nil {
		return nil, err
	}
	for _, one := range of.whole.AnyOf {
		if one.Description == theOnlyOne {
			of.alone = append(of.alone, one)
		}
	}
	compiled.Store(verb, of)
	return of, nil
}

// Whatever verb prints something else than is published, or a second object where one is
// all, is found.
func TestLinesAreHeldToWhatIsPublished(t *testing.T) {
	const same, permission = `{"same":true,"differences":[]}`, `{"permission":"client#view","label":"view"}`
	for _, tt := range []struct {
		why, verb string
		lines     []string
		wrong     string
	}{
		{"as published", "verify", []string{same}, ""},
		{"one of many", "permissions", []string{permission, permission}, ""},
		{"two, where one is all", "verify", []string{same, same}, "one of 2 lines, where one object is printed"},
		{"a member too many", "verify", []string{`{"same":true,"differences":[],"x":1}`}, "x"},
		{"no JSON", "verify", []string{"same"}, "is no JSON"},
		{"a verb without a schema", "man", []string{same}, "has no schema"},
	} {
		err := holdLines(tt.verb, tt.lines)
		if tt.wrong == "" {
			require.NoError(t, err, tt.why)
			continue
		}
		require.ErrorContains(t, err, tt.wrong, tt.why)
	}
}
