package access_test

import (
	"fmt"
	"os"
	"testing/fstest"

	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

// One more line in a file of users says little; what it gives says more.
func Example() {
	folder := func(users string) loader.Desired {
		source, err := loader.Read(fstest.MapFS{
			"tenants.csv": {Data: []byte("id,name,emergency\nveldzicht,Veldzicht,on\n")},
			"users.csv":   {Data: []byte("tenant,id,name,email,status,roles\nveldzicht,anna,Anna,,active,practitioner\n" + users)},
			"clients.csv": {Data: []byte("tenant,id,account\nveldzicht,c-1,\nveldzicht,c-2,\nveldzicht,c-3,\nveldzicht,c-4,\n")},
			"links.csv":   {Data: []byte("tenant,user,role,object,until\nveldzicht,anna,practitioner,client:c-1,\n")},
		})
		if err != nil {
			fmt.Println(err)
		}
		return loader.DesiredState(source, today)
	}
	now := folder("veldzicht,bram,Bram,,active,analyst\n")
	have := loader.Observed{Tenants: now.Tenants, Relationships: now.Relationships}
	plan := loader.Diff(folder("veldzicht,bram,Bram,,active,secretary\n"), have)

	difference, err := plan.Access(have, today)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := difference.WriteText(os.Stdout, schema.English); err != nil {
		fmt.Println(err)
	}
	// Output:
	// TAKES AWAY 2 permissions, from 1 user
	//   tenant#download_exports: 1, from 1 user (analyst 1)
	//   tenant#download_reports: 1, from 1 user (analyst 1)
	//   the largest
	//     - user:veldzicht/bram on tenant:veldzicht: download_reports, download_exports
	// gives 9 permissions, to 1 user
	//   client#link_professionals: 4, to 1 user (secretary 4)
	//   client#view_account: 4, to 1 user (secretary 4)
	//   tenant#search_clients: 1, to 1 user (secretary 1)
	//   the largest
	//     + user:veldzicht/bram on client:veldzicht/c-1, client:veldzicht/c-2, client:veldzicht/c-3 and 1 more: view_account, link_professionals
	//     + user:veldzicht/bram on tenant:veldzicht: search_clients
	// in all: 2 permissions taken away, 9 given, each user on each resource
}
