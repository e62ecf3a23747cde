package schema_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/remit-authz/remit/internal/random"
	"github.com/remit-authz/remit/schema"
)

// anyRef draws references that are valid, with ids of every kind of character.
func anyRef() *rapid.Generator[schema.Ref] {
	id := rapid.StringOfN(rapid.OneOf(
		rapid.RuneFrom([]rune("=/:#@*|+-_. %25AFaf09")),
		rapid.RuneFrom(nil, unicode.Latin, unicode.Greek, unicode.Han, unicode.Zs, unicode.So, unicode.Cf, unicode.Zl, unicode.M),
	), 1, -1, 200).Filter(func(s string) bool { return strings.TrimSpace(s) != "" && s != "*" })
	return rapid.Custom(func(t *rapid.T) schema.Ref {
		r := schema.Ref{
			Type:   rapid.SampledFrom(schema.Types()).Draw(t, "type"),
			Tenant: schema.TenantID(rapid.StringMatching(`[a-z0-9-]{1,64}`).Draw(t, "tenant")),
		}
		if r.Type != schema.TypeTenant {
			r.ID = id.Draw(t, "id")
		}
		return r
	})
}

// What is written is read back, and inside SpiceDB every reference has one
// spelling that SpiceDB accepts and no other reference has.
func TestRefRoundTrip(t *testing.T) {
	t.Parallel()
	random.Check(t, func(t *rapid.T) {
		r, other := anyRef().Draw(t, "reference"), anyRef().Draw(t, "other")
		require.NoError(t, r.Validate())
		back, err := schema.ParseRef(r.String())
		require.NoError(t, err)
		require.Equal(t, r, back)
		back, err = schema.ParseRef(r.Text())
		require.NoError(t, err)
		require.Equal(t, r, back)
		_, err = schema.ParseRef(schema.Quote(r.Text()))
		require.Equal(t, r.String() == r.Text(), err != nil, "a reference that can be seen is never in quotes")
		require.Regexp(t, `^[a-zA-Z0-9/_|\-=+]+$`, r.ObjectID())
		require.LessOrEqual(t, len(r.ObjectID()), 1024)
		back, err = schema.RefOfObject(string(r.Type), r.ObjectID())
		require.NoError(t, err)
		require.Equal(t, r, back)
		if r != other {
			require.NotEqual(t, string(r.Type)+":"+r.ObjectID(), string(other.Type)+":"+other.ObjectID())
			require.NotEqual(t, r.String(), other.String())
		}
	})
}

// Whatever SpiceDB holds, an object id is either one that ObjectID writes or
// an error: two spellings of one object would be two objects.
func TestRefOfObjectIsTheOnlySpelling(t *testing.T) {
	t.Parallel()
	random.Check(t, func(t *rapid.T) {
		id := rapid.StringMatching(`[a-c/=*|0-9A-F]{0,12}`).Draw(t, "object id")
		kind := rapid.SampledFrom(schema.Types()).Draw(t, "type")
		if r, err := schema.RefOfObject(string(kind), id); err == nil {
			require.Equal(t, id, r.ObjectID())
			require.NoError(t, r.Validate())
		}
	})
}

func TestParseRef(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in   string
		want schema.Ref
		kept string
	}{
		{"user:acme/rick@example.org", schema.Ref{Type: schema.TypeUser, Tenant: "acme", ID: "rick@example.org"}, "acme/rick=40example=2Eorg"},
		{"client:veldzicht/c-1042", schema.Ref{Type: schema.TypeClient, Tenant: "veldzicht", ID: "c-1042"}, "veldzicht/c-1042"},
		{"client:a/b/c", schema.Ref{Type: schema.TypeClient, Tenant: "a", ID: "b/c"}, "a/b/c"},
		{"client:a//", schema.Ref{Type: schema.TypeClient, Tenant: "a", ID: "/"}, "a//"},
		{"user:a/x:y#z", schema.Ref{Type: schema.TypeUser, Tenant: "a", ID: "x:y#z"}, "a/x=3Ay=23z"},
		{"user:a/=41", schema.Ref{Type: schema.TypeUser, Tenant: "a", ID: "=41"}, "a/=3D41"},
		{"user:a/zoë", schema.Ref{Type: schema.TypeUser, Tenant: "a", ID: "zoë"}, "a/zo=C3=AB"},
		{"user:a/ Anna ", schema.Ref{Type: schema.TypeUser, Tenant: "a", ID: " Anna "}, "a/=20Anna=20"},
		{"user:a/**", schema.Ref{Type: schema.TypeUser, Tenant: "a", ID: "**"}, "a/=2A=2A"},
		{"tenant:veldzicht", schema.Ref{Type: schema.TypeTenant, Tenant: "veldzicht"}, "veldzicht"},
		{"user:" + strings.Repeat("t", 64) + "/x", schema.Ref{Type: schema.TypeUser, Tenant: schema.TenantID(strings.Repeat("t", 64)), ID: "x"}, strings.Repeat("t", 64) + "/x"},
		{"user:a/" + strings.Repeat("é", 100), schema.Ref{Type: schema.TypeUser, Tenant: "a", ID: strings.Repeat("é", 100)}, "a/" + strings.Repeat("=C3=A9", 100)},
		{`user:a/"x"`, schema.Ref{Type: schema.TypeUser, Tenant: "a", ID: `"x"`}, "a/=22x=22"},
		{`"user:a/x\u200b"`, schema.Ref{Type: schema.TypeUser, Tenant: "a", ID: "x\u200b"}, "a/x=E2=80=8B"},
		{"user:a/x\u200b", schema.Ref{Type: schema.TypeUser, Tenant: "a", ID: "x\u200b"}, "a/x=E2=80=8B"},
	} {
		have, err := schema.ParseRef(c.in)
		require.NoError(t, err, c.in)
		require.Equal(t, c.want, have)
		require.Equal(t, c.kept, have.ObjectID())
	}
}

func TestParseRefRefuses(t *testing.T) {
	t.Parallel()
	for in, why := range map[string]string{
		"":                                       "no type",
		"anna":                                   "no type",
		"user:anna":                              "no tenant",
		"user:/anna":                             "tenant is blank",
		"tenant:":                                "tenant is blank",
		"user:a/":                                "id is blank",
		"user:a/  ":                              "id is blank",
		"user:a/\u00a0":                          "id is blank",
		"user:a/*":                               "everybody",
		"user:*/a":                               "tenant \"*\"",
		"tenant:*":                               "tenant \"*\"",
		"user:a/b\nc":                            "control character",
		"user:a/b\x00":                           "control character",
		"user:a/b\u0085":                         "control character",
		"user:a/\xff\xfe":                        "UTF-8",
		"user:A/b":                               "tenant \"A\"",
		"user:a b/c":                             "tenant \"a b\"",
		"user:é/c":                               "tenant",
		"user:" + strings.Repeat("t", 65) + "/x": "65 bytes",
		"tenant:" + strings.Repeat("t", 65):      "65 bytes",
		"user:a/" + strings.Repeat("x", 201):     "201 bytes",
		"user:a/" + strings.Repeat("é", 101):     "202 bytes",
		"tenant:a/b":                             "tenant",
		"nurse:a/b":                              "does not exist",
		"User:a/b":                               "does not exist",
		" user:a/b":                              "does not exist",
		`"user:a/b"`:                             "without quotes",
		`"user:a/b\u200b`:                        "without quotes",
		`"user:a/b\x{200b}"`:                     "without quotes",
		`"user:a/b\u200B"`:                       "without quotes", // as \u200b it is read
		"\"user:a/b\u200b\"":                     "without quotes",
		`"\"user:a/b\\u200b\""`:                  "without quotes",
		`"user:a/b\nc"`:                          "control character",
	} {
		r, err := schema.ParseRef(in)
		require.ErrorContains(t, err, why, "%q", in)
		require.Zero(t, r, "%q", in)
	}
}

func TestRefOfObjectRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ kind, id, why string }{
		{"user", "*", "no tenant"},
		{"user", "a", "no tenant"},
		{"user", "a/*", "everybody"},
		{"tenant", "*", "a-z"},
		{"tenant", "a/b", "a-z"},
		{"user", "a/=4", "ends inside"},
		{"user", "a/x=", "ends inside"},
		{"user", "a/=ZZ", "bad encoded byte"},
		{"user", "a/=41", "not in the form"}, // "A" needs no encoding
		{"user", "a/=3d", "not in the form"}, // lower-case hex
		{"user", "a/b.c", "not in the form"}, // "." needs encoding
		{"user", "a/x=0A", "control character"},
		{"user", "a/=FF", "UTF-8"},
		{"user", "a/=20", "blank"},
		{"nurse", "a/b", "does not exist"},
	} {
		r, err := schema.RefOfObject(c.kind, c.id)
		require.ErrorContains(t, err, c.why, "%s:%s", c.kind, c.id)
		require.Zero(t, r)
	}
}

func TestZeroRefIsRefused(t *testing.T) {
	t.Parallel()
	require.Error(t, schema.Ref{}.Validate())
	require.Error(t, schema.Ref{Type: schema.TypeTenant, Tenant: "a", ID: "b"}.Validate())
	require.Zero(t, schema.Ref{Type: schema.TypeClient, Tenant: "a", ID: "b"}.Account())
	require.Equal(t, "account:a/b", schema.Ref{Type: schema.TypeUser, Tenant: "a", ID: "b"}.Account().String())
}

// To an engine a blank id in a filter is any: what names nothing is not that.
func TestNothingIsNotAny(t *testing.T) {
	for _, r := range []schema.Ref{{}, {Type: schema.TypeClient}, {Type: "document"}} {
		if r.ObjectID() == "" {
			t.Errorf("the id of %#v is blank", r)
		}
	}
}
