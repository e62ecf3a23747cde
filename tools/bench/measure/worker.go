package measure

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/remit-authz/remit/tools/bench/data"
	"github.com/remit-authz/remit/tools/bench/process"
	"github.com/remit-authz/remit/tools/bench/systems"
)

// WorkerCommand is how the benchmark's own program is told to be a worker.
const WorkerCommand = "worker"

// Work asks one system, as it is told, until it is told to stop or its input ends.
func Work(in io.Reader, out io.Writer) error {
	decoder, encoder := json.NewDecoder(in), json.NewEncoder(out)
	var a Assignment
	if err := decoder.Decode(&a); err != nil {
		return err
	}
	w, err := newWorker(a)
	if err != nil {
		return err
	}
	for {
		var r request
		if err := decoder.Decode(&r); err != nil {
			if w.started {
				err = errors.Join(err, w.system.Stop(context.Background()))
			}
			return err
		}
		answer := w.handle(r)
		if err := encoder.Encode(answer); err != nil {
			return err
		}
		if r.Do == doStop {
			return nil
		}
	}
}

type worker struct {
	Assignment
	entry     systems.Entry
	system    systems.System
	world     *systems.World
	questions data.Questions
	heap      uint64 // before the system was there
	started   bool
}

func newWorker(a Assignment) (*worker, error) {
	entry, err := systems.Named(a.System)
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(a.Folder, 0o755); err != nil {
		return nil, err
	}
	world, questions, err := makeWorld(a)
	if err != nil {
		return nil, err
	}
	w := &worker{Assignment: a, entry: entry, world: world, questions: questions}
	if !entry.Keeps {
		// It is made once more for being loaded at the start, so that the heap of before has
		// none of it.
		w.world = nil
		w.heap = heap()
		if w.world, _, err = makeWorld(a); err != nil {
			return nil, err
		}
	}
	w.system = entry.New(systems.Place{Folder: a.Folder, Programs: a.Programs, Self: self})
	return w, nil
}

func makeWorld(a Assignment) (*systems.World, data.Questions, error) {
	world := &systems.World{Folder: data.World(a.Size, a.Seed), Size: a.Size, Now: a.Now}
	var err error
	if world.Source, err = data.Read(world.Folder); err != nil {
		return nil, data.Questions{}, fmt.Errorf("the world: %w", err)
	}
	return world, data.Ask(a.Size, world.Source, data.NewFloor(world.Source), a.Seed, a.Now), nil
}

func (w *worker) handle(r request) reply {
	ctx, cancel := context.WithTimeout(context.Background(), r.Limit)
	defer cancel()
	var answer reply
	var err error
	switch r.Do {
	case doLoad:
		answer.Block, err = w.phase(func() error { return w.system.Load(ctx, w.world) })
	case doStart:
		answer.Block, err = w.start(ctx)
	case doAnswers:
		answer.Answers, err = w.answers(ctx)
	case doAsk:
		answer.Block, err = w.ask(ctx, r)
	case doWrite:
		answer.Writes, err = w.write(ctx, r.Tries)
	case doWeigh:
		answer.Weight, err = w.weigh()
	case doStop:
		if w.started {
			err = w.system.Stop(ctx)
		}
	default:
		err = fmt.Errorf("there is nothing called %q to do", r.Do)
	}
	if err != nil {
		answer.Err, answer.Refused = err.Error(), errors.Is(err, systems.ErrNotAsked)
	}
	return answer
}

// start forgets the world when it is loaded, so that it is not weighed with the system.
func (w *worker) start(ctx context.Context) (Block, error) {
	if w.entry.Keeps {
		w.world = &systems.World{Size: w.Size, Now: w.Now}
		w.heap = heap()
	}
	block, err := w.phase(func() error {
		if err := w.system.Start(ctx, w.world); err != nil {
			return err
		}
		w.started = true
		if w.entry.Unanswering {
			return nil
		}
		return w.firstAnswer(ctx)
	})
	w.world = nil
	return block, err
}

// firstAnswer waits for a right one: the system has started when it comes. One that
// answers from a while ago may not know yet what it was just given.
func (w *worker) firstAnswer(ctx context.Context) error {
	question := w.questions.Checks[data.Allowed][0]
	for begin := time.Now(); ; time.Sleep(time.Millisecond) {
		may, err := w.system.Check(ctx, question)
		switch {
		case err == nil && may:
			return nil
		case time.Since(begin) < 2*followed:
		case err != nil:
			return err
		default:
			return fmt.Errorf("the first answer is wrong: %s is denied", question)
		}
	}
}

// phase is the clocks of something that starts and ends processes: those that are there at
// its end count, and those that have ended by what the system says of them.
func (w *worker) phase(do func() error) (Block, error) {
	before, err := process.Read(os.Getpid())
	if err != nil {
		return Block{}, err
	}
	begin := time.Now()
	if err := do(); err != nil {
		return Block{}, err
	}
	wall := time.Since(begin)
	after, err := process.Read(os.Getpid())
	return Block{Requests: 1, Processor: after.Since(before), Wall: wall}, err
}

func heap() uint64 {
	runtime.GC()
	runtime.GC() // what finalizers let go of
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func (w *worker) weigh() (Weight, error) {
	weight := Weight{}
	if pids := w.system.Processes(); len(pids) > 0 {
		var err error
		if weight.Memory, err = process.Memory(pids...); err != nil {
			return weight, err
		}
	} else {
		weight.Memory = int64(heap()) - int64(w.heap)
	}
	stored := w.system.Stored()
	if stored == "" {
		return weight, nil
	}
	err := filepath.WalkDir(stored, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil // a log that went meanwhile
		}
		if err == nil && info.Mode().IsRegular() {
			weight.Disk += info.Size()
		}
		return err
	})
	return weight, err
}
