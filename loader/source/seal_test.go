package source_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/loader/source/csv"
	"github.com/remit-authz/remit/schema"
)

// A source is checked as long as nobody changes what it says.
func TestCheckedIsWhatCheckMade(t *testing.T) {
	src, err := source.Options{}.Read(csv.Format{}, fixtures.Care())
	require.NoError(t, err)
	assert.True(t, src.Checked())
	assert.False(t, source.Source{Tenants: src.Tenants, Users: src.Users, Clients: src.Clients, Links: src.Links, Digest: src.Digest}.Checked())
	for what, change := range map[string]func(*source.Source){
		"a tenant where it stands": func(s *source.Source) { s.Tenants[0].Emergency = !s.Tenants[0].Emergency },
		"roles where they stand":   func(s *source.Source) { s.Users[0].Roles = append(slices.Clone(s.Users[0].Roles), "app_admin") },
		"a role where it stands":   func(s *source.Source) { s.Users[1].Roles[0] = "app_admin" },
		"a link where it stands":   func(s *source.Source) { s.Links[0].Role = "supervisor" },
		"an end where it stands":   func(s *source.Source) { s.Links[0].Until = time.Now() },
		"a login where it stands":  func(s *source.Source) { s.Clients[0].Login = s.Users[0].Ref },
		"users":                    func(s *source.Source) { s.Users = s.Users[1:] },
		"things":                   func(s *source.Source) { s.Things = append(s.Things, source.Thing{}) },
		"clients":                  func(s *source.Source) { s.Clients = nil },
		"links":                    func(s *source.Source) { s.Links = append(s.Links, s.Links[0]) },
		"unowned": func(s *source.Source) {
			s.Unowned = map[schema.TenantID][]source.Kind{"veldzicht": {source.Links}}
		},
	} {
		changed, err := source.Options{}.Read(csv.Format{}, fixtures.Care())
		require.NoError(t, err)
		require.True(t, changed.Checked())
		change(&changed)
		assert.False(t, changed.Checked(), what)
	}
}
