package httpauth_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/httpauth"
	"github.com/remit-authz/remit/schema"
)

// A page that only those may see who may read the client's dossier.
func ExampleGuard_Require() {
	c := answers{decision: checker.Decision{Outcome: checker.Denied}} // In earnest: checker.New(conn, checker.Options{}).
	guard := httpauth.Guard{
		Checker:    c,
		Subject:    func(*http.Request) (schema.Ref, error) { return schema.ParseRef("user:veldzicht/anna") },
		HideDenied: true,
	}
	dossier := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "the dossier") })

	mux := http.NewServeMux()
	mux.Handle("GET /clients/{id}", guard.Require(schema.ClientViewDossier, func(r *http.Request) (schema.Ref, error) {
		return schema.NewRef(schema.TypeClient, "veldzicht", r.PathValue("id"))
	}, dossier))

	w := httptest.NewRecorder()
	mux.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/clients/c-1042", nil))
	fmt.Print(w.Code, " ", w.Body)
	// Output: 404 Not Found
}
