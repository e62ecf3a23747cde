package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
)

// startCollector gives a page an OpenTelemetry collector, at $COLLECTOR, which writes
// what it gets to the file spans, as it comes.
func startCollector(env *testscript.Env) {
	var writing sync.Mutex
	name := filepath.Join(env.WorkDir, "spans")
	c := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		writing.Lock()
		defer writing.Unlock()
		f, err := os.OpenFile(name, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err == nil {
			_, err = io.Copy(f, r.Body)
			_ = f.Close()
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	}))
	env.Defer(c.Close)
	env.Setenv("COLLECTOR", c.URL)
}
