package service

import (
	"fmt"
	"testing"
	"time"
)

// There are as many keys as subjects of tokens: those that take nothing are forgotten,
// and those that have taken more than they may are not.
func TestLimiterForgets(t *testing.T) {
	l := newLimiter(Limits{Rate: 1, Burst: 2, Concurrent: 3})
	now := time.Now()
	for range 2 {
		release, wait := l.take("spent", now)
		if wait > 0 {
			t.Fatal("refused too early")
		}
		release()
	}
	if _, wait := l.take("running", now); wait > 0 {
		t.Fatal("refused too early")
	}
	for i := range 20_000 {
		later := now.Add(time.Duration(i) * time.Millisecond / 50) // 0.4 s in all
		release, wait := l.take(fmt.Sprint(i), later)
		if wait > 0 {
			t.Fatal("a new key was refused")
		}
		release()
		if l.keys["spent"] == nil || l.keys["running"] == nil {
			t.Fatalf("after %d others one is forgotten that has taken what it may", i)
		}
	}
	if _, wait := l.take("spent", now.Add(400*time.Millisecond)); wait == 0 {
		t.Error("a key was let in beyond its rate")
	}
	for i := range 50_000 {
		release, _ := l.take(fmt.Sprint("later", i), now.Add(time.Hour).Add(time.Duration(i)*time.Second))
		release()
	}
	if n := len(l.keys); n > manyKeys {
		t.Errorf("%d keys are remembered", n)
	}
	if l.keys["running"] == nil {
		t.Error("a key of which a request is under way was forgotten")
	}
}
