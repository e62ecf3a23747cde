package ledger_test

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/verify"
)

var (
	records = flag.Int("records", 200_000, "how many records BenchmarkVerify verifies")
	keep    = flag.String("bench-record", "", "a folder to keep them in, for the next time; \"\" for none")
)

// change is a record of one change, as long as they are.
func change(i int) string {
	return fmt.Sprintf(`{"time":"2026-11-26T10:%02d:%02d.123456789Z","v":1,"kind":"change","recorded":"2026-11-26T10:%02d:%02d.125Z","revision":"GhUKEzE3OTU2OTU%09d","actor":"ada","by":"remit sync","purpose":"sync","plan":"sha256:0123456789abcdef","changes":[{"resource":"client:veldzicht/c-%d","relation":"client#practitioner","subject":"user:veldzicht/u-%d"}]}`,
		i/60%60, i%60, i/60%60, i%60, i, i, i%1000)
}

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
	folder := *keep
	if folder == "" {
		folder = filepath.Join(b.TempDir(), "ledger")
	}
	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		l, err := ledger.Open(folder)
		if err != nil {
			b.Fatal(err)
		}
		const atOnce = 10_000
		for first := 0; first < *records; first += atOnce {
			var some []string
			for i := first; i < min(first+atOnce, *records); i++ {
				some = append(some, change(i))
			}
			add(b, l, some...)
		}
		if err := l.Close(); err != nil {
			b.Fatal(err)
		}
	}
	kept := read(b, filepath.Join(folder, "checkpoint"))
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
