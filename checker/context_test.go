package checker_test

import (
	"context"
	"encoding/json"
	"math"
	"regexp"
	"strings"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/internal/relation/relationtest"
	"github.com/remit-authz/remit/schema"
)

// calls are all the ways to ask with a checker.
func calls(t *testing.T, c *checker.Checker) map[string]error {
	t.Helper()
	_, check := c.Check(t.Context(), annaViewsC1)
	_, resources := c.Resources(t.Context(), anna, schema.ClientViewDossier)
	_, subjects := c.Subjects(t.Context(), schema.ClientViewDossier, c1)
	_, permissions := c.Permissions(t.Context(), anna, c1)
	return map[string]error{
		"Check": check, "CheckAll": c.CheckAll(t.Context(), []checker.Question{annaViewsC1})[0].Err,
		"Resources": resources, "Subjects": subjects, "Permissions": permissions,
	}
}

func TestEveryCallCarriesTheContext(t *testing.T) {
	var sent []*structpb.Struct
	s := &stub{
		check: func(_ context.Context, r *v1.CheckPermissionRequest) (*v1.CheckPermissionResponse, error) {
			sent = append(sent, r.GetContext())
			return &v1.CheckPermissionResponse{CheckedAt: at("r1"), Permissionship: no}, nil
		},
		bulk: func(_ context.Context, r *v1.CheckBulkPermissionsRequest) (*v1.CheckBulkPermissionsResponse, error) {
			sent = append(sent, r.GetItems()[0].GetContext())
			return allAnswered(r, no), nil
		},
		resources: func(r *v1.LookupResourcesRequest, _ grpc.ServerStreamingServer[v1.LookupResourcesResponse]) error {
			sent = append(sent, r.GetContext())
			return nil
		},
		subjects: func(r *v1.LookupSubjectsRequest, _ grpc.ServerStreamingServer[v1.LookupSubjectsResponse]) error {
			sent = append(sent, r.GetContext())
			return nil
		},
	}
	values := map[string]any{"place": "office", "level": 3, "shifts": []any{"early"}}
	moment := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	c := over(t, s, checker.Options{}).With(checker.EvaluationContext{Time: moment, Values: values})
	values["place"] = "elsewhere" // the checker has its own
	for name, err := range calls(t, c) {
		require.NoError(t, err, name)
	}
	require.Len(t, sent, 5)
	for _, context := range sent {
		assert.Equal(t, map[string]any{"place": "office", "level": 3.0, "shifts": []any{"early"}, "now": "2026-03-01T12:00:00Z"}, context.AsMap())
	}
}

func refuses(t *testing.T, values map[string]any, why string) {
	t.Helper()
	c := over(t, deaf(t), checker.Options{}).With(checker.EvaluationContext{Values: values})
	for _, err := range calls(t, c) {
		isInvalid(t, err, checker.PartContext, why)
	}
}

// Whoever could bring "now" would ask at another time, at which a right that has
// ended runs; whoever could bring an end would complete a relationship that was
// written without one.
func TestNobodyBringsWhatTheModelsCaveatsTake(t *testing.T) {
	found := 0
	for _, caveat := range regexp.MustCompile(`(?m)^caveat \w+\((.*)\)`).FindAllStringSubmatch(schema.Text(), -1) {
		for parameter := range strings.SplitSeq(caveat[1], ", ") {
			name, _, _ := strings.Cut(parameter, " ")
			refuses(t, map[string]any{"place": "office", name: "2026-03-01T12:00:00Z"}, `"`+name+`"`)
			found++
		}
	}
	assert.GreaterOrEqual(t, found, 6, "the model has two caveats")
	now := checker.EvaluationContext{Values: map[string]any{"now": "2020-01-01T00:00:00Z"}}.Caveats()(time.Now())["now"]
	assert.NotEqual(t, "2020-01-01T00:00:00Z", now, "nor where nobody has looked")
}

// A schema that is not remit's has a "now" of its own, if any.
func TestAnotherModelIsGivenNoTime(t *testing.T) {
	other, err := checker.EvaluationContext{}.Normalize(schema.Other(schema.Contents{}, ""))
	require.NoError(t, err)
	assert.Empty(t, other.Caveats()(time.Now()))
	ours, err := checker.EvaluationContext{}.Normalize(schema.Model{})
	require.NoError(t, err)
	assert.Contains(t, ours.Caveats()(time.Now()), "now")
}

func TestAMalformedContextIsNotSent(t *testing.T) {
	for name, c := range map[string]struct {
		value any
		why   string
	}{
		"a time":                                {time.Now(), "as text"},
		"a type that JSON lacks":                {[]string{"a"}, "JSON object"},
		"no number":                             {math.NaN(), "no such number"},
		"no end":                                {map[string]any{"a": []any{math.Inf(-1)}}, "no such number"},
		"a number that would arrive as another": {int64(1<<53 + 1), "bring it as text"},
		"one below":                             {-(1<<53 + 1), "bring it as text"},
		"one without a sign":                    {uint64(math.MaxUint64), "bring it as text"},
		"one of JSON":                           {json.Number("9007199254740993"), "bring it as text"},
		"one of JSON that has no bounds":        {json.Number("18446744073709551616"), "bring it as text"},
		"no number of JSON":                     {json.Number("12x"), "invalid syntax"},
		"no text":                               {"\xff", "UTF-8"},
		"no text, further down":                 {[]any{map[string]any{"\xff": 1}}, "UTF-8"},
		"more than an engine takes":             {strings.Repeat("x", 5000), "bring less"},
	} {
		t.Run(name, func(t *testing.T) { refuses(t, map[string]any{"place": c.value}, c.why) })
	}
}

// An access that ended a minute ago stays ended, and one without an end is none,
// whatever the caller says.
func TestAContextOpensNothingOfTheModel(t *testing.T) {
	w := newWorld(t, caseload()...)
	ended := time.Now().Add(-time.Minute)
	since := ended.Add(-time.Hour).UTC().Format(time.RFC3339Nano)
	r := relationtest.Of("client:a/c-2#emergency@user:a/bram")
	q := ask(t, "user:a/bram", schema.ClientViewDossier, "client:a/c-2")
	for _, written := range []map[string]any{
		{"since": since, "reason": "found unwell", "until": ended.UTC().Format(time.RFC3339Nano)},
		{"since": since, "reason": "found unwell"},
	} {
		r.Terms = relationtest.Given(schema.CaveatEmergencyAccess, written).Expiring(time.Now().Add(time.Hour))
		relationtest.Write(t, w.conn, r)
		for name, value := range map[string]time.Time{"now": ended.Add(-time.Second), "until": time.Now().Add(time.Hour)} {
			c := w.checker(checker.Options{}).With(checker.EvaluationContext{Values: map[string]any{name: value.UTC().Format(time.RFC3339Nano)}})
			decision, err := c.Check(t.Context(), q)
			isInvalid(t, err, checker.PartContext, name)
			assert.False(t, decision.Allowed())
			which, err := c.Resources(t.Context(), q.Subject, q.Permission)
			isInvalid(t, err, checker.PartContext, name)
			assert.Empty(t, which.Refs)
		}
		decision, err := w.checker(checker.Options{}).With(checker.EvaluationContext{Values: map[string]any{"place": "office"}}).Check(t.Context(), q)
		require.NoError(t, err)
		assert.False(t, decision.Allowed())
	}
}
