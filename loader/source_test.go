package loader_test

import (
	"strings"
	"testing/fstest"
)

// files is a source folder as a test writes it: file name to content, without
// the ".csv".
type files map[string]string

func (f files) folder() fstest.MapFS {
	folder := fstest.MapFS{}
	for name, content := range f {
		folder[name+".csv"] = &fstest.MapFile{Data: []byte(content)}
	}
	return folder
}

// with is the folder with one file replaced; blank content leaves it out.
func (f files) with(name, content string) files {
	changed := files{}
	for n, c := range f {
		changed[n] = c
	}
	changed[name] = content
	if content == "" {
		delete(changed, name)
	}
	return changed
}

// plus is the folder with lines added to one file.
func (f files) plus(name string, lines ...string) files {
	return f.with(name, f[name]+strings.Join(lines, "\n")+"\n")
}

// without is the folder without the lines of one file that begin so.
func (f files) without(name, beginning string) files {
	var kept strings.Builder
	for line := range strings.Lines(f[name]) {
		if !strings.HasPrefix(line, beginning) {
			kept.WriteString(line)
		}
	}
	return f.with(name, kept.String())
}

// small is one tenant that is both an audit firm and a care institution.
func small() files {
	return files{
		"tenants": "id,name,emergency\nacme,Acme,on\n",
		"users": `tenant,id,name,email,status,roles
acme,ada,Ada,ada@example.org,active,app_admin
acme,mo,Mo,,active,standard_user
acme,xi,Xi,,active,external_client
acme,pim,Pim,,active,practitioner;supervisor
acme,log,Log,,active,
acme,al,Al,,active,application_manager
`,
		"organizations": "tenant,id,name\nacme,o1,One\nacme,o2,Two\n",
		"engagements":   "tenant,id,name,organization,lead\nacme,e1,2026,o1,mo\n",
		"analyses":      "tenant,id,name,engagement\nacme,a1,Ledger,e1\n",
		"connections":   "tenant,id,name,engagement\nacme,k1,Books,e1\n",
		"libraries":     "tenant,id,name\nacme,l1,Standard\n",
		"clients":       "tenant,id,account\nacme,c1,log\nacme,c2,\n",
		"links": `tenant,user,role,object,until
acme,mo,manager,organization:o1,
acme,mo,auditor,engagement:e1,
acme,xi,external_client,connection:k1,2999-01-01T00:00:00Z
acme,pim,practitioner,client:c1,
`,
	}
}
