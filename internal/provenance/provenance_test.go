package provenance_test

import (
	"testing"

	"google.golang.org/protobuf/types/known/structpb"

	"github.com/remit-authz/remit/internal/provenance"
)

func TestWhatIsSaidIsRead(t *testing.T) {
	for _, p := range []provenance.Provenance{
		{},
		{Actor: "user:acme/anna"},
		{Actor: "a", By: "b", Purpose: "c", Reason: "d", Source: "e", SourceDigest: "f", Plan: "g", Caller: "h"},
	} {
		if got := provenance.Of(p.Metadata()); got != p {
			t.Errorf("got %+v, want %+v", got, p)
		}
	}
}

// Applications write what they like.
func TestAnothersMetadata(t *testing.T) {
	m, err := structpb.NewStruct(map[string]any{"actor": 7, "by": "an application", "name": "Anna"})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := provenance.Of(m), (provenance.Provenance{By: "an application"}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := provenance.Of(nil); got != (provenance.Provenance{}) {
		t.Errorf("of nothing: %+v", got)
	}
}
