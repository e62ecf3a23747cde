// Package methods says which methods of SpiceDB's API answer questions.
package methods

import (
	"slices"
	"strings"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
)

// data are the methods of the services that answer questions which read and
// write relationships and ask nothing. What another SpiceDB has beside them is
// taken for a question.
var data = []string{
	v1.PermissionsService_ReadRelationships_FullMethodName,
	v1.PermissionsService_WriteRelationships_FullMethodName,
	v1.PermissionsService_DeleteRelationships_FullMethodName,
	v1.PermissionsService_ImportBulkRelationships_FullMethodName,
	v1.PermissionsService_ExportBulkRelationships_FullMethodName,
	v1.ExperimentalService_BulkImportRelationships_FullMethodName,
	v1.ExperimentalService_BulkExportRelationships_FullMethodName,
}

// Answer says whether a method, as "/service/method", answers by the schema.
func Answer(method string) bool {
	service, _, _ := strings.Cut(strings.TrimPrefix(method, "/"), "/")
	switch service {
	case v1.PermissionsService_ServiceDesc.ServiceName, v1.ExperimentalService_ServiceDesc.ServiceName:
		return !slices.Contains(data, method)
	}
	return false
}
