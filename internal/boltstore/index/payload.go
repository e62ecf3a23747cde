package index

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"google.golang.org/protobuf/types/known/structpb"

	core "github.com/authzed/spicedb/pkg/proto/core/v1"
	"github.com/authzed/spicedb/pkg/tuple"

	"github.com/remit-authz/remit/internal/boltstore/boltfile"
)

// payload is the value of one version of a relationship: a byte that says what
// follows, then expiration, caveat and integrity where there are any.
type payload []byte

const (
	flagDeleted = 1 << iota
	flagExpires
	flagCaveat
	flagIntegrity
)

var (
	Tombstone    = payload{flagDeleted}
	PlainPayload = payload{0}

	errDamagedPayload = boltfile.Damaged("the value of a relationship")
)

func (p payload) deleted() bool    { return len(p) == 0 || p[0]&flagDeleted != 0 }
func (p payload) expires() bool    { return len(p) > 0 && p[0]&flagExpires != 0 }
func (p payload) hasCaveat() bool  { return len(p) > 0 && p[0]&flagCaveat != 0 }
func (p payload) hasContent() bool { return len(p) > 1 }

// payloadOf encodes what a relationship says beside its reference.
func payloadOf(rel tuple.Relationship) (payload, error) {
	if rel.OptionalExpiration == nil && rel.OptionalCaveat == nil && rel.OptionalIntegrity == nil {
		return PlainPayload, nil
	}
	p := payload{0}
	if rel.OptionalExpiration != nil {
		p[0] |= flagExpires
		p = binary.AppendVarint(p, rel.OptionalExpiration.Unix())
		p = binary.AppendUvarint(p, uint64(rel.OptionalExpiration.Nanosecond()))
	}
	if rel.OptionalCaveat != nil {
		caveat := rel.OptionalCaveat
		if caveat.Context == nil {
			// SpiceDB takes no context for an empty one, and wants that back.
			caveat = &core.ContextualizedCaveat{CaveatName: caveat.CaveatName, Context: &structpb.Struct{}}
		}
		data, err := caveat.MarshalVT()
		if err != nil {
			return nil, fmt.Errorf("caveat of %s: %w", rel.RelationshipReference, err)
		}
		p[0] |= flagCaveat
		p = append(binary.AppendUvarint(p, uint64(len(data))), data...)
	}
	if rel.OptionalIntegrity != nil {
		data, err := rel.OptionalIntegrity.MarshalVT()
		if err != nil {
			return nil, fmt.Errorf("integrity of %s: %w", rel.RelationshipReference, err)
		}
		p[0] |= flagIntegrity
		p = append(binary.AppendUvarint(p, uint64(len(data))), data...)
	}
	return p, nil
}

// decode sets on the relationship what the payload holds.
func (p payload) decode(rel *tuple.Relationship) error {
	if !p.hasContent() {
		return nil
	}
	expiration, rest, err := p.expiration()
	if err != nil {
		return err
	}
	if p.expires() {
		rel.OptionalExpiration = &expiration
	}
	if p.hasCaveat() {
		var data []byte
		if data, rest, err = CutField(rest); err != nil {
			return err
		}
		rel.OptionalCaveat = &core.ContextualizedCaveat{}
		if err := rel.OptionalCaveat.UnmarshalVT(data); err != nil {
			return errors.Join(errDamagedPayload, err)
		}
	}
	if p[0]&flagIntegrity != 0 {
		data, _, err := CutField(rest)
		if err != nil {
			return err
		}
		rel.OptionalIntegrity = &core.RelationshipIntegrity{}
		if err := rel.OptionalIntegrity.UnmarshalVT(data); err != nil {
			return errors.Join(errDamagedPayload, err)
		}
	}
	return nil
}

// expiration is the end of a relationship that has one, and what follows it.
func (p payload) expiration() (time.Time, []byte, error) {
	rest := []byte(p[1:])
	if !p.expires() {
		return time.Time{}, rest, nil
	}
	seconds, n := binary.Varint(rest)
	if n <= 0 {
		return time.Time{}, nil, errDamagedPayload
	}
	nanos, m := binary.Uvarint(rest[n:])
	if m <= 0 {
		return time.Time{}, nil, errDamagedPayload
	}
	return time.Unix(seconds, int64(nanos)).UTC(), rest[n+m:], nil
}

// EndedBy says whether the relationship has expired at the given time.
func (p payload) EndedBy(now time.Time) (bool, error) {
	if !p.expires() {
		return false, nil
	}
	end, _, err := p.expiration()
	return err == nil && !end.After(now), err
}

// CutField takes a field with its length in front off the data.
func CutField(data []byte) (field, rest []byte, err error) {
	size, n := binary.Uvarint(data)
	if n <= 0 || size > uint64(len(data)-n) {
		return nil, nil, errDamagedPayload
	}
	return data[n : n+int(size)], data[n+int(size):], nil
}
