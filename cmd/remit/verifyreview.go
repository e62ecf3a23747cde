package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"strings"

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/ledger/verify"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// maxEvidence is more than the evidence of a review has.
const maxEvidence = 512 << 20

// isEvidence says whether a file begins as the evidence of a review does.
func isEvidence(file *bufio.Reader) bool {
	head, _ := file.Peek(64) // a shorter file is told of when it is read
	return strings.HasPrefix(strings.Join(strings.Fields(string(head)), ""), `{"evidence":`)
}

// verifyEvidence holds the evidence of a review to its digest, its proof to a public key,
// and what it says to the entry that is proved. The key is that of what was kept, or else of
// the reviews' record in a folder, which is said.
func (p *program) verifyEvidence(ctx context.Context, from io.Reader, name, folder string, held proving) error {
	content, err := files.ReadAll(from, maxEvidence)
	if err != nil {
		return phrase.Errorf("%s: %w", schema.Shown(name), err)
	}
	var sealed sealedEvidence
	var evidence reviewEvidence
	if err := json.Unmarshal(content, &sealed); err != nil {
		return phrase.Errorf("%s is no evidence of a review: %w", schema.Shown(name), err)
	}
	if err := json.Unmarshal(sealed.Evidence, &evidence); err != nil {
		return phrase.Errorf("%s is no evidence of a review: %w", schema.Shown(name), err)
	}
	if evidence.Review == nil {
		return phrase.Errorf("%s is no evidence of a review: it names none", schema.Shown(name))
	}
	_, public, err := p.keptKeys(ctx, held)
	if err != nil {
		return err
	}
	believed := public == ""
	if believed {
		if folder, err = p.place.reviewsRecord(folder); err != nil {
			return err
		}
		if public, err = ledger.ReadPublic(folder); err != nil {
			return phrase.Errorf("record %s: %w", folder, err)
		}
	}
	found, err := sealed.differences(content, evidence, public)
	if err != nil {
		return err
	}
	if err := p.printReportVerified(found, phrase.Of("the evidence of review %d is as it was signed", evidence.Review.ID)); err != nil {
		return err
	}
	if believed {
		p.tellBelieved()
	}
	return nil
}

// differences are what of the evidence in a file is not as it was signed. The error is one
// of JSON that cannot be written again, which was read.
func (s sealedEvidence) differences(file []byte, evidence reviewEvidence, public string) (found []phrase.Phrase, err error) {
	var body, whole bytes.Buffer
	if err := json.Compact(&body, s.Evidence); err != nil {
		return nil, err
	}
	if err := json.Compact(&whole, file); err != nil {
		return nil, err
	}
	again, err := compactJSON(s)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(again, whole.Bytes()) { // such as a name twice, of which another reader takes the other
		found = append(found, phrase.Of("there is more in the file than evidence, digest and proof"))
	}
	sum := sha256.Sum256(body.Bytes())
	if is := "sha256:" + hex.EncodeToString(sum[:]); is != s.Digest {
		found = append(found, phrase.Of("the evidence was changed: its digest is %s, and the file says %s", is, schema.Quote(s.Digest)))
	}
	if s.Proof == nil {
		return append(found, phrase.Of("it has no proof: see `remit log prove ENTRY --ledger FOLDER` for the entry that closed the review")), nil
	}
	proof, err := compactJSON(s.Proof)
	if err != nil {
		return nil, err
	}
	record, _, err := verify.Proof(proof, public)
	if err != nil {
		return append(found, phrase.Of("its proof does not hold: %v", err)), nil
	}
	closing, err := entry.Decode(s.Proof.Number, []byte(record))
	if err != nil {
		return append(found, phrase.Of("its proof does not hold: %v", err)), nil
	}
	switch step := closing.Campaign; {
	case step == nil || step.Does != entry.CampaignClosed || step.Campaign != evidence.Review.ID:
		found = append(found, phrase.Of("its proof is of entry %d, which did not close review %d", s.Proof.Number, evidence.Review.ID))
	case step.Evidence != s.Digest:
		found = append(found, phrase.Of("the review was closed with evidence %s, and the file says %s", step.Evidence, schema.Quote(s.Digest)))
	case step.Plan != evidence.Plan:
		found = append(found, phrase.Of("the review was closed with plan %s, and the file says %s", schema.Quote(step.Plan), schema.Quote(evidence.Plan)))
	}
	return found, nil
}
