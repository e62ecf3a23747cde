package checker

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/remit-authz/remit/schema"
)

// A page of a list of any length needs little memory.
func TestALongListIsNotHeld(t *testing.T) {
	const items, limit = 100_000, 100
	p := pager{paging: Paging{Limit: limit}}
	for n := range items {
		id := fmt.Sprintf("n-%06d", n*7919%items) // in no order
		p.add(item{ref: schema.Ref{Type: schema.TypeClient, Tenant: "veldzicht", ID: id}, allowed: true})
		if cap(p.refs) > 8*limit {
			t.Fatalf("room for %d of %d items is held, for a page of %d", cap(p.refs), n+1, limit)
		}
	}
	page := p.page()
	assert.Len(t, page.Refs, limit)
	assert.True(t, page.More)
	for n, ref := range page.Refs {
		assert.Equal(t, fmt.Sprintf("n-%06d", n), ref.ID)
	}
}
