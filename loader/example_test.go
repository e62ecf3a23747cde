package loader_test

import (
	"fmt"
	"os"
	"testing/fstest"
	"time"

	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

// A plan is data: it is made from a source and from what an engine has, and
// looked at, before anything is written.
func Example() {
	folder := fstest.MapFS{
		"tenants.csv": {Data: []byte("id,name,emergency\nveldzicht,Veldzicht,on\n")},
		"users.csv":   {Data: []byte("tenant,id,name,email,status,roles\nveldzicht,anna,Anna,anna@example.org,active,practitioner\n")},
		"clients.csv": {Data: []byte("tenant,id,account\nveldzicht,c-1042,\n")},
		"links.csv":   {Data: []byte("tenant,user,role,object,until\nveldzicht,anna,practitioner,client:c-1042,\n")},
	}
	src, err := loader.Read(folder)
	if err != nil {
		fmt.Println(err)
		return
	}
	plan := loader.Diff(loader.DesiredState(src, time.Now()), loader.Observed{Tenants: []schema.TenantID{"veldzicht"}})
	if err := plan.WriteText(os.Stdout, schema.English); err != nil {
		fmt.Println(err)
	}
	// Output:
	// tenant veldzicht: 0 taken away, 0 cleared away, 0 changed, 9 given (0 relationships now)
	//   gives
	//     emergency procedure: 1
	//       + the emergency procedure is switched on
	//     who is active: 1
	//       + user:veldzicht/anna becomes active
	//     roles and groups: 1
	//       + user:veldzicht/anna gains the role practitioner
	//     links: 1
	//       + user:veldzicht/anna becomes practitioner of client:veldzicht/c-1042
	//     objects: 1
	//       + client:veldzicht/c-1042 is new in tenant:veldzicht
	//     accounts: 1, and 3 relationships that follow from them
	//       + account:veldzicht/anna is new in tenant:veldzicht
	// in all: 9 changes (that take away: 0)
}

// A source that is wrong anywhere is no source at all.
func ExampleRead() {
	_, err := loader.Read(fstest.MapFS{
		"tenants.csv":       {Data: []byte("id,name,emergency\nacme,Acme,off\n")},
		"users.csv":         {Data: []byte("tenant,id,name,email,status,roles\nacme,mo,Mo,,activ,standard_user\n")},
		"organizations.csv": {Data: []byte("tenant,id,name\nacme,o1,One\n")},
		"links.csv":         {Data: []byte("tenant,user,role,object,until\nacme,mo,auditer,organization:o1,\n")},
	})
	fmt.Println(err)
	// Output:
	// users.csv:2: status "activ" does not exist: it is one of active, inactive, invited; did you mean "active"?
	// links.csv:2: role "auditer" does not exist; did you mean "auditor"?
}
