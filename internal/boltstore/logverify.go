package boltstore

import (
	"context"

	bolt "go.etcd.io/bbolt"
)

// verifyLog looks for records whose definition is not there. A relationship can have
// been collected since.
func verifyLog(ctx context.Context, tx *bolt.Tx, report *Report) error {
	return logBucket.each(ctx, tx, func(k, chunk []byte) {
		records, err := readRecords(chunk)
		if err != nil {
			report.add("%s: revision %s: %v", logBucket.name, logRevision(k), err)
		}
		for _, r := range records {
			if r.kind != definitionRecord {
				continue
			}
			if tx.Bucket(definitionsBucket.name).Get(versioned(r.data, logRevision(k))) == nil {
				report.add("%s: revision %s names %q, which is missing", logBucket.name, logRevision(k), r.data)
			}
		}
	})
}
