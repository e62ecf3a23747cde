package recall_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/remit-authz/remit/internal/decided"
)

// answer is what came of one request, in a form that two of them have in
// common if they say the same.
type answer struct {
	text string
	at   *v1.ZedToken // nil for an error, in part too, and for nothing
}

// call is a request that can be asked of anybody, at any consistency.
type call func(context.Context, v1.PermissionsServiceClient, *v1.Consistency) answer

// any is one of the four kinds of calls, of which half of the lists may be packed.
func (a *asker) any() (string, call) {
	asking := map[bool]func(context.Context) context.Context{true: decided.Ask, false: func(ctx context.Context) context.Context { return ctx }}[a.one(2)]
	switch a.random.IntN(10) {
	case 0, 1, 2, 3:
		r := a.check(nil)
		return fmt.Sprintf("check %v", r), func(ctx context.Context, c v1.PermissionsServiceClient, at *v1.Consistency) answer {
			r.Consistency = at
			return checked(c.CheckPermission(ctx, r))
		}
	case 4, 5:
		r := a.bulk(nil)
		return fmt.Sprintf("bulk %v", r), func(ctx context.Context, c v1.PermissionsServiceClient, at *v1.Consistency) answer {
			r.Consistency = at
			return checkedBulk(c.CheckBulkPermissions(ctx, r))
		}
	case 6, 7:
		r := a.resources(nil)
		return fmt.Sprintf("resources %v", r), func(ctx context.Context, c v1.PermissionsServiceClient, at *v1.Consistency) answer {
			r.Consistency = at
			stream, err := c.LookupResources(asking(ctx), r)
			return listed(stream, err, resourceIn)
		}
	default:
		r := a.lookup(nil)
		return fmt.Sprintf("subjects %v", r), func(ctx context.Context, c v1.PermissionsServiceClient, at *v1.Consistency) answer {
			r.Consistency = at
			stream, err := c.LookupSubjects(asking(ctx), r)
			return listed(stream, err, subjectIn)
		}
	}
}

func failed(err error) answer {
	return answer{text: fmt.Sprintf("error %v: %s", status.Code(err), status.Convert(err).Message())}
}

func checked(r *v1.CheckPermissionResponse, err error) answer {
	if err != nil {
		return failed(err)
	}
	text := fmt.Sprint(r.GetPermissionship(), missing(r.GetPartialCaveatInfo()))
	if trace := r.GetDebugTrace(); trace != nil {
		text += " with a trace"
	}
	return answer{text, r.GetCheckedAt()}
}

func missing(p *v1.PartialCaveatInfo) []string {
	return slices.Sorted(slices.Values(p.GetMissingRequiredContext()))
}

func checkedBulk(r *v1.CheckBulkPermissionsResponse, err error) answer {
	if err != nil {
		return failed(err)
	}
	text, at := "", r.GetCheckedAt()
	if len(r.GetPairs()) == 0 {
		at = nil // nothing was looked up there
	}
	for _, p := range r.GetPairs() {
		if p.GetError() != nil {
			at = nil // it may be an error to ask there
		}
		request, _ := proto.MarshalOptions{Deterministic: true}.Marshal(p.GetRequest())
		text += fmt.Sprintf("%x: %v %v %q; ", request, p.GetItem().GetPermissionship(), missing(p.GetItem().GetPartialCaveatInfo()), p.GetError().GetMessage())
	}
	return answer{text, at}
}

// item is one of a list, with what is said of it.
type item struct {
	id, says string
	sure     bool
	at       *v1.ZedToken
}

// listed are the items in order. SpiceDB may name one several times, some with
// and some without a condition: those without decide.
func listed[T any](stream grpc.ServerStreamingClient[T], err error, read func(*T) item) answer {
	if err != nil {
		return failed(err)
	}
	found, last := map[string]item{}, answer{}
	for {
		message, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return failed(err)
		}
		i := read(message)
		last.at = i.at
		header, err := stream.Header()
		if err != nil {
			return failed(err)
		}
		for more := true; more; {
			rest := ""
			if i.id, rest, more = decided.Next(i.id); more && !decided.Is(header) {
				return failed(errors.New("two ids in a message that is not packed"))
			}
			if before, ok := found[i.id]; !ok || !before.sure {
				found[i.id] = i
			}
			i.id = rest
		}
	}
	var all []item
	for _, i := range found {
		all = append(all, i)
	}
	slices.SortFunc(all, func(a, b item) int { return cmp.Compare(a.id, b.id) })
	for _, i := range all {
		last.text += i.id + " " + i.says + "; "
	}
	return last
}

func resourceIn(r *v1.LookupResourcesResponse) item {
	return item{
		r.GetResourceObjectId(), fmt.Sprint(r.GetPermissionship(), missing(r.GetPartialCaveatInfo())),
		r.GetPermissionship() == v1.LookupPermissionship_LOOKUP_PERMISSIONSHIP_HAS_PERMISSION, r.GetLookedUpAt(),
	}
}

func subjectIn(r *v1.LookupSubjectsResponse) item {
	s := r.GetSubject()
	says := fmt.Sprint(s.GetPermissionship(), missing(s.GetPartialCaveatInfo()))
	//lint:ignore SA1019 what older clients read says the same
	says += fmt.Sprint(r.GetSubjectObjectId() == s.GetSubjectObjectId(), r.GetPermissionship(), missing(r.GetPartialCaveatInfo()))
	for _, x := range r.GetExcludedSubjects() {
		says += " but " + x.GetSubjectObjectId()
	}
	return item{s.GetSubjectObjectId(), says, s.GetPermissionship() == v1.LookupPermissionship_LOOKUP_PERMISSIONSHIP_HAS_PERMISSION, r.GetLookedUpAt()}
}
