package main

import (
	"context"
	"errors"
	"io"
	"os"
	"time"

	"github.com/spf13/pflag"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/settings"
	"github.com/remit-authz/remit/loader/source"
)

// defaultStore is where the data is when nothing else says so.
const defaultStore = "remit.db"

// place says where the data is: a folder, a store, or an engine elsewhere.
type place struct {
	source, store, endpoint, keyFile string
	labels                           string // the file; blank for the one beside the store
	// model is the institution's own schema; other schemas and their data have
	// nothing of remit's.
	model, schema, data string
	accept              []string // rules of lint whose findings are no reason to refuse
	// reading says what a source folder may hold, wherever it is loaded.
	reading source.Options
	// errorsFile gets all that is wrong with a source; blank for none.
	errorsFile string
	// settings are those of settingsFile, or of the file beside the store.
	settingsFile string
	settings     settings.Settings
	// wait is how long another process may go on to have the store open.
	wait  time.Duration
	flags *pflag.FlagSet
	notes io.Writer // what to know and nothing to mend
	// warnings gets what --quiet does not hide.
	warnings io.Writer
	words    func() phrase.Printer
}

// purpose is what a verb opens a store for.
type purpose int

const (
	reading  purpose = iota // the store exists and stays as it is; others may read it too
	planning                // like reading, but a store that is not there yet is an empty one
	changing                // the store exists
	creating                // the store is made if it is not there yet, with the model of --model
	making                  // like creating, and the schema there may be any
)

func (p *place) addFlags(flags *pflag.FlagSet) {
	p.flags = flags
	flags.StringVar(&p.source, "source", "", "load this `FOLDER` into an engine that lives for this one command")
	flags.StringVar(&p.store, "store", "", "keep the data in this `FILE` (default "+defaultStore+")")
	flags.DurationVar(&p.wait, "wait", 5*time.Second, "how `long` to wait for another process that has the store open and does not serve it")
	flags.StringVar(&p.endpoint, "endpoint", "", "ask the SpiceDB or remit at `HOST:PORT` (or set REMIT_ENDPOINT)")
	flags.BoolVar(&p.reading.AllowInvisible, "allow-invisible", false, "take ids, of a source folder or of what callers of serve make, that have invisible characters, or ones that turn the direction of text")
	flags.StringVar(&p.errorsFile, "errors", "", "write all that is wrong with a source to a new `FILE`, where there is too much to print")
	flags.StringVar(&p.model, "model", "", "the institution's own types, permissions and relations, in `OWN.zed`")
	flags.StringVar(&p.schema, "schema", "", "ask about the schema in `FILE.zed`, which is not remit's; with --data")
	flags.StringVar(&p.data, "data", "", "ask about the relationships in `FILE.yaml` (SpiceDB's validation format), in an engine that lives for this one command")
	flags.StringArrayVar(&p.accept, "accept", nil, "take a schema in which the rule `NAME` of \"remit schema lint\" finds something; may be given again")
	flags.StringVar(&p.settingsFile, "settings", "", "read the settings in this `FILE` (default remit.yaml beside the store, if it is there)")
	flags.StringVar(&p.labels, "labels", "", "keep what users and objects are called in this `FILE` (default beside the store; none for an engine elsewhere)")
	flags.StringVar(&p.keyFile, "key-file", "", "`FILE` with the engine's key, for its owner only (or set REMIT_KEY)")
}

// open reaches the data. The caller calls closeAll, which ends what was
// started.
func (p place) open(ctx context.Context, why purpose) (conn *grpc.ClientConn, closeAll func() error, err error) {
	if err := p.validate(); err != nil {
		return nil, nil, err
	}
	if p.source != "" && why >= changing {
		return nil, nil, phrase.Errorf("--source loads a folder for this one command, and what is written there would be lost: give --store FILE or --endpoint HOST:PORT")
	}
	if endpoint := p.remote(); endpoint != "" {
		conn, closeAll, err = p.dial(endpoint)
	} else {
		conn, closeAll, err = p.openLocal(ctx, why)
	}
	if err != nil {
		return nil, nil, err
	}
	if why == creating {
		if err := p.writeModel(ctx, conn); err != nil {
			return nil, nil, errors.Join(advised(err), closeAll())
		}
	}
	return conn, closeAll, nil
}

func (p place) validate() error {
	given := 0
	for _, name := range []string{"source", "store", "endpoint"} {
		if !p.flags.Changed(name) {
			continue
		}
		given++
		if p.flags.Lookup(name).Value.String() == "" {
			return phrase.Errorf("--%s is blank: say where the data is, or leave it out", name)
		}
	}
	if given > 1 {
		return phrase.Errorf("--source, --store and --endpoint all say where the data is: give one of them")
	}
	return nil
}

// none refuses a place for a verb that brings its own data.
func (p place) none(verb string) error {
	for _, name := range []string{"source", "store", "endpoint", "model"} {
		if p.flags.Changed(name) {
			return phrase.Errorf("%s is about the two worlds that come with the program: it takes no --%s", verb, name)
		}
	}
	return nil
}

// remote is the engine elsewhere that holds the data; blank where none does.
func (p place) remote() string {
	if p.source != "" || p.store != "" || p.endpoint != "" {
		return p.endpoint
	}
	return os.Getenv("REMIT_ENDPOINT")
}

func (p place) dial(endpoint string) (*grpc.ClientConn, func() error, error) {
	key, err := p.key()
	if err != nil {
		return nil, nil, err
	}
	conn, err := engine.Dial(endpoint, key)
	if err != nil {
		return nil, nil, err
	}
	return conn, conn.Close, nil
}

// ledger is the folder of the record: the one that is named, or the one beside the
// store.
func (p place) ledger(named string) (string, error) {
	if named != "" {
		return named, nil
	}
	if err := p.validate(); err != nil {
		return "", err
	}
	if p.remote() != "" {
		return "", phrase.Errorf("the record beside a store is not that of another engine, which is kept by `remit record --endpoint %s --ledger FOLDER`: say where that is with --ledger FOLDER, or which store is meant with --store FILE", p.remote())
	}
	if p.hasNoStore() {
		return "", phrase.Errorf("what is loaded for one command has no record: say where there is one with --ledger FOLDER, or which store is meant with --store FILE")
	}
	return ledger.Beside(p.storeName()), nil
}

// hasNoStore says whether the data is in a folder for one command, or elsewhere: what
// lies beside a store is not that data's.
func (p place) hasNoStore() bool { return p.source != "" || p.remote() != "" }

func (p place) storeName() string {
	if p.store != "" {
		return p.store
	}
	return defaultStore
}
