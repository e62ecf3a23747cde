package loader

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"

	"github.com/remit-authz/remit/schema"
)

// folder is the source folder that a world comes from, written back from its
// relationships. What no source can say is left out or written as what no
// source may: whoever reads the folder asks for its world and compares.
type folder struct {
	files map[string]*file
	// subjects are those of the relationships that are a field of a row.
	subjects map[Relationship]Object
	active   map[Object]bool
	roles    map[Object][]string
}

// file is one that is being written.
type file struct {
	content bytes.Buffer
	csv     *csv.Writer
	columns []string
}

// folder is the content of each file by its name.
func (w World) folder() map[string][]byte {
	f := folder{map[string]*file{}, map[Relationship]Object{}, map[Object]bool{}, map[Object][]string{}}
	f.open(tenantsFile)
	f.open(usersFile) // no source is without the two, though they may name nobody
	for _, r := range w.Relationships {
		f.note(r)
	}
	for _, tenant := range w.Tenants {
		f.writeTenant(tenant)
	}
	for _, r := range w.Relationships {
		f.writeRow(r)
	}
	contents := map[string][]byte{}
	for name, file := range f.files {
		file.csv.Flush()
		contents[name] = file.content.Bytes()
	}
	return contents
}

// note keeps what is not a row but a field of one.
func (f folder) note(r Relationship) {
	switch r.Relation.Facts().Kind {
	case schema.KindActive:
		f.active[r.Subject] = true
	case schema.KindLink:
	case schema.KindSystemRole, schema.KindGroup:
		f.roles[r.Subject] = append(f.roles[r.Subject], r.name())
	default:
		f.subjects[r.arrow()] = r.Subject
	}
}

func (f folder) writeTenant(tenant schema.TenantID) {
	emergency := "off"
	if _, on := f.subjects[Relationship{Resource: objectOf(schema.TenantRef(tenant)), Relation: schema.TenantEmergencyProcedure}]; on {
		emergency = "on"
	}
	f.write(tenantsFile, map[string]string{"id": string(tenant), "emergency": emergency})
}

// writeRow writes the row that the relationship stands for, if it is one.
func (f folder) writeRow(r Relationship) {
	role := schema.Role(r.name())
	fields := map[string]string{"tenant": string(r.Resource.tenant())}
	if _, ok := role.LinkRelation(r.Resource.Type); ok {
		fields["user"], fields["role"] = idOf(r.Subject), string(role)
		fields["object"] = string(r.Resource.Type) + ":" + idOf(r.Resource)
		fields["until"] = r.until()
		f.write(linksFile, fields)
		return
	}
	if r.name() != schema.AccountTenant.Name() {
		return
	}
	fields["id"] = idOf(r.Resource)
	if r.Resource.Type == schema.TypeAccount {
		f.writeUser(Object{schema.TypeUser, r.Resource.ID}, fields)
		return
	}
	for field, relation := range map[string]schema.Relation{
		"lead":         schema.EngagementLead,
		"account":      schema.ClientLogin,
		"organization": r.Resource.Type.Pointer(schema.TypeOrganization),
		"engagement":   r.Resource.Type.Pointer(schema.TypeEngagement),
	} {
		if subject, ok := f.subjects[Relationship{Resource: r.Resource, Relation: relation}]; ok {
			fields[field] = idOf(subject)
		}
	}
	f.write(fileOf(r.Resource.Type), fields)
}

func (f folder) writeUser(user Object, fields map[string]string) {
	status := Inactive
	if f.active[user] {
		status = Active
	}
	fields["status"], fields["roles"] = string(status), strings.Join(f.roles[user], ";")
	f.write(usersFile, fields)
}

// open is a file with its header row. Writing to a buffer never fails.
func (f folder) open(name string) *file {
	if f.files[name] == nil {
		opened := &file{columns: columns(name)}
		opened.csv = csv.NewWriter(&opened.content)
		_ = opened.csv.Write(opened.columns)
		f.files[name] = opened
	}
	return f.files[name]
}

// write adds a row to a file.
func (f folder) write(name string, fields map[string]string) {
	file := f.open(name)
	record := make([]string, len(file.columns))
	for i, column := range file.columns {
		record[i] = fields[column]
	}
	_ = file.csv.Write(record)
}

// idOf is the source's own id of an object; blank for one that remit would
// never write.
func idOf(o Object) string {
	ref, _ := o.Ref()
	return ref.ID
}

// until is the end as the terms say it; blank for none.
func (t Terms) until() string {
	var context struct{ Until string }
	_ = json.Unmarshal([]byte(t.Context), &context) // what is no context has no end
	return context.Until
}
