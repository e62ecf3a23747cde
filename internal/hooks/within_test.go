package hooks

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// A timeout of one try that is above the bound of all of them does not lengthen it.
func TestAllTriesHaveOneBound(t *testing.T) {
	release := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-release:
		case <-r.Context().Done():
		}
	}))
	t.Cleanup(s.Close)
	t.Cleanup(func() { close(release) })
	for name, h := range map[string]Hook{
		"a service": {URL: s.URL, Secret: []byte("0123456789abcdef"), Timeout: time.Minute},
		"a program": {Command: []string{"sleep", "60"}, Timeout: time.Minute},
	} {
		begun := time.Now()
		if err := h.tellWithin(t.Context(), Event{Does: Start}, 200*time.Millisecond); err == nil {
			t.Errorf("%s was told", name)
		}
		if took := time.Since(begun); took > 20*time.Second {
			t.Errorf("%s: took %s, and all tries may take 200ms", name, took)
		}
	}
}
