package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/remit-authz/remit/internal/keys"
	"github.com/remit-authz/remit/internal/random"
)

var mixed = flag.Int("mixed", 10_000, "how many requests are answered in the test of an engine that is killed")

// simulation is what the engine holds of one client that acts are done on: whether anna
// is linked to it. While one is under way, or nobody knows whether it was done, it may be
// both.
type simulation struct {
	mu       sync.Mutex
	linked   bool
	underWay bool
	changes  int
}

func (s *simulation) see() (linked, sure bool, changes int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.linked, !s.underWay, s.changes
}

func (s *simulation) begin() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.underWay = true
	s.changes++
}

func (s *simulation) done(linked bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.linked, s.underWay = linked, false
}

// killing is an engine that is killed and comes back, and what is asked meanwhile.
type killing struct {
	t       *testing.T
	url     string
	key     string
	client  *http.Client
	clients []*simulation
	static  []string // lines of questions.tsv with their outcome before them

	answered, unanswered, unsure, kills atomic.Int64
	// goneUntil is until when an answer may be missing, in nanoseconds; the far future
	// while the engine is away.
	goneUntil atomic.Int64
}

// Requests of every kind, while the engine is killed and comes back, again and again:
// every answer is the right one, and there is none only while it is away, or was a moment
// ago.
func TestEngineKilled(t *testing.T) {
	c := startCluster(t)
	key := makeKey(t, c.keys, keys.Key{Purpose: keys.Write, Everywhere: true})
	_, http1 := c.before(t)
	k := &killing{t: t, url: "http://" + http1, key: key, client: &http.Client{Timeout: 60 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 16}}, static: outcomes(t)}
	seed := random.Seed(t)
	for i := range 6 {
		k.clients = append(k.clients, &simulation{})
		k.must("/v1/objects", fmt.Sprintf(`{"by":"user:veldzicht/els","object":"client:veldzicht/made-%d"}`, i), "")
	}
	var asking sync.WaitGroup
	for i := range 6 { // each acts on one client
		asking.Go(func() { k.act(i, rand.New(rand.NewPCG(seed, uint64(i)))) })
	}
	for i := range 10 {
		asking.Go(func() {
			for r := rand.New(rand.NewPCG(seed, uint64(100+i))); k.goesOn(); {
				k.ask(r)
			}
		})
	}
	for r := rand.New(rand.NewPCG(seed, 1000)); k.goesOn(); k.kills.Add(1) {
		time.Sleep(time.Duration(300+r.IntN(1500)) * time.Millisecond)
		k.goneUntil.Store(1 << 62)
		c.engine.kill()
		time.Sleep(time.Duration(r.IntN(600)) * time.Millisecond)
		c.engine.start()
		// gRPC tries again two seconds later at most, and a call that is under way then
		// may have begun long before.
		k.goneUntil.Store(time.Now().Add(5 * time.Second).UnixNano())
	}
	asking.Wait()
	waitUntil(t, "it is ready again", func() bool { return code(t, http.MethodGet, k.url+"/readyz", "", "") == http.StatusOK })
	t.Logf("%d requests were answered and %d were not, the engine killed %d times; %d answers while an act was under way", k.answered.Load(), k.unanswered.Load(), k.kills.Load(), k.unsure.Load())
	if k.unanswered.Load() == 0 || k.unsure.Load() > k.answered.Load()/2 {
		t.Error("the test shows too little")
	}
}

func (k *killing) goesOn() bool { return k.answered.Load() < int64(*mixed) || k.kills.Load() < 3 }

// send is an answer; false for none, which is counted and must be for a reason.
func (k *killing) send(path, body, once string) (string, bool) {
	begun := time.Now()
	r, err := http.NewRequest(http.MethodPost, k.url+path, strings.NewReader(body))
	if err != nil {
		k.t.Error(err)
		return "", false
	}
	r.Header.Set("Idempotency-Key", once)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+k.key)
	answer, err := k.client.Do(r)
	if err != nil {
		k.t.Errorf("%s: %v", path, err)
		return "", false
	}
	defer answer.Body.Close()
	var text json.RawMessage
	wrong := json.NewDecoder(answer.Body).Decode(&text)
	switch {
	case answer.StatusCode == http.StatusOK && wrong == nil:
		k.answered.Add(1)
		return string(text), true
	case answer.StatusCode != http.StatusServiceUnavailable:
		k.t.Errorf("%s %s: got %d %s (%v)", path, body, answer.StatusCode, text, wrong)
	case begun.UnixNano() > k.goneUntil.Load():
		k.t.Errorf("%s %s: no answer, and the engine was there", path, body)
	}
	k.unanswered.Add(1)
	time.Sleep(20 * time.Millisecond)
	return "", false
}

// must sends a request until it is answered.
func (k *killing) must(path, body, once string) string {
	for range 10_000 {
		if text, ok := k.send(path, body, once); ok {
			return text
		}
	}
	k.t.Errorf("%s %s is never answered", path, body)
	return ""
}

// act links anna to a client, and unlinks them, each once however often it is sent.
func (k *killing) act(i int, r *rand.Rand) {
	body := fmt.Sprintf(`{"by":"user:veldzicht/els","user":"user:veldzicht/anna","role":"practitioner","object":"client:veldzicht/made-%d"}`, i)
	for n := 0; k.goesOn(); n++ {
		path, linked := "/v1/links", n%2 == 0
		if !linked {
			path += "/remove"
		}
		k.clients[i].begin()
		k.must(path, body, fmt.Sprintf("%d-%d", i, n))
		k.clients[i].done(linked)
		time.Sleep(time.Duration(r.IntN(200)) * time.Millisecond)
	}
}

// ask asks one thing in one of all ways, and holds the answer to what is so.
func (k *killing) ask(r *rand.Rand) {
	if r.IntN(2) == 0 {
		k.askStatic(r)
		return
	}
	i := r.IntN(len(k.clients))
	linked, sure, changes := k.clients[i].see()
	client := fmt.Sprintf("veldzicht/made-%d", i)
	var got bool
	var text string
	var ok bool
	switch r.IntN(5) {
	case 0:
		text, ok = k.send("/access/v1/evaluation", question("veldzicht/anna", "view_dossier", "client", client), "")
		got = text == `{"decision":true}`
	case 1:
		text, ok = k.send("/v1/can", fmt.Sprintf(`{"user":"user:veldzicht/anna","object":"client:%s"}`, client), "")
		got = strings.Contains(text, `{"permission":"client#view_dossier","outcome":"allowed"}`)
	case 2:
		text, ok = k.send("/v1/who", fmt.Sprintf(`{"permission":"view_dossier","object":"client:%s"}`, client), "")
		got = strings.Contains(text, `"user:veldzicht/anna"`)
	case 3:
		text, ok = k.send("/v1/which", `{"user":"user:veldzicht/anna","permission":"view_dossier","type":"client"}`, "")
		got = strings.Contains(text, `"client:`+client+`"`)
		if ok && !strings.Contains(text, `"client:veldzicht/c-1001"`) {
			k.t.Errorf("a list lacks what it always has: %s", text)
		}
	case 4:
		text, ok = k.send("/access/v1/search/subject", `{"subject":{"type":"user"},"action":{"name":"view_dossier"},"resource":{"type":"client","id":"`+client+`"}}`, "")
		got = strings.Contains(text, `"id":"veldzicht/anna"`)
	}
	if !ok {
		return
	}
	if _, still, after := k.clients[i].see(); !sure || !still || changes != after {
		k.unsure.Add(1)
		return
	}
	if got != linked {
		k.t.Errorf("anna is linked to %s: %t, and the answer is %s", client, linked, text)
	}
}

func question(user, permission, kind, id string) string {
	return fmt.Sprintf(`{"subject":{"type":"user","id":%q},"action":{"name":%q},"resource":{"type":%q,"id":%q}}`, user, permission, kind, id)
}

// askStatic asks some of the fixtures' questions, which no act of this test concerns.
func (k *killing) askStatic(r *rand.Rand) {
	var all, want []string
	for range 1 + r.IntN(2)*9 {
		f := strings.Split(k.static[r.IntN(len(k.static))], "\t")
		kind, id, _ := strings.Cut(f[3], ":")
		all = append(all, question(strings.TrimPrefix(f[1], "user:"), f[2], kind, id))
		want = append(want, fmt.Sprintf(`{"decision":%t}`, f[0] == "allowed"))
	}
	if len(all) == 1 {
		if text, ok := k.send("/access/v1/evaluation", all[0], ""); ok && text != want[0] {
			k.t.Errorf("%s: got %s, want %s", all[0], text, want[0])
		}
		return
	}
	body := `{"evaluations":[` + strings.Join(all, ",") + `]}`
	if text, ok := k.send("/access/v1/evaluations", body, ""); ok && text != `{"evaluations":[`+strings.Join(want, ",")+`]}` {
		k.t.Errorf("%s: got %s, want %s", body, text, want)
	}
}

// outcomes are the fixtures' answers that do not depend on what only a question brings.
func outcomes(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("../../fixtures/care/answers.tsv")
	if err != nil {
		t.Fatal(err)
	}
	lines := slices.DeleteFunc(strings.Split(strings.TrimSpace(string(text)), "\n"), func(line string) bool {
		return !strings.HasPrefix(line, "allowed\tuser:") && !strings.HasPrefix(line, "denied\tuser:")
	})
	if len(lines) < 50 {
		t.Fatal(errors.New("the fixtures have too few answers"))
	}
	return lines
}
