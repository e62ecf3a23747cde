package csv_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/loader/source/csv"
)

// A file of nothing but commas took more memory than there was.
func TestTableHasSoManyRows(t *testing.T) {
	const maxRows = 2_000_000
	content := "tenant,id,name\n" + strings.Repeat(",,\n", maxRows+2)
	records, err := csv.Format{}.Decode(source.NewFiles(fstest.MapFS{"libraries.csv": {Data: []byte(content)}}))
	if err != nil {
		t.Fatal(err)
	}
	if len(records.Libraries) != maxRows {
		t.Errorf("kept %d rows, want %d", len(records.Libraries), maxRows)
	}
	records.Libraries = nil // each has its own problem besides
	_, err = source.Options{}.Check(records)
	var refused *source.Error
	const want = "libraries.csv:2000002: is one row too many: a file has at most 2000000"
	if !errors.As(err, &refused) || !strings.HasSuffix(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
}
