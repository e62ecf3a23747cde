package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/internal/api"
)

// A reason that is longer than an engine holds was a 503, as if the engine had not
// answered.
func TestReasonIsBounded(t *testing.T) {
	s := start(t, fixtures.Start(t, fixtures.Care()), veldzicht)
	emergency := func(bytes int) string {
		return fmt.Sprintf(`{"by":"user:veldzicht/anna","client":"client:veldzicht/c-1003","reason":%q,"for":"20m"}`, strings.Repeat("x", bytes))
	}
	for _, path := range []string{"/v1/emergencies", "/v1/emergencies/prolong"} {
		s.want(http.StatusBadRequest, "60000 bytes, and 4096 at most", path, emergency(60_000))
		s.want(http.StatusBadRequest, "4097 bytes", path, emergency(4097))
	}
	s.want(http.StatusOK, `"reason":"xxx`, "/v1/emergencies", emergency(4096))
}

// An id that can pass for another is no object's unless somebody says that such belong
// there: as in a source.
func TestInvisibleIDs(t *testing.T) {
	conn := fixtures.Start(t, fixtures.Care())
	const object = `{"by":"user:veldzicht/els","object":"client:veldzicht/c-1001\u200b"}`
	start(t, conn, veldzicht).want(http.StatusBadRequest, "U+200B", "/v1/objects", object)
	allowing := startWith(t, conn, veldzicht, func(o *api.Options) { o.AllowInvisible = true })
	allowing.want(http.StatusOK, "revision", "/v1/objects", object)
}
