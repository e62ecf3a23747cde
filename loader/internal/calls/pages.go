package calls

import (
	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc/mem"
	"google.golang.org/protobuf/proto"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
)

// pagesCodec is gRPC's own encoding, for one export: it decodes each page over the one
// before.
type pagesCodec struct{ pages relation.Pages }

// Name is that of what goes over the wire.
func (*pagesCodec) Name() string { return "proto" }

// Marshal is of the request.
func (*pagesCodec) Marshal(message any) (mem.BufferSlice, error) {
	m, ok := message.(proto.Message)
	if !ok {
		return nil, phrase.Errorf("%T is no message of gRPC", message)
	}
	written, err := proto.Marshal(m)
	if err != nil {
		return nil, err
	}
	return mem.BufferSlice{mem.SliceBuffer(written)}, nil
}

// Unmarshal is of an answer, which is a page.
func (c *pagesCodec) Unmarshal(data mem.BufferSlice, message any) error {
	page, ok := message.(*v1.ExportBulkRelationshipsResponse)
	if !ok {
		return phrase.Errorf("%T is no page of an export", message)
	}
	written := data.MaterializeToBuffer(mem.DefaultBufferPool())
	defer written.Free()
	return c.pages.Decode(written.ReadOnlyData(), page)
}
