package checker

import (
	"context"
	"slices"
	"sync"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/remit-authz/remit/schema"
)

const (
	chunkSize        = 1000
	chunkConcurrency = 4
)

// Answer is one question's share of CheckAll. The zero value denies.
type Answer struct {
	Decision
	// Err says why this question has no answer, as Check would; its Decision
	// then denies.
	Err error
}

// CheckAll answers any number of questions, in their order: one Answer each.
// What is wrong with one question is that answer's error and leaves the others
// alone; a failing engine is the error of every answer that it did not give.
// All answers hold for one revision and one moment.
func (c *Checker) CheckAll(ctx context.Context, questions []Question) []Answer {
	return c.answerAll(ctx, Call{Operation: OperationCheckAll, Questions: len(questions)}, questions)
}

func (c *Checker) answerAll(ctx context.Context, call Call, questions []Question) []Answer {
	o := c.observe(ctx, call)
	answers := make([]Answer, len(questions))
	source := SourceMemory
	if s := c.snapshot(o.ctx); s == nil || !c.checkAll(s, questions, answers) {
		source = c.askAll(o.ctx, questions, answers)
	}
	c.witnessAll(o.ctx, call.Operation, questions, answers, source)
	if o.observer != nil {
		o.end(resultOf(source, answers))
	}
	return answers
}

// resultOf is what an observer is told of many answers.
func resultOf(source Source, answers []Answer) Result {
	r := Result{Source: source}
	for _, a := range answers {
		r.Allowed += countAllowed(a.Decision)
		if r.Err == nil {
			r.Err = a.Err
		}
	}
	return r
}

func countAllowed(d Decision) int {
	if d.Allowed() {
		return 1
	}
	return 0
}

// askAll puts questions to the engine, and answers those that are not for it.
func (c *Checker) askAll(ctx context.Context, questions []Question, answers []Answer) Source {
	var asked []int
	for i, q := range questions {
		answers[i] = Answer{Err: c.validate(q)}
		if answers[i].Err == nil && !q.foreign() {
			asked = append(asked, i)
		}
	}
	if len(asked) == 0 {
		return SourceNone
	}
	chunks := slices.Collect(slices.Chunk(asked, chunkSize))
	r := &run{checker: c, questions: questions, answers: answers, now: c.context.message()}
	// The first chunk settles the revision that the others are asked at.
	r.consistency = exactly(r.ask(ctx, chunks[0]))
	r.askRest(ctx, chunks[1:])
	return SourceEngine
}

// run is one CheckAll under way. Chunks name their questions by place, and
// write to places of their own, so that answers needs no lock.
type run struct {
	checker     *Checker
	questions   []Question
	answers     []Answer
	consistency *v1.Consistency
	now         *structpb.Struct

	mu     sync.Mutex
	failed error
}

func (r *run) askRest(ctx context.Context, chunks [][]int) {
	var asking sync.WaitGroup
	free := make(chan struct{}, chunkConcurrency)
	for _, places := range chunks {
		free <- struct{}{}
		asking.Go(func() {
			r.ask(ctx, places)
			<-free
		})
	}
	asking.Wait()
}

// ask answers the questions at some places and returns the revision of the
// answers, blank if there are none. Once a chunk has failed the engine is left
// alone: a hundred chunks would otherwise wait for a hundred deadlines.
func (r *run) ask(ctx context.Context, places []int) schema.Revision {
	if err := r.failure(); err != nil {
		r.fail(places, err)
		return ""
	}
	k := chunk{consistency: r.consistency, now: r.now}
	for _, place := range places {
		k.questions = append(k.questions, r.questions[place])
	}
	answers, revision, err := r.checker.ask(ctx, k)
	if err != nil {
		r.fail(places, err)
		return ""
	}
	for i, place := range places {
		r.answers[place] = answers[i]
	}
	return revision
}

func (r *run) failure() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.failed
}

func (r *run) fail(places []int, err error) {
	for _, place := range places {
		r.answers[place] = Answer{Err: err}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failed = err
}
