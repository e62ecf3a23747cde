package schema_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/remit-authz/remit/schema"
)

// A role that is added has a label in every language, and a place: in the
// tenant as a whole, on single objects, or both.
func TestEveryRoleHasALabelAndAPlace(t *testing.T) {
	t.Parallel()
	roles := schema.TenantRoles()
	for _, kind := range schema.Types() {
		roles = append(roles, schema.LinkRoles(kind)...)
	}
	for _, r := range roles {
		for _, language := range []schema.Language{schema.English, schema.Dutch, schema.French} {
			require.NotEmpty(t, r.Label().In(language), "%s in %s", r, language)
		}
		require.NotEqual(t, string(r), r.Label().In(schema.French), "%s has no label of its own", r)
		_, inTenant := r.TenantRelation()
		linked := false
		for _, kind := range schema.Types() {
			_, ok := r.LinkRelation(kind)
			linked = linked || ok
		}
		require.True(t, inTenant || linked, "%s is nowhere", r)
		require.Equal(t, inTenant, r.AssignPermission() != "", "who gives %s?", r)
	}
}

func TestLanguage(t *testing.T) {
	t.Parallel()
	for _, language := range []schema.Language{schema.English, schema.Dutch, schema.French} {
		back, err := schema.ParseLanguage(language.String())
		require.NoError(t, err)
		require.Equal(t, language, back)
	}
	_, err := schema.ParseLanguage("de")
	require.ErrorContains(t, err, `"de"`)
}

func TestNewPermission(t *testing.T) {
	t.Parallel()
	p, err := schema.NewPermission(schema.TypeClient, "view_dossier")
	require.NoError(t, err)
	require.Equal(t, schema.ClientViewDossier, p)
	// A building block is not a permission that anybody asks for.
	_, err = schema.NewPermission(schema.TypeClient, "in_caseload")
	require.ErrorContains(t, err, "view_dossier")
	_, err = schema.NewPermission("nurse", "view")
	require.ErrorContains(t, err, "nurse")
	require.False(t, schema.Permission("").Known())
	require.False(t, schema.Permission("client#").Known())
}
