package model_test

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/remit-authz/remit/internal/model"
)

const (
	root   = "tenant.zed"
	folder = "../../schema"
)

// sources are the model's own, with one text in one of them replaced.
func sources(t testing.TB, file, old, replacement string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	for _, name := range []string{"tenant.zed", "audit.zed", "care.zed"} {
		text, err := os.ReadFile(folder + "/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if name == file {
			if !strings.Contains(string(text), old) {
				t.Fatalf("%s has no %q", file, old)
			}
			text = []byte(strings.Replace(string(text), old, replacement, 1))
		}
		files[name] = &fstest.MapFile{Data: text}
	}
	return files
}

func TestWhatIsWrongIsSaidWithItsPlace(t *testing.T) {
	for _, tt := range []struct{ why, file, old, replacement, want string }{
		{"a fact that is not known", "care.zed", "@kind group", "@sort group", "care.zed:{line}: relation practitioner: @sort is not known"},
		{"a fact twice", "care.zed", "@by source", "@by source\n\t * @by source", "@by is not known here, or is there twice"},
		{"a kind that is not known", "care.zed", "@kind group", "@kind band", `@kind "band" is not known`},
		{"no kind", "care.zed", "\t * @kind group\n", "", "care.zed:{line}: relation practitioner: needs one @kind"},
		{"no label", "care.zed", "\t * @label read the dossier | het dossier inzien | lire le dossier\n", "", "permission view_dossier: has no @label"},
		{"a label in two languages", "care.zed", " | lire le dossier", "", "permission view_dossier: @label has 2 texts"},
		{"a blank label", "care.zed", "| lire le dossier", "|", "@label has no text in fr"},
		{"a type without a label", "care.zed", "\n * @label client | cliënt | client", "", "definition client: has no @label"},
		{"no comment", "care.zed", " * Group: professionals who guide clients.\n\t", "", "relation practitioner: has no comment"},
		{"a placeholder that is not known", "care.zed", "{who} has emergency access to {what} |", "{whom} has emergency access to {what} |", "{whom} stands for nothing"},
		{"a writer that is not known", "care.zed", "@by source", "@by somebody", `@by "somebody" is not known`},
		{"no writer", "care.zed", "\t * @by source\n", "", "has no @by"},
		{"a role that an application gives", "care.zed", "@by source", "@by application", "which only a source gives"},
		{"an effect that the kind cannot have", "care.zed", "@effect gives", "@effect takes", `@effect "takes" is none that a group has`},
		{"an effect that the permissions do not have", "audit.zed", "@effect takes", "@effect gives", "says @effect gives, and the permissions make it takes"},
		{"a link without a grant", "care.zed", "\t * @granted-by client#link_professionals\n", "", "a link is granted by a permission"},
		{"a grant that nobody can be asked for", "care.zed", "@granted-by client#link_professionals", "@granted-by client#in_caseload", `@granted-by "client#in_caseload" is no permission of client`},
		{"a grant far away", "care.zed", "@granted-by client#link_professionals", "@granted-by library#manage", "is no permission of client, of its parent or of an account"},
		{"a need that is no role", "care.zed", "@needs supervisor", "@needs superviser", `@needs "superviser" is no role in the tenant`},
		{"a switch that is none", "care.zed", "@under tenant#emergency_procedure", "@under tenant#member", `@under "tenant#member" is no switch`},
		{"an exclusion of nothing", "audit.zed", "@excludes organization#manager", "@excludes organization#boss", `"organization#boss", which does not exist`},
		{"a conflict with nothing", "care.zed", "@conflicts tenant#secretary", "@conflicts tenant#secretarry", `"tenant#secretarry", which does not exist`},
		{"a marker for no reason", "tenant.zed", "\t * @unless tenant#app_admin client#login\n", "", "and this says 0"},
		{"a marker for two reasons", "tenant.zed", "@unless tenant#app_admin", "@while tenant#analyst\n\t * @unless tenant#app_admin", "and this says 2"},
		{"a block with a label", "care.zed", "\t * @block\n\t */\n\tpermission own", "\t * @block\n\t * @label own | eigen | propre\n\t */\n\tpermission own", "permission own: is a @block"},
		{"a flag with a value", "care.zed", "@only-self", "@only-self yes", `@only-self stands alone: "yes" is too much`},
		{"one role under two names", "care.zed", "@label supervisor | supervisor | superviseur\n\t */\n\trelation supervisor: user |", "@label overseer | supervisor | superviseur\n\t */\n\trelation supervisor: user |", "is labelled"},
		{"a row without a number", "care.zed", "@row C4", "@row reading", `@row "reading"`},
		{"a row labelled twice", "audit.zed", "@row O7 label\n", "@row T2 a | b | c\n", "gives row T2 a label, and it has one"},
		{"a row of several permissions without a label", "audit.zed", "@row T6 label", "@row T6", "T6: this row has several permissions"},
		{"two conditions", "care.zed", "relation supervisor: user | user with expiration | account#owner | account#owner with expiration", "relation supervisor: user with emergency_access | account#owner with emergency_access", "permission view_dossier: depends on two relations whose relationships carry a condition, client#emergency and client#supervisor"},
		{"a condition behind an arrow", "audit.zed", "permission delete = tenant.all(member) & engagement.all(work)\n", "permission delete = tenant.all(member) & engagement.all(work)\n\n\t/**\n\t * What it feeds on.\n\t * @kind parent\n\t * @by source application\n\t * @effect places\n\t */\n\trelation connection: connection\n\n\t/**\n\t * Feed it.\n\t * @label feed | voeden | nourrir\n\t */\n\tpermission feed = connection.all(configure)\n", "permission feed: depends on connection#external_client, whose relationships carry a condition, through an arrow"},
		{"a parent under another name", "audit.zed", "relation organization: organization", "relation organization: organization | engagement", "named for that type and takes it alone"},
		{"a bar that ends", "audit.zed", "relation barred: user | account#owner", "relation barred: user | user with expiration | account#owner", "relation barred: may end, and only a link that gives, a lease or a review may"},
		{"a role that ends", "care.zed", "relation analyst: user", "relation analyst: user | user with expiration", "relation analyst: may end, and only a link that gives, a lease or a review may"},
		{"an application that cannot be told from a source", "care.zed", "relation supervisor: user | user with expiration | account#owner | account#owner with expiration", "relation supervisor: user", "an application names account#owner"},
		{"an object that only a source places, and applications make", "care.zed", "@by source application\n\t * @effect places", "@by source\n\t * @effect places", "relation tenant: is written by [source]: an application places the objects whose type"},
		{"an object that an application places, and cannot be told", "tenant.zed", "@by source\n\t * @effect places", "@by source application\n\t * @effect places", "relation tenant: is written by [source application]: an application places the objects whose type"},
		{"an origin that a source writes", "care.zed", "@kind origin\n\t * @by application", "@kind origin\n\t * @by source", "is a origin and written by [source]"},
		{"an object that nobody may make", "care.zed", " * @created-with tenant#create_client\n", "", "definition client: an object that applications make has one relation of @kind origin, and says @created-with"},
		{"a permission on what is not there yet", "care.zed", "@created-with tenant#create_client", "@created-with client#manage_account", "is asked on what is not there yet"},
		{"a permission to make that is far away", "care.zed", "@created-with tenant#create_client", "@created-with library#manage", `definition client: "library#manage" is no permission of client or of what it belongs to`},
		{"a creator who gets what only a source gives", "care.zed", "@creator practitioner", "@creator login", `@creator "client#login" is no relation that an application writes`},
	} {
		files := sources(t, tt.file, tt.old, tt.replacement)
		above, _, _ := strings.Cut(string(files["care.zed"].Data), "relation practitioner:")
		want := strings.Replace(tt.want, "{line}", strconv.Itoa(1+strings.Count(above, "\n")), 1)
		_, err := model.Read(files, root)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", tt.why, err, want)
		}
	}
}
