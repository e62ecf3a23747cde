package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/verify"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// proving are the flags that say what a record is held to.
type proving struct {
	kept  []string
	key   string
	proof string
}

func (p *program) logVerifyVerb(folder *string) *cobra.Command {
	var held proving
	verb := &cobra.Command{
		Use:   "verify [FOLDER]",
		Short: "Hold the record to its signed checkpoint; exit code 1 if it is not as it was signed",
		Long: `Reads the whole record and holds it to its checkpoint: nothing was changed, taken
out, added, or put in another order since it was signed. Nothing but the folder is
needed; a copy of it on another machine is as good. Where it lies beside its store, it is
held to what that knows of it, too.

Whoever has the key could sign another record. So keep what "remit log checkpoint"
prints, somewhere else, and give it with --checkpoint: the record is then held to that
too, and to the key in it. Without one, --key FILE names a public key that was kept; the
one in the folder is believed otherwise, and that is said.

--proof FILE looks at what "remit log prove" printed instead, which needs no record.

The verifier shares no code with what writes the record. It is there as a program of its
own, which needs nothing but Go's standard library: tools/logverify.`,
		Example: `  remit log checkpoint > monday.checkpoint   # and keep it elsewhere
  remit log verify --checkpoint monday.checkpoint`,
		Args: atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			if held.proof != "" {
				return p.verifyLog(cmd.Context(), "", held)
			}
			if len(args) == 1 {
				return p.verifyLog(cmd.Context(), args[0], held)
			}
			name, err := p.place.ledger(*folder)
			if err != nil {
				return err
			}
			return p.verifyLog(cmd.Context(), name, held)
		},
	}
	verb.Flags().StringArrayVar(&held.kept, "checkpoint", nil, "hold it to this `FILE`, which \"remit log checkpoint\" printed, too; may be given again")
	verb.Flags().StringVar(&held.key, "key", "", "`FILE` with the public key that signed it")
	verb.Flags().StringVar(&held.proof, "proof", "", "look at the proof of one entry in this `FILE`")
	return verb
}

// maxKept is more than a checkpoint, a key or a proof has.
const maxKept = 8 << 20

func (p *program) readKept(ctx context.Context, name string) ([]byte, error) {
	f, err := p.input(ctx, name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was read
	content, err := files.ReadAll(f, maxKept)
	if err != nil {
		return nil, phrase.Errorf("%s: %w", name, err)
	}
	return content, nil
}

// keptKeys are the checkpoints that were kept, and the public key that they or --key name;
// blank for none.
func (p *program) keptKeys(ctx context.Context, held proving) (checkpoints [][]byte, public string, err error) {
	for _, name := range held.kept {
		content, err := p.readKept(ctx, name)
		if err != nil {
			return nil, "", err
		}
		checkpoint, key := verify.ParseKept(content)
		if !bytes.Contains(checkpoint, []byte("\n\n\u2014 ")) {
			return nil, "", phrase.Errorf("%s is no checkpoint: it is what `remit log checkpoint` printed", schema.Shown(name))
		}
		if public != "" && key != "" && key != public {
			return nil, "", phrase.Errorf("the checkpoints that were kept are of two keys: hold the record to those of one")
		}
		checkpoints = append(checkpoints, checkpoint)
		if key != "" {
			public = key
		}
	}
	if held.key != "" {
		content, err := p.readKept(ctx, held.key)
		if err != nil {
			return nil, "", err
		}
		public = string(content)
	}
	return checkpoints, public, nil
}

func (p *program) verifyLog(ctx context.Context, folder string, held proving) error {
	checkpoints, public, err := p.keptKeys(ctx, held)
	if err != nil {
		return err
	}
	if held.proof != "" {
		return p.verifyProof(ctx, held.proof, public)
	}
	known, err := p.knownAs(ctx, folder)
	if err != nil {
		return err
	}
	found, lacks, heldErr := known.Held(folder)
	if found == (ledger.Known{}) && lacks != "" {
		return p.printVerified(verify.Report{}, false, errNotKnown(lacks))
	}
	believed := public == ""
	if believed {
		if public, err = ledger.ReadPublic(folder); err != nil {
			return phrase.Errorf("record %s: %w", folder, err)
		}
	}
	report, err := verify.Folder(os.DirFS(folder), public, checkpoints...)
	if errors.Is(err, fs.ErrNotExist) {
		return phrase.Errorf("record %s is not whole: %w", folder, err)
	}
	switch {
	case err != nil:
	case heldErr != nil:
		err = heldErr
	case lacks != "":
		err = errNotKnown(lacks)
	}
	return p.printVerified(report, believed, err)
}

// errNotKnown says that a record is not the one that its store knows, and why.
func errNotKnown(lacks string) error {
	return phrase.Errorf("it is not the one that its store knows: %s", phrase.Recorded(lacks))
}

// wholeJSON is a record that is as it was signed, for machines.
type wholeJSON struct {
	Whole bool `json:"whole"` // true
	// Record is its origin.
	Record    string  `json:"record"`
	Entries   int64   `json:"entries"`   // that are signed
	Pruned    int64   `json:"pruned"`    // of them, those that are there by their hashes only
	Unsigned  int64   `json:"unsigned"`  // entries behind the signed ones
	Snapshots int64   `json:"snapshots"` // whole states that were held to their entries
	Kept      []int64 `json:"kept"`      // how many entries the kept checkpoints are of
	Backwards []int64 `json:"backwards"` // entries whose time is before that of the one in front of them
}

// notWholeJSON is a record, or a proof, that is not as it was signed, for machines.
type notWholeJSON struct {
	Whole   bool   `json:"whole"`   // false
	Problem string `json:"problem"` // what is not as it was signed
}

// checkpointJSON is a signed checkpoint with the key that it is held to, for machines.
type checkpointJSON struct {
	Checkpoint string `json:"checkpoint"` // a signed note
	Public     string `json:"public"`     // the key that verifies it
}

func (p *program) printVerified(r verify.Report, believed bool, wrong error) error {
	switch {
	case p.json:
		var said any = wholeJSON{true, r.Origin, r.Size, r.Pruned, r.Unsigned, r.Snapshots, append([]int64{}, r.Kept...), append([]int64{}, r.Backwards...)}
		if wrong != nil {
			said = notWholeJSON{false, wrong.Error()}
		}
		if err := p.printJSON(said); err != nil {
			return err
		}
	case wrong != nil:
		if err := p.say("not as it was signed: %v", wrong); err != nil {
			return err
		}
	default:
		if err := p.printReportOf(r); err != nil {
			return err
		}
	}
	if wrong != nil {
		return errNo
	}
	if believed {
		p.tellBelieved()
	}
	return nil
}

// tellBelieved says that nobody kept the key that a record is held to.
func (p *program) tellBelieved() {
	p.tell("note: the key was the one in the folder: whoever could change the record could have changed it too; give a checkpoint that was kept elsewhere with --checkpoint")
}

func (p *program) printReportOf(r verify.Report) error {
	if err := p.say("%s and %s of %s are as they were signed", phrase.Of("%d {entry|entries}", int(r.Size)), phrase.Of("%d {snapshot|snapshots}", int(r.Snapshots)), r.Origin); err != nil {
		return err
	}
	for _, size := range r.Kept {
		if err := p.say("the first %d are those of a checkpoint that was kept", size); err != nil {
			return err
		}
	}
	if r.Unsigned > 0 {
		if err := p.say("%d more {is|are} not signed yet", r.Unsigned); err != nil {
			return err
		}
	}
	for _, number := range r.Backwards {
		if err := p.say("a clock was set back before entry %d", number); err != nil {
			return err
		}
	}
	return nil
}

func (p *program) verifyProof(ctx context.Context, name, public string) error {
	if public == "" {
		return phrase.Errorf("a proof is held to a key that was kept: give it with --key FILE, or a checkpoint of the same record with --checkpoint FILE")
	}
	content, err := p.readKept(ctx, name)
	if err != nil {
		return err
	}
	record, under, err := verify.Proof(content, public)
	if err != nil {
		if p.json {
			err = p.printJSON(notWholeJSON{false, err.Error()})
		} else {
			err = p.say("no proof: %v", err)
		}
		if err != nil {
			return err
		}
		return errNo
	}
	p.tell("this is in the record %s, of %d {entry|entries}", under.Origin, under.Size)
	_, err = fmt.Fprintln(p.verbatim(), record)
	return err
}

func (p *program) logProveVerb(folder *string) *cobra.Command {
	return &cobra.Command{
		Use:   "prove ENTRY",
		Short: "Print the proof that one entry is in the record, for somebody who has its checkpoint or key",
		Long: `Prints the entry with a number, and the proof that it is in the record: some
hashes and the signed checkpoint, and nothing of the other entries. Whoever has the
public key verifies it with "remit log verify --proof", or with tools/logverify.`,
		Example: `  remit log prove 17 > proof.json
  remit log verify --proof proof.json --checkpoint monday.checkpoint`,
		Args: exactly(1),
		RunE: func(_ *cobra.Command, args []string) error {
			number, err := strconv.ParseInt(args[0], 10, 64)
			if err != nil {
				return phrase.Errorf("%q is no number of an entry: see `remit log`", args[0])
			}
			r, err := p.readLedger(*folder)
			if err != nil {
				return err
			}
			proof, err := r.Prove(number)
			if err != nil {
				return err
			}
			return p.printJSON(proof)
		},
	}
}

func (p *program) readLedger(named string) (*ledger.Reader, error) {
	folder, err := p.place.ledger(named)
	if err != nil {
		return nil, err
	}
	return ledger.Read(folder)
}

func (p *program) logCheckpointVerb(folder *string) *cobra.Command {
	return &cobra.Command{
		Use:   "checkpoint",
		Short: "Print the signed checkpoint of the record and its public key, to keep elsewhere",
		Args:  exactly(0),
		RunE: func(_ *cobra.Command, _ []string) error {
			r, err := p.readLedger(*folder)
			if err != nil {
				return err
			}
			signed, public, err := r.Signed()
			if err != nil {
				return err
			}
			if p.json {
				return p.printJSON(checkpointJSON{string(signed), public})
			}
			_, err = p.verbatim().Write(verify.Kept(signed, public))
			return err
		},
	}
}
