package main

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/remit-authz/remit/fixtures/generate"
)

var benchClients = flag.Int("bench-clients", 10_000, "clients in the larger store of BenchmarkStart; 96,200 make a million relationships")

// BenchmarkStart is what somebody waits for who types a command: the program as a process,
// from its start to its end. Beside the time, cpu-ms is what it takes of all processors;
// both are medians.
func BenchmarkStart(b *testing.B) {
	b.Chdir(b.TempDir())
	question := map[string][]string{}
	for _, clients := range []int{100, *benchClients} {
		store := fmt.Sprintf("%d.db", clients)
		question[store] = loadWorld(b, store, clients)
	}
	commands := map[string][]string{"help": {"--help"}}
	for store, asked := range question {
		commands["check/clients="+strings.TrimSuffix(store, ".db")] = append([]string{"check", "--store", store}, asked...)
	}
	for name, args := range commands {
		b.Run(name, func(b *testing.B) {
			var taken, of []time.Duration
			for b.Loop() {
				command := exec.CommandContext(b.Context(), "remit", args...)
				begin := time.Now()
				if err := command.Run(); err != nil {
					b.Fatal(args, err)
				}
				taken = append(taken, time.Since(begin))
				of = append(of, command.ProcessState.UserTime()+command.ProcessState.SystemTime())
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(median(taken), "ms")
			b.ReportMetric(median(of), "cpu-ms")
		})
	}
}

func median(of []time.Duration) float64 {
	slices.Sort(of)
	return of[len(of)/2].Seconds() * 1000
}

// loadWorld fills a store, and returns a question that it allows.
func loadWorld(b *testing.B, store string, clients int) []string {
	b.Helper()
	world := generate.World(generate.Size{Tenants: 2, Users: clients/40 + 10, Organizations: clients/200 + 1, Engagements: clients / 50, Analyses: clients / 20, Libraries: 5, Clients: clients, Links: 2 * clients}, 1)
	folder := b.TempDir()
	if err := os.CopyFS(folder, world); err != nil {
		b.Fatal(err)
	}
	if out, err := exec.CommandContext(b.Context(), "remit", "sync", folder, "--store", store, "--quiet").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	links, err := fs.ReadFile(world, "links.csv")
	if err != nil {
		b.Fatal(err)
	}
	var asked strings.Builder
	for line := range strings.Lines(string(links)) {
		if f := strings.Split(line, ","); f[2] == "practitioner" {
			fmt.Fprintf(&asked, "user:%s/%s\tview_dossier\t%s\n", f[0], f[1], strings.Replace(f[3], ":", ":"+f[0]+"/", 1))
		}
	}
	return firstAllowed(b, store, asked.String())
}

// firstAllowed is the first of some questions, one a line, that is answered so.
func firstAllowed(b *testing.B, store, asked string) []string {
	b.Helper()
	file := filepath.Join(b.TempDir(), "questions.tsv")
	if err := os.WriteFile(file, []byte(asked), 0o600); err != nil {
		b.Fatal(err)
	}
	out, err := exec.CommandContext(b.Context(), "remit", "check", "-f", file, "--store", store).Output()
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		if question, allowed := strings.CutPrefix(line, "allowed\t"); allowed {
			return strings.Split(strings.TrimSpace(question), "\t")
		}
	}
	b.Fatal("nothing is allowed")
	return nil
}
