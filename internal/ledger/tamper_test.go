package ledger_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/ledger/verify"
	"github.com/remit-authz/remit/internal/random"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// evidence makes a small record with every kind of file that one can have but of what was
// pruned, and returns what somebody kept of it: a checkpoint from halfway.
func evidence(t *testing.T, folder string) (kept []byte, public string) {
	t.Helper()
	l := open(t, folder)
	state := func(kind entry.Kind, number int64, at int, held ...relation.Relationship) {
		t.Helper()
		revision := fmt.Sprint("r", number)
		made, err := entry.WriteSnapshot(folder, number, revision, "definition user {}", func(yield func(relation.Relationship, error) bool) {
			for _, r := range held {
				if !yield(r, nil) {
					return
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		e := entry.Entry{Kind: kind, Time: time.Unix(int64(at), 0), Revision: revision, Through: revision, Part: 1, Parts: 1, Snapshot: &made}
		if kind == entry.Gap {
			e.Gap = &entry.Unrecorded{From: "r", Why: "nobody recorded"}
		}
		content, err := e.Encode()
		if err != nil {
			t.Fatal(err)
		}
		add(t, l, string(content))
	}
	ref := func(text string) schema.Ref {
		r, err := schema.ParseRef(text)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	state(entry.Snapshot, 0, 10)
	add(t, l, record(1), record(2), record(3))
	kept = read(t, filepath.Join(folder, "checkpoint"))
	state(entry.Gap, 4, 20, relation.Between(ref("client:veldzicht/c-1"), schema.ClientPractitioner, ref("user:veldzicht/anna")))
	add(t, l, record(5), record(6), record(7), record(8))
	if err := errors.Join(l.Cover(ledger.Covered{Until: time.Unix(30, 0), Revision: "r8"}), l.Reserve(), l.Close()); err != nil {
		t.Fatal(err)
	}
	return kept, l.Known().Public
}

// otherThan are the records of a folder that a reader gives and that are not those that
// were written.
func otherThan(t *testing.T, folder string, written []string) (wrong []string) {
	t.Helper()
	r, err := ledger.Read(folder)
	if err != nil {
		return nil
	}
	for one, err := range r.Records(0) {
		switch {
		case err != nil:
			return wrong
		case one.Number >= int64(len(written)), string(one.Content) != written[one.Number]:
			wrong = append(wrong, string(one.Content))
		}
	}
	return wrong
}

// Every byte of a record counts, of every kind of file, and every length. Verifiers do not
// look at what is made anew, at what nobody has but who writes, and at room that is kept;
// whatever is changed, readers are given nothing but what was written.
func TestAnyByteChanged(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "ledger")
	kept, public := evidence(t, folder)
	holds(t, folder, kept)
	r, err := ledger.Read(folder)
	if err != nil {
		t.Fatal(err)
	}
	written, covered := contents(t, r, 0), r.Covered()
	isFound := func(path, what string) {
		t.Helper()
		if _, err := verify.Folder(os.DirFS(folder), public, kept); err == nil {
			t.Errorf("%s: %s was not found", path, what)
		}
	}
	isRead := func(path, what string) {
		t.Helper()
		if wrong := otherThan(t, folder, written); len(wrong) > 0 {
			t.Errorf("%s: %s: readers are given %q", path, what, wrong)
		}
		if r, err := ledger.Read(folder); err == nil && r.Covered() != covered && !r.Covered().Until.IsZero() {
			t.Errorf("%s: %s: the record is said to go as far as %+v", path, what, r.Covered())
		}
	}
	isProved := func(path, what string) {
		t.Helper()
		p, err := r.Prove(2)
		if err != nil {
			return
		}
		proof, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		if got, _, err := verify.Proof(proof, public); err != nil || got != written[2] {
			t.Errorf("%s: %s: the proof of %q: %v", path, what, got, err)
		}
	}
	isRefused := func(path, what string) {
		t.Helper()
		before := snapshot(t, folder)
		l, err := ledger.Open(folder)
		if err != nil {
			return
		}
		_ = l.Close()
		if now := l.Known().Public; now != public || string(before[path]) == "" {
			t.Errorf("%s: %s: a writer signs by the key %s", path, what, now)
		}
		if _, err := verify.Folder(os.DirFS(folder), public, kept); err != nil {
			t.Errorf("%s: %s: what a writer signed: %v", path, what, err)
		}
	}
	for path, look := range map[string][]func(path, what string){
		"records/000000000000.jsonl":      {isFound, isRead},
		"snapshots/000000000000.jsonl.gz": {isFound, isRead},
		"snapshots/000000000004.jsonl.gz": {isFound, isRead},
		"checkpoint":                      {isFound, isRead},
		"covered":                         {isFound, isRead},
		"public":                          {isFound, isRead},
		"hashes":                          {isRead, isProved},
		"key":                             {isRefused},
	} {
		whole := read(t, filepath.Join(folder, path))
		see := func(content []byte, what string) {
			t.Helper()
			write(t, filepath.Join(folder, path), string(content))
			for _, l := range look {
				l(path, what)
			}
		}
		for i := range whole {
			flips := []byte{1, 0x20, 0x80}
			if path == "key" {
				flips = flips[:1] // a writer is started for each
			}
			for _, flip := range flips {
				changed := bytes.Clone(whole)
				changed[i] ^= flip
				see(changed, fmt.Sprintf("byte %d (%q) changed to %q", i, whole[i], changed[i]))
			}
			if path != "key" && path != "hashes" {
				see(whole[:i], fmt.Sprintf("cut to %d bytes", i))
			}
		}
		write(t, filepath.Join(folder, path), string(whole))
	}
	for path := range snapshot(t, folder) {
		if content := read(t, filepath.Join(folder, path)); (path == "lock" || path == "reserve") && len(bytes.Trim(content, "\x00")) > 0 {
			t.Errorf("%s has something in it, and nobody looks at it", path)
		}
	}
	holds(t, folder, kept)
}

func TestTampered(t *testing.T) {
	verifier := filepath.Join(t.TempDir(), "logverify")
	build := exec.Command("go", "build", "-o", verifier, ".")
	build.Dir = filepath.Join("..", "..", "tools", "logverify")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	lines := func(change func([]string) []string) func(*testing.T, string) {
		return func(t *testing.T, folder string) {
			edit(t, segment(folder), func(b []byte) []byte {
				all := strings.SplitAfter(string(b), "\n")
				return []byte(strings.Join(change(all[:len(all)-1]), ""))
			})
		}
	}
	firstState, secondState := filepath.Join("snapshots", "000000000000.jsonl.gz"), filepath.Join("snapshots", "000000000004.jsonl.gz")
	another := func(t *testing.T, names ...string) func(string) {
		t.Helper()
		other := filepath.Join(t.TempDir(), "other")
		evidence(t, other)
		return func(folder string) {
			for _, name := range names {
				copyFile(t, filepath.Join(other, name), filepath.Join(folder, name))
			}
		}
	}
	for name, c := range map[string]struct {
		change func(*testing.T, string)
		want   string
		// thief says that whoever did it has the key: then only what was kept tells.
		thief bool
	}{
		"a record changed":   {lines(func(l []string) []string { l[2] = strings.Replace(l[2], "entry-2", "entry-1", 1); return l }), "not those of the checkpoint that was kept", false},
		"a record taken out": {lines(func(l []string) []string { return append(l[:3:3], l[4:]...) }), "the state that record 3 is about, is not there", false},
		"a record taken out, another added": {lines(func(l []string) []string {
			return append(append(l[:5:5], l[6:]...), record(9)+"\n")
		}), "changed, taken out or moved", false},
		"a record put in": {lines(func(l []string) []string { return append(append(l[:6:6], record(5)+"\n"), l[6:]...) }), "changed, taken out or moved", false},
		"a record twice":  {lines(func(l []string) []string { return append(append(l[:7:7], l[6]), l[7:]...) }), "changed, taken out or moved", false},
		"two swapped":     {lines(func(l []string) []string { l[6], l[7] = l[7], l[6]; return l }), "changed, taken out or moved", false},
		"a record cut":    {lines(func(l []string) []string { l[6] = l[6][:20] + "\n"; return l }), "changed, taken out or moved", false},
		"the end cut":     {lines(func(l []string) []string { return l[:7] }), "the end was cut off", false},
		"the end cut in a record": {func(t *testing.T, folder string) {
			edit(t, segment(folder), func(b []byte) []byte { return b[:len(b)-5] })
		}, "the end was cut off", false},
		"all gone":          {lines(func([]string) []string { return nil }), "the end was cut off", false},
		"no records":        {func(t *testing.T, folder string) { remove(t, segment(folder)) }, "the end was cut off", false},
		"records as hashes": {func(t *testing.T, folder string) { hashes(t, segment(folder)) }, "no record says that they were pruned", false},
		"a file of records twice": {func(t *testing.T, folder string) {
			copyFile(t, segment(folder), filepath.Join(folder, "records", "000000065536.jsonl"))
		}, "records are missing, or are there twice", false},
		"a file of another name": {func(t *testing.T, folder string) {
			copyFile(t, segment(folder), filepath.Join(folder, "records", "000000065536.jsonl"))
			remove(t, segment(folder))
		}, "records are missing, or are there twice", false},
		"a stranger among the records": {func(t *testing.T, folder string) { write(t, filepath.Join(folder, "records", "note.txt"), "") }, "no part of a record", false},
		"a state taken away":           {func(t *testing.T, folder string) { remove(t, filepath.Join(folder, firstState)) }, "is not there", false},
		"two states swapped": {func(t *testing.T, folder string) {
			first := string(read(t, filepath.Join(folder, firstState)))
			copyFile(t, filepath.Join(folder, secondState), filepath.Join(folder, firstState))
			write(t, filepath.Join(folder, secondState), first)
		}, "is not the state that record 0 is about", false},
		"no checkpoint":                     {func(t *testing.T, folder string) { remove(t, filepath.Join(folder, "checkpoint")) }, "checkpoint", false},
		"another's checkpoint":              {func(t *testing.T, folder string) { another(t, "checkpoint")(folder) }, "did not sign it", false},
		"another's word of how far it goes": {func(t *testing.T, folder string) { another(t, "covered")(folder) }, "covered: the key", false},
		"another's public key":              {func(t *testing.T, folder string) { another(t, "public")(folder) }, "public: it is not the key", false},
		"another's keys and signatures": {func(t *testing.T, folder string) {
			another(t, "public", "key", "checkpoint", "covered")(folder)
		}, "public: it is not the key", true},
		"another's record": {func(t *testing.T, folder string) {
			another(t, "public", "key", "checkpoint", "covered", "hashes", firstState, secondState, filepath.Join("records", "000000000000.jsonl"))(folder)
		}, "public: it is not the key", true},
		"the kept checkpoint in the place of the last": {func(t *testing.T, folder string) {
			older := filepath.Join(t.TempDir(), "older")
			copyAll(t, folder, older)
			lines(func(l []string) []string { return l[:2] })(t, older)
			resign(t, older)
			copyFile(t, filepath.Join(older, "checkpoint"), filepath.Join(folder, "checkpoint"))
		}, "its end was cut off", true},
		"the end cut, and signed again": {func(t *testing.T, folder string) {
			lines(func(l []string) []string { return l[:3] })(t, folder)
			resign(t, folder)
		}, "its end was cut off", true},
		"a record changed, and signed again": {func(t *testing.T, folder string) {
			lines(func(l []string) []string { l[2] = strings.Replace(l[2], "entry-2", "entry-1", 1); return l })(t, folder)
			resign(t, folder)
		}, "not those of the checkpoint that was kept", true},
		"a key replaced, and all signed again": {func(t *testing.T, folder string) {
			another(t, "public", "key")(folder)
			remove(t, filepath.Join(folder, "covered"))
			resign(t, folder)
		}, "public: it is not the key", true},
	} {
		t.Run(name, func(t *testing.T) {
			folder := filepath.Join(t.TempDir(), "ledger")
			kept, public := evidence(t, folder)
			r, err := ledger.Read(folder)
			if err != nil {
				t.Fatal(err)
			}
			written := contents(t, r, 0)
			c.change(t, folder)
			want := regexp.MustCompile(c.want)
			if _, err := verify.Folder(os.DirFS(folder), public, kept); err == nil || !want.MatchString(err.Error()) {
				t.Errorf("got %v, want one with %q", err, c.want)
			}
			file := filepath.Join(t.TempDir(), "kept")
			write(t, file, string(verify.Kept(kept, public)))
			command := exec.Command(verifier, "-kept", file, folder)
			out, _ := command.CombinedOutput() // that it is not whole is its exit code
			if code := command.ProcessState.ExitCode(); code != 1 && name != "no checkpoint" || code == 0 || !want.Match(out) {
				t.Errorf("logverify: exit code %d, %s", code, out)
			}
			if wrong := otherThan(t, folder, written); len(wrong) > 0 && !c.thief {
				t.Errorf("readers are given %q", wrong)
			}
		})
	}
}

func copyAll(t *testing.T, from, to string) {
	t.Helper()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(to, "key"), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestClockSetBack(t *testing.T) {
	folder := t.TempDir()
	l := open(t, folder)
	add(t, l, record(10), record(11), record(4), record(5), record(12))
	if got := holds(t, folder, nil); len(got.Backwards) != 1 || got.Backwards[0] != 2 {
		t.Errorf("clock set back before %v, want before record 2 only", got.Backwards)
	}
}

func TestProofs(t *testing.T) {
	random.Check(t, func(t *rapid.T) {
		folder, err := os.MkdirTemp("", "ledger")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = os.RemoveAll(folder) }()
		size := rapid.IntRange(1, 70).Draw(t, "size")
		number := rapid.Int64Range(0, int64(size)-1).Draw(t, "number")
		proof, public := proved(t, folder, size, number)
		if got, under, err := verify.Proof(proof, public); err != nil || got != record(int(number)) || under.Size != int64(size) {
			t.Fatalf("the proof of %d in %d: %q under %+v, %v", number, size, got, under, err)
		}
		forged := bytes.Replace(proof, []byte("entry-"), []byte("entry-1"), 1)
		if _, _, err := verify.Proof(forged, public); err == nil {
			t.Fatalf("the proof of %d in %d holds for another record", number, size)
		}
		moved := bytes.Replace(proof, fmt.Appendf(nil, `"number":%d,`, number), fmt.Appendf(nil, `"number":%d,`, (number+1)%int64(size)), 1)
		if _, _, err := verify.Proof(moved, public); err == nil && size > 1 {
			t.Fatalf("the proof of %d in %d holds for another number", number, size)
		}
	})
}

func proved(t *rapid.T, folder string, size int, number int64) (proof []byte, public string) {
	l, err := ledger.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	var records [][]byte
	for i := range size {
		records = append(records, []byte(record(i)))
	}
	_, err = l.Append(records...)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := ledger.Read(folder)
	if err != nil {
		t.Fatal(err)
	}
	p, err := r.Prove(number)
	if err != nil {
		t.Fatal(err)
	}
	proof, err = json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	return proof, l.Known().Public
}

// resign is what somebody can do who has the key.
func resign(t *testing.T, folder string) {
	t.Helper()
	remove(t, filepath.Join(folder, "checkpoint"))
	remove(t, filepath.Join(folder, "hashes"))
	l := open(t, folder)
	if l.Last().Size == 0 {
		t.Fatal("nothing was signed")
	}
}

// hashes puts the hashes of a file's records in the place of it.
func hashes(t *testing.T, path string) {
	t.Helper()
	var all []byte
	for line := range bytes.Lines(read(t, path)) {
		h := tlog.RecordHash(bytes.TrimSuffix(line, []byte("\n")))
		all = append(all, h[:]...)
	}
	remove(t, path)
	write(t, strings.TrimSuffix(path, ".jsonl")+".hashes", string(all))
}
