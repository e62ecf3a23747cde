package entry

import (
	"iter"
	"runtime"
	"slices"
	"sync"
)

// atOnce is how many a goroutine takes up in a row.
const atOnce = 256

// inOrder does something with each of many, several at a time, and gives what comes of
// them in their order. The first error is the last that it gives.
func inOrder[T, U any](all iter.Seq2[T, error], do func(T) (U, error)) iter.Seq2[U, error] {
	return func(yield func(U, error) bool) {
		parts := make(chan chan part[U], runtime.GOMAXPROCS(0)) // bounds what is under way
		done := make(chan struct{})
		var reading sync.WaitGroup
		reading.Go(func() {
			defer close(parts)
			share(all, do, parts, done)
		})
		defer reading.Wait() // what is read from stays open until then
		defer close(done)
		for next := range parts {
			p := <-next
			for _, u := range p.done {
				if !yield(u, nil) {
					return
				}
			}
			if p.err != nil {
				var none U
				yield(none, p.err)
				return
			}
		}
	}
}

// part is what came of some, up to the first that failed.
type part[U any] struct {
	done []U
	err  error
}

// share has goroutines of their own take up as many at once, until done is closed.
func share[T, U any](all iter.Seq2[T, error], do func(T) (U, error), parts chan<- chan part[U], done <-chan struct{}) {
	some := make([]T, 0, atOnce)
	hand := func(last error) bool {
		next, taken := make(chan part[U], 1), slices.Clone(some)
		some = some[:0]
		select {
		case parts <- next:
		case <-done:
			return false
		}
		go func() {
			p := part[U]{done: make([]U, 0, len(taken))}
			for _, t := range taken {
				var u U
				if u, p.err = do(t); p.err != nil {
					break
				}
				p.done = append(p.done, u)
			}
			if p.err == nil {
				p.err = last
			}
			next <- p
		}()
		return true
	}
	for t, err := range all {
		if err != nil {
			hand(err)
			return
		}
		if some = append(some, t); len(some) == atOnce && !hand(nil) {
			return
		}
	}
	if len(some) > 0 {
		hand(nil)
	}
}
