package loader

import "github.com/remit-authz/remit/schema"

func (r *reader) readThings(file string) {
	typ, parent := kindOf(file)
	r.each(file, func(t *table, row row) {
		ref, ok := r.key(t, row, typ)
		thing := Thing{Ref: ref, Name: row.at("name")}
		if parent != "" {
			thing.Parent, _ = r.refer(t, row, parent, row.at(string(parent)))
		}
		if row.at("lead") != "" {
			thing.Lead, _ = r.refer(t, row, schema.TypeUser, row.at("lead"))
		}
		if !ok {
			return
		}
		r.parents[ref] = thing.Parent
		r.source.Things = append(r.source.Things, thing)
	})
}

// kindOf is the type of the objects of a file and the type of their parents,
// blank for those that have none.
func kindOf(file string) (typ, parent schema.Type) {
	switch file {
	case organizationsFile:
		return schema.TypeOrganization, ""
	case engagementsFile:
		return schema.TypeEngagement, schema.TypeOrganization
	case analysesFile:
		return schema.TypeAnalysis, schema.TypeEngagement
	case connectionsFile:
		return schema.TypeConnection, schema.TypeEngagement
	}
	return schema.TypeLibrary, ""
}
