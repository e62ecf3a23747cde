package recall

import (
	"sync"

	"buf.build/go/protovalidate"
	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/protobuf/proto"

	"github.com/remit-authz/remit/internal/engine"
)

// validator knows what the API's definition says of a request.
var validator = sync.OnceValues(func() (protovalidate.Validator, error) {
	return protovalidate.New(protovalidate.WithMessages(
		&v1.CheckPermissionRequest{}, &v1.CheckBulkPermissionsRequest{}, &v1.LookupResourcesRequest{}, &v1.LookupSubjectsRequest{},
	))
})

// valid says whether SpiceDB takes a request for what it is.
func valid(r engine.Request) bool {
	message, ok := r.(proto.Message)
	rules, err := validator()
	if !ok || err != nil || rules.Validate(message) != nil {
		return false
	}
	more, ok := r.(interface{ HandwrittenValidate() error })
	return !ok || more.HandwrittenValidate() == nil
}
