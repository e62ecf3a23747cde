package ledger_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/verify"
)

var records = flag.Int("records", 200_000, "how many records BenchmarkVerify verifies")

// BenchmarkAppend appends one record, and a hundred at once, each until it is
// on disk and signed.
func BenchmarkAppend(b *testing.B) {
	for name, size := range map[string]int{"1": 1, "100": 100} {
		b.Run(name, func(b *testing.B) {
			l := open(b, b.TempDir())
			var batch [][]byte
			for i := range size {
				batch = append(batch, []byte(record(i)))
			}
			for b.Loop() {
				if _, err := l.Append(batch...); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkVerify verifies a whole log, and opens it.
func BenchmarkVerify(b *testing.B) {
	folder := b.TempDir()
	kept := fill(b, folder, *records)
	public := string(read(b, filepath.Join(folder, "public")))
	b.Run("verify", func(b *testing.B) {
		for b.Loop() {
			if _, err := verify.Folder(os.DirFS(folder), public, kept); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(*records), "ns/record")
	})
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			l, err := ledger.Open(folder)
			if err != nil {
				b.Fatal(err)
			}
			if err := l.Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
}
