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
needed; a copy of it on another machine is as good.

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
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return content, nil
}

func (p *program) verifyLog(ctx context.Context, folder string, held proving) error {
	var checkpoints [][]byte
	public := ""
	for _, name := range held.kept {
		content, err := p.readKept(ctx, name)
		if err != nil {
			return err
		}
		checkpoint, key := verify.ParseKept(content)
		if !bytes.Contains(checkpoint, []byte("\n\n\u2014 ")) {
			return fmt.Errorf("%s is no checkpoint: it is what `remit log checkpoint` printed", schema.Shown(name))
		}
		if public != "" && key != "" && key != public {
			return errors.New("the checkpoints that were kept are of two keys: hold the record to those of one")
		}
		checkpoints = append(checkpoints, checkpoint)
		if key != "" {
			public = key
		}
	}
	if held.key != "" {
		content, err := p.readKept(ctx, held.key)
		if err != nil {
			return err
		}
		public = string(content)
	}
	if held.proof != "" {
		return p.verifyProof(ctx, held.proof, public)
	}
	believed := public == ""
	if believed {
		var err error
		if public, err = ledger.ReadPublic(folder); err != nil {
			return fmt.Errorf("record %s: %w", folder, err)
		}
	}
	report, err := verify.Folder(os.DirFS(folder), public, checkpoints...)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("record %s is not whole: %w", folder, err)
	}
	return p.printVerified(report, believed, err)
}

func (p *program) printVerified(r verify.Report, believed bool, wrong error) error {
	switch {
	case p.json:
		said := map[string]any{"whole": wrong == nil}
		if wrong != nil {
			said["problem"] = wrong.Error()
		} else {
			said["record"], said["entries"], said["pruned"], said["unsigned"] = r.Origin, r.Size, r.Pruned, r.Unsigned
			said["snapshots"], said["kept"], said["backwards"] = r.Snapshots, append([]int64{}, r.Kept...), append([]int64{}, r.Backwards...)
		}
		if err := p.printJSON(said); err != nil {
			return err
		}
	case wrong != nil:
		if err := p.printf("not as it was signed: %v\n", wrong); err != nil {
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
		fmt.Fprintln(p.err, "remit: note: the key was the one in the folder: whoever could change the record could have changed it too; give a checkpoint that was kept elsewhere with --checkpoint")
	}
	return nil
}

func (p *program) printReportOf(r verify.Report) error {
	if err := p.printf("%d entries and %d snapshots of %s are as they were signed\n", r.Size, r.Snapshots, r.Origin); err != nil {
		return err
	}
	for _, size := range r.Kept {
		if err := p.printf("the first %d are those of a checkpoint that was kept\n", size); err != nil {
			return err
		}
	}
	if r.Unsigned > 0 {
		if err := p.printf("%d more are not signed yet\n", r.Unsigned); err != nil {
			return err
		}
	}
	for _, number := range r.Backwards {
		if err := p.printf("a clock was set back before entry %d\n", number); err != nil {
			return err
		}
	}
	return nil
}

func (p *program) verifyProof(ctx context.Context, name, public string) error {
	if public == "" {
		return errors.New("a proof is held to a key that was kept: give it with --key FILE, or a checkpoint of the same record with --checkpoint FILE")
	}
	content, err := p.readKept(ctx, name)
	if err != nil {
		return err
	}
	record, under, err := verify.Proof(content, public)
	if err != nil {
		if err := p.printf("no proof: %v\n", err); err != nil {
			return err
		}
		return errNo
	}
	fmt.Fprintf(p.err, "remit: this is in the record %s, of %d entries\n", under.Origin, under.Size)
	return p.println(record)
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
				return fmt.Errorf("%q is no number of an entry: see `remit log`", args[0])
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
				return p.printJSON(map[string]string{"checkpoint": string(signed), "public": public})
			}
			return p.printf("%s", verify.Kept(signed, public))
		},
	}
}
