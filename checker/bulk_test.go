package checker_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/schema"
)

// requests keeps what a stub was asked in bulk, and how many at once.
type requests struct {
	mu          sync.Mutex
	asked       []*v1.CheckBulkPermissionsRequest
	now, atOnce int
}

func (r *requests) begin(request *v1.CheckBulkPermissionsRequest) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked = append(r.asked, request)
	r.now++
	r.atOnce = max(r.atOnce, r.now)
	return len(r.asked)
}

func (r *requests) end() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now--
}

// oddOnes answers Allowed for clients with an odd number, slowly enough that
// requests overlap.
func oddOnes(seen *requests) *stub {
	return &stub{bulk: func(_ context.Context, r *v1.CheckBulkPermissionsRequest) (*v1.CheckBulkPermissionsResponse, error) {
		seen.begin(r)
		defer seen.end()
		time.Sleep(10 * time.Millisecond)
		reply := &v1.CheckBulkPermissionsResponse{CheckedAt: at("r5")}
		for _, item := range r.GetItems() {
			outcome := no
			if strings.ContainsAny(item.GetResource().GetObjectId()[len(item.GetResource().GetObjectId())-1:], "13579") {
				outcome = yes
			}
			reply.Pairs = append(reply.Pairs, answer(item, outcome))
		}
		return reply, nil
	}}
}

func manyQuestions(n int) []checker.Question {
	questions := make([]checker.Question, n)
	for i := range questions {
		questions[i] = checker.Question{Subject: anna, Permission: schema.ClientViewDossier,
			Resource: schema.Ref{Type: schema.TypeClient, Tenant: "veldzicht", ID: fmt.Sprint("c-", i)}}
	}
	return questions
}

func TestCheckAllKeepsTheOrder(t *testing.T) {
	for _, n := range []int{0, 1, 999, 1000, 1001, 9500} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			var seen requests
			answers := over(t, oddOnes(&seen), checker.Options{}).CheckAll(t.Context(), manyQuestions(n))
			require.Len(t, answers, n)
			for i, a := range answers {
				require.NoError(t, a.Err)
				require.Equal(t, i%2 == 1, a.Allowed(), "question %d", i)
				require.Equal(t, schema.Revision("r5"), a.Revision)
			}
			assert.Len(t, seen.asked, (n+999)/1000)
			assert.LessOrEqual(t, seen.atOnce, 4)
		})
	}
}

func TestCheckAllIsOneStateAndOneMoment(t *testing.T) {
	var seen requests
	over(t, oddOnes(&seen), checker.Options{}).CheckAll(t.Context(), manyQuestions(3500))
	require.Len(t, seen.asked, 4)
	assert.True(t, seen.asked[0].GetConsistency().GetFullyConsistent())
	now := seen.asked[0].GetItems()[0].GetContext().GetFields()["now"].GetStringValue()
	for _, request := range seen.asked[1:] {
		assert.Equal(t, "r5", request.GetConsistency().GetAtExactSnapshot().GetToken())
	}
	for _, request := range seen.asked {
		for _, item := range request.GetItems() {
			require.Equal(t, now, item.GetContext().GetFields()["now"].GetStringValue())
		}
	}
}

func TestCheckAllErrorsStayWithTheirQuestion(t *testing.T) {
	questions := manyQuestions(4)
	questions[0].Permission = "client#burn"
	questions[2].Subject.Tenant = "de-brug"
	var seen requests
	answers := over(t, oddOnes(&seen), checker.Options{}).CheckAll(t.Context(), questions)
	isInvalid(t, answers[0].Err, checker.PartPermission, "burn")
	assert.Equal(t, checker.Answer{Decision: checker.Decision{Outcome: checker.Allowed, Revision: "r5"}}, answers[1])
	assert.Equal(t, checker.Answer{}, answers[2], "a foreigner is denied without asking")
	assert.Equal(t, checker.Answer{Decision: checker.Decision{Outcome: checker.Allowed, Revision: "r5"}}, answers[3])
	require.Len(t, seen.asked, 1)
	assert.Len(t, seen.asked[0].GetItems(), 2)
}

// Only the answers that the engine gave are answers, and a failing engine is
// not asked a hundred times more.
func TestCheckAllStopsAtAFailingEngine(t *testing.T) {
	for _, failing := range []int{1, 2} {
		t.Run(fmt.Sprint("request ", failing), func(t *testing.T) {
			var seen requests
			s := &stub{bulk: func(_ context.Context, r *v1.CheckBulkPermissionsRequest) (*v1.CheckBulkPermissionsResponse, error) {
				defer seen.end()
				if seen.begin(r) >= failing {
					return nil, status.Error(codes.Unavailable, "gone")
				}
				return allAnswered(r, yes), nil
			}}
			answers := over(t, s, checker.Options{}).CheckAll(t.Context(), manyQuestions(100_000))
			answered := 1000 * (failing - 1)
			for i, a := range answers {
				if i < answered {
					require.NoError(t, a.Err)
					continue
				}
				isEngineError(t, a.Err, codes.Unavailable)
				require.Zero(t, a.Decision)
			}
			assert.LessOrEqual(t, len(seen.asked), failing+4)
		})
	}
}

// A call with many questions has a deadline in proportion.
func TestCheckAllGivesEveryHundredItsTime(t *testing.T) {
	slow := &stub{bulk: func(_ context.Context, r *v1.CheckBulkPermissionsRequest) (*v1.CheckBulkPermissionsResponse, error) {
		time.Sleep(300 * time.Millisecond)
		return allAnswered(r, yes), nil
	}}
	asker := over(t, slow, checker.Options{Timeout: 150 * time.Millisecond})
	isEngineError(t, asker.CheckAll(t.Context(), manyQuestions(100))[0].Err, codes.DeadlineExceeded)
	assert.NoError(t, asker.CheckAll(t.Context(), manyQuestions(1000))[0].Err)
}

func TestPermissionsAreAllOfTheType(t *testing.T) {
	s := &stub{bulk: func(_ context.Context, r *v1.CheckBulkPermissionsRequest) (*v1.CheckBulkPermissionsResponse, error) {
		return allAnswered(r, yes), nil
	}}
	got, err := over(t, s, checker.Options{}).Permissions(t.Context(), anna, c1)
	require.NoError(t, err)
	require.Len(t, got, len(schema.Permissions(schema.TypeClient)))
	for i, p := range schema.Permissions(schema.TypeClient) {
		assert.Equal(t, checker.PermissionDecision{Permission: p, Decision: checker.Decision{Outcome: checker.Allowed, Revision: "r1"}}, got[i])
	}
}

func TestPermissionsAreCompleteOrAnError(t *testing.T) {
	s := spoiled(func(r *v1.CheckBulkPermissionsResponse) { r.Pairs[3].GetItem().Permissionship = unspecified })
	got, err := over(t, s, checker.Options{}).Permissions(t.Context(), anna, c1)
	isEngineError(t, err, codes.Internal)
	assert.Nil(t, got)
}
