package changelog

import (
	"context"

	bolt "go.etcd.io/bbolt"

	"github.com/remit-authz/remit/internal/boltstore/boltfile"
)

// Verify looks for records whose definition is not there. A relationship can have
// been collected since.
func Verify(ctx context.Context, tx *bolt.Tx, report *boltfile.Report, row func()) error {
	return boltfile.Log.Each(ctx, tx, func(k, chunk []byte) {
		row()
		records, err := readRecords(chunk)
		if err != nil {
			report.Add("%s: revision %s: %v", boltfile.Log.Name, RevisionOf(k), err)
		}
		for _, r := range records {
			if r.kind != definitionRecord {
				continue
			}
			if tx.Bucket(boltfile.Definitions.Name).Get(boltfile.Versioned(r.data, RevisionOf(k))) == nil {
				report.Add("%s: revision %s names %q, which is missing", boltfile.Log.Name, RevisionOf(k), r.data)
			}
		}
	})
}
