package loader

import (
	"fmt"
	"time"
	"unicode"

	"github.com/remit-authz/remit/schema"
)

// reader turns tables into a source. It meets the files in the order in which
// they refer to each other, and remembers where it met each name.
type reader struct {
	options ReadOptions
	tables  map[string]*table
	source  Source
	// lines says on which line of its file a name was met. A row whose other
	// fields are wrong counts too: what refers to it is not wrong for that.
	lines map[schema.Ref]int
	users map[schema.Ref]User
	// parents are the organizations of engagements and the engagements of
	// analyses and connections.
	parents map[schema.Ref]schema.Ref
	logins  map[schema.Ref]schema.Ref
	links   map[linkKey]int
}

type linkKey struct {
	user, object schema.Ref
	role         schema.Role
}

func newReader(contents map[string][]byte) *reader {
	r := &reader{
		tables:  map[string]*table{},
		lines:   map[schema.Ref]int{},
		users:   map[schema.Ref]User{},
		parents: map[schema.Ref]schema.Ref{},
		logins:  map[schema.Ref]schema.Ref{},
		links:   map[linkKey]int{},
	}
	for _, file := range sourceFiles() {
		r.tables[file] = tableOf(file, contents)
	}
	return r
}

func tableOf(file string, contents map[string][]byte) *table {
	if content, ok := contents[file]; ok {
		return parseTable(file, content, columns(file))
	}
	t := &table{file: file}
	if file == tenantsFile || file == usersFile {
		t.partial = true
		t.problem(0, "is missing: a source folder has at least %s and %s", tenantsFile, usersFile)
	}
	return t
}

func (r *reader) read() {
	r.readTenants()
	r.readUsers()
	for _, file := range []string{organizationsFile, engagementsFile, analysesFile, connectionsFile, librariesFile} {
		r.readThings(file)
	}
	r.readClients()
	r.readLinks()
}

// problems are what is wrong with the files, by file, and how much more of it
// there is.
func (r *reader) problems() (found []Problem, more int) {
	for _, file := range sourceFiles() {
		found = append(found, r.tables[file].problems...)
		more += r.tables[file].more
	}
	return found, more
}

func (r *reader) each(file string, read func(*table, row)) {
	t := r.tables[file]
	for _, row := range t.rows {
		read(t, row)
	}
}

// key reads the name of a row's own record and remembers it; false when it is
// not one or was met before.
func (r *reader) key(t *table, row row, typ schema.Type) (schema.Ref, bool) {
	tenant := schema.TenantID(row.at("tenant"))
	ref, err := schema.NewRef(typ, tenant, row.at("id"))
	if err != nil {
		t.partial = true // what refers to this row finds nothing
		t.problem(row.line, "%v", err)
		return schema.Ref{}, false
	}
	if c, hidden := schema.Hidden(ref.ID); hidden && !r.options.AllowInvisible {
		t.problem(row.line, "id %s holds %s: write the id without it, or say --allow-invisible if it belongs there", schema.Quote(ref.ID), hiddenName(c))
	}
	if !r.knows(schema.TenantRef(tenant)) {
		t.problem(row.line, "tenant %q is not in %s%s", tenant, tenantsFile, r.tenantHint(t, tenant))
	}
	return ref, r.remember(t, row, ref)
}

// hiddenName says what a character does that nobody sees.
func hiddenName(c rune) string {
	what := "an invisible character"
	if unicode.Is(unicode.Bidi_Control, c) {
		what = "a character that turns the direction of text"
	}
	return fmt.Sprintf("%s (%U)", what, c)
}

func (r *reader) remember(t *table, row row, ref schema.Ref) bool {
	if first, met := r.lines[ref]; met {
		t.problem(row.line, "%s is there twice: first on line %d", ref, first)
		return false
	}
	r.lines[ref] = row.line
	return true
}

// knows says whether a reference finds its record. A table that could not be
// read whole vouches for everything: its own problem is the one to mend.
func (r *reader) knows(ref schema.Ref) bool {
	_, met := r.lines[ref]
	return met || r.tables[fileOf(ref.Type)].partial
}

// refer reads a reference to a record of another file, in the row's tenant.
func (r *reader) refer(t *table, row row, typ schema.Type, id string) (schema.Ref, bool) {
	ref, err := schema.NewRef(typ, schema.TenantID(row.at("tenant")), id)
	if err != nil {
		t.problem(row.line, "%s: %v", typ, err)
		return schema.Ref{}, false
	}
	if !r.knows(ref) {
		t.problem(row.line, "%s is not in %s", ref, fileOf(typ))
		return schema.Ref{}, false
	}
	return ref, true
}

// tenantHint names the tenant that is meant. There may be so many that they are
// looked through only for a problem that is told.
func (r *reader) tenantHint(t *table, tenant schema.TenantID) string {
	if t.full() {
		return ""
	}
	return didYouMean(string(tenant), r.tenantNames())
}

func (r *reader) tenantNames() []string {
	names := make([]string, len(r.source.Tenants))
	for i, t := range r.source.Tenants {
		names[i] = string(t.ID)
	}
	return names
}

func fileOf(t schema.Type) string {
	switch t {
	case schema.TypeTenant:
		return tenantsFile
	case schema.TypeUser:
		return usersFile
	case schema.TypeOrganization:
		return organizationsFile
	case schema.TypeEngagement:
		return engagementsFile
	case schema.TypeAnalysis:
		return analysesFile
	case schema.TypeConnection:
		return connectionsFile
	case schema.TypeLibrary:
		return librariesFile
	}
	return clientsFile
}

// parseUntil reads an end time as whole seconds of UTC.
func parseUntil(written string) (time.Time, bool) {
	at, err := time.Parse(time.RFC3339, written)
	at = at.UTC().Truncate(time.Second)
	// Beyond these years an engine has no timestamp.
	return at, err == nil && at.Year() >= 1 && at.Year() <= 9999
}
