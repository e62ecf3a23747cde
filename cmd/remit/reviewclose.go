package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/model"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/recertification"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

// reviewEvidence is what a closed review leaves. Its digest, in the file and in the entry
// that the record's checkpoint signs, is over the JSON of this alone, as the file has it.
type reviewEvidence struct {
	Review  *recertification.Campaign `json:"review"`
	Closing time.Time                 `json:"closing"`
	Actor   string                    `json:"actor,omitempty"`
	// Revision is what the engine held at the closing, Schema the digest of its schema, and
	// Record the checkpoint of the record of what was written to it, where there is one.
	Revision string `json:"revision"`
	Schema   string `json:"schema"`
	Record   string `json:"record,omitempty"`
	Program  string `json:"program"`
	// Keep, Revoke and Open count the grants; Unassigned are those that have no reviewer.
	Keep       int   `json:"keep"`
	Revoke     int   `json:"revoke"` // how many are to go
	Open       int   `json:"open"`   // how many nobody decided about
	Unassigned []int `json:"unassigned,omitempty"`
	recertification.Change
	Removals []removal `json:"removals"`
	// Plan is the digest of the plan of the removals; blank where there are none.
	Plan string `json:"plan,omitempty"`
}

// removal is a grant that is to end.
type removal struct {
	Grant int `json:"grant"`
	relation.Relationship
	// Does is "plan" for one that the plan takes away; "source" for one that it takes away
	// too, and that the source still names, so that the next sync brings it back; "by hand"
	// for one of an institution's own types, which no plan takes away; and "changed" for
	// one that no longer stands as it was decided about.
	Does string `json:"does"`
}

// sealedEvidence is the file.
type sealedEvidence struct {
	Evidence json.RawMessage `json:"evidence"`
	Digest   string          `json:"digest"`
	// Proof is that of the entry that closed the review, under the signed checkpoint of the
	// reviews' record.
	Proof *ledger.Proof `json:"proof,omitempty"`
}

func (p *program) reviewCloseVerb(r *reviewing) *cobra.Command {
	var evidence, plan, reason string
	var incomplete bool
	verb := &cobra.Command{
		Use:   "close ID",
		Short: "End a review: write its evidence, and a plan of what is to go",
		Long: `Ends a review, after which nothing is decided in it any more. It writes a file of
evidence, with every grant and every decision, what changed since the opening, and the
proof of the entry that closed it under the signed checkpoint of the reviews' record; and
a plan of the removals, which "remit plan FILE" shows and "remit apply FILE" makes, within
the usual limits. Nothing is taken away before that.

What a source wrote comes back with its next sync while it still names it: plan and
evidence say of which that is true. What changed since it was decided about is not in the
plan. A review in which grants are open is not closed (exit code 3), unless --incomplete
says so: then those stay.`,
		Example: `  remit review close 0 && remit plan review-0.plan && remit apply review-0.plan`,
		Args:    exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			into := closingFiles{evidence, plan, reason}
			return p.closeReview(cmd.Context(), r, args[0], into, incomplete)
		},
	}
	verb.Flags().StringVar(&evidence, "evidence", "", "write the evidence into a new `FILE` (default review-ID.json)")
	verb.Flags().StringVar(&plan, "plan", "", "write the plan into a new `FILE` (default review-ID.plan)")
	verb.Flags().StringVar(&reason, "reason", "", "why, in a `TEXT`; kept in the record")
	verb.Flags().BoolVar(&incomplete, "incomplete", false, "close it though grants are open, which then stay")
	addActor(verb, &r.actor)
	return verb
}

// openReviewError is a review that is not closed, since grants are open.
type openReviewError struct {
	review int64
	open   int
}

// Error says how many.
func (e *openReviewError) Error() string { return e.Say(phrase.Printer{}) }

// Say is Error in the language of a printer.
func (e *openReviewError) Say(in phrase.Printer) string {
	return in.Say("review %d has %s: see `remit review remind %d`; if they are to stay as they are, close it with --incomplete", e.review, phrase.Of("%d {grant|grants} that nobody decided about", e.open), e.review)
}

// closingState is what an engine holds when a review is closed.
type closingState struct {
	conn  *grpc.ClientConn
	s     *eval.Snapshot
	state *recertification.State
}

// closing computes what a review comes to, and the plan of what is to go.
func (p *program) closing(ctx context.Context, now closingState, found *reviewEvidence) (plan loader.Plan, err error) {
	c, conn, s, state := found.Review, now.conn, now.s, now.state
	scope, err := recertification.ParseScope(model.OfEngine(s.SchemaText()), c.Scope)
	if err != nil {
		return plan, err
	}
	if found.Change, err = c.Since(state, scope); err != nil {
		return plan, err
	}
	found.Keep, found.Revoke, found.Open = c.Count(recertification.Keep), c.Count(recertification.Revoke), c.Count("")
	for _, g := range c.Grants {
		if g.Reviewer == (relation.Object{}) {
			found.Unassigned = append(found.Unassigned, g.Number)
		}
	}
	var revoked []relation.Relationship
	found.Removals, revoked = removals(c, state)
	if plan, err = p.planOf(ctx, conn, c, revoked); err != nil {
		return plan, err
	}
	found.Plan = plan.Digest
	found.Record, err = p.recordNow()
	return plan, err
}

// recordNow is the checkpoint of the record beside the store; blank where there is none.
func (p *program) recordNow() (string, error) {
	if p.place.hasNoStore() {
		return "", nil
	}
	folder, err := p.place.ledger("")
	if err != nil {
		return "", err
	}
	h, err := entry.Open(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	at := h.Checkpoint()
	return fmt.Sprintf("%s %d %s", at.Origin, at.Size, at.Root), nil
}

// closingFiles are what a closing writes, and why it is done.
type closingFiles struct{ evidence, plan, reason string }

// named are the names of the files, with their defaults, of which none is there.
func (f *closingFiles) named(review int64) error {
	if f.evidence == "" {
		f.evidence = fmt.Sprintf("review-%d.json", review)
	}
	if f.plan == "" {
		f.plan = fmt.Sprintf("review-%d.plan", review)
	}
	if err := errors.Join(files.Absent(f.evidence), files.Absent(f.plan)); err != nil {
		return err
	}
	evidence, err := os.Stat(filepath.Dir(f.evidence))
	if err != nil {
		return err
	}
	plan, err := os.Stat(filepath.Dir(f.plan))
	if err != nil {
		return err
	}
	if os.SameFile(evidence, plan) && strings.EqualFold(filepath.Base(f.evidence), filepath.Base(f.plan)) {
		return phrase.Errorf("evidence and plan cannot both be in %s: name two files", schema.Shown(f.plan))
	}
	return nil
}

// closeReview closes a review as it stands once nobody else changes it, by what the engine
// holds then.
func (p *program) closeReview(ctx context.Context, r *reviewing, number string, into closingFiles, incomplete bool) error {
	var found reviewEvidence
	var sealed sealedEvidence
	var plan loader.Plan
	closing := int64(0)
	err := p.changeReview(ctx, r.folder, number, func(log *recertification.Log, c *recertification.Campaign) (err error) {
		if !c.Closed.IsZero() {
			return phrase.Errorf("review %d was closed at %s, with evidence %s", c.ID, phrase.Time(c.Closed), c.Evidence)
		}
		if n := len(c.Open()); n > 0 && !incomplete {
			return &openReviewError{c.ID, n}
		}
		if err := into.named(c.ID); err != nil {
			return err
		}
		found = reviewEvidence{Review: c, Actor: schema.Shown(r.actor), Program: programVersion()}
		err = p.withState(ctx, func(conn *grpc.ClientConn, s *eval.Snapshot, state *recertification.State) (err error) {
			found.Closing, found.Revision, found.Schema = time.Now().UTC(), s.Revision(), schema.Digest(s.SchemaText())
			plan, err = p.closing(ctx, closingState{conn, s, state}, &found)
			return err
		})
		if err != nil {
			return err
		}
		if sealed, err = found.write(plan, into); err != nil {
			return err
		}
		closing = log.Next()
		step := entry.CampaignStep{Does: entry.CampaignClosed, Campaign: c.ID, Evidence: sealed.Digest, Plan: found.Plan}
		return log.Write(step, r.by("close", into.reason), time.Now())
	})
	if err != nil {
		return err
	}
	if err := p.prove(r, &sealed, closing, into.evidence); err != nil {
		return phrase.Errorf("review %d is closed, and its evidence is without a proof: see `remit log prove %d --ledger`: %w", found.Review.ID, closing, err)
	}
	return p.printClosed(found, plan, into)
}

// write writes the evidence and the plan. The entry that closes the review comes after, and
// its proof in the evidence after that: whatever breaks off, no entry names evidence that
// is nowhere.
func (found reviewEvidence) write(plan loader.Plan, into closingFiles) (sealedEvidence, error) {
	body, err := compactJSON(found)
	if err != nil {
		return sealedEvidence{}, err
	}
	sum := sha256.Sum256(body)
	sealed := sealedEvidence{Evidence: body, Digest: "sha256:" + hex.EncodeToString(sum[:])}
	file, err := compactJSON(sealed)
	if err != nil {
		return sealedEvidence{}, err
	}
	if err := files.Create(into.evidence, func(f *os.File) error { _, err := f.Write(append(file, '\n')); return err }); err != nil || found.Plan == "" {
		return sealed, err
	}
	return sealed, files.Create(into.plan, func(f *os.File) error { return plan.WriteJSON(f) })
}

// prove puts the proof of the closing into the evidence.
func (p *program) prove(r *reviewing, sealed *sealedEvidence, number int64, name string) error {
	folder, err := p.place.reviews(r.folder)
	if err != nil {
		return err
	}
	record, err := ledger.Read(folder)
	if err != nil {
		return err
	}
	proof, err := record.Prove(number)
	if err != nil {
		return err
	}
	sealed.Proof = &proof
	file, err := compactJSON(sealed)
	if err != nil {
		return err
	}
	return files.Replace(name, append(file, '\n'))
}

// compactJSON is JSON on one line, with every character as it is.
func compactJSON(value any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

// closedJSON is a review that was closed, for machines.
type closedJSON struct {
	Review int64 `json:"review"`
	// Evidence is the file of evidence, and Plan the digest of the plan of the removals.
	Evidence string `json:"evidence"`
	Plan     string `json:"plan,omitempty"` // the digest of the plan of the removals
	Keep     int    `json:"keep"`           // how many are kept
	Revoke   int    `json:"revoke"`         // how many are to go
	Open     int    `json:"open"`           // how many nobody decided about
}

func (p *program) printClosed(found reviewEvidence, plan loader.Plan, into closingFiles) error {
	if p.json {
		return p.printJSON(closedJSON{found.Review.ID, into.evidence, found.Plan, found.Keep, found.Revoke, found.Open})
	}
	if err := p.say("review %d is closed: %d to keep, %d to revoke, %d open; the evidence is in %s", found.Review.ID, found.Keep, found.Revoke, found.Open, schema.Shown(into.evidence)); err != nil {
		return err
	}
	p.tellRemovals(found.Removals)
	p.tellCounted(
		counted{len(found.New), phrase.Of("%d {grant|grants} came after the opening, and nobody reviewed {it|them}", len(found.New))},
		counted{len(found.Gone), phrase.Of("%d {grant|grants} of the review no longer {stands|stand} as {it was|they were}", len(found.Gone))},
		counted{len(found.Lost), phrase.Of("%d {decision is|decisions are} of {a reviewer|reviewers} who could not take {it|them} any more", len(found.Lost))},
		counted{len(found.Unassigned), toNobody(len(found.Unassigned))},
	)
	if found.Plan == "" {
		return p.say("nothing is to be taken away: there is no plan")
	}
	return p.sayKept(plan, into.plan)
}
