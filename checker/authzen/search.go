package authzen

import (
	"context"
	"slices"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/schema"
)

const (
	defaultLimit = 100
	mostLimit    = 10_000
)

// wanted is a part of a list that is asked for.
type wanted struct {
	call
	search
	kind  string // what is searched for, as the path has it
	limit int
	// after is what ended the part before: an id, or the name of an action.
	after     string
	atLeast   schema.Revision
	values    brought
	digest    []byte
	continued bool
}

// searchSubjects lists who may do something.
func (h *Handler) searchSubjects(ctx context.Context, c call, request search) (any, error) {
	s, err := h.wanted(c, request, pathSearchSubject, part{action: true, resourceID: true})
	if err != nil {
		return nil, err
	}
	kind, err := h.names.typ(*s.Subject.Type)
	if err != nil {
		return s.nothing(err), nil
	}
	resource, err := h.object(c.caller, "resource", s.Resource)
	if err != nil {
		return s.nothing(err), nil
	}
	permission, err := h.permission(resource.Type, s.Action)
	if err == nil && !h.Model.Acts(kind) {
		err = noActor(kind)
	}
	if err != nil {
		return s.nothing(err), nil
	}
	list := func(p checker.Paging) (checker.Page, error) {
		return h.asking(s.values).Listing(kind).AtLeast(s.atLeast).SubjectsPage(ctx, permission, resource, p)
	}
	return h.entities(s, *s.Subject.Type, schema.Ref{Type: kind, Tenant: resource.Tenant}, list)
}

// searchResources lists what somebody may do something on.
func (h *Handler) searchResources(ctx context.Context, c call, request search) (any, error) {
	s, err := h.wanted(c, request, pathSearchResource, part{action: true, subjectID: true})
	if err != nil {
		return nil, err
	}
	kind, err := h.names.typ(*s.Resource.Type)
	if err != nil {
		return s.nothing(err), nil
	}
	subject, err := h.subject(c.caller, s.Subject)
	if err != nil {
		return s.nothing(err), nil
	}
	permission, err := h.permission(kind, s.Action)
	if err != nil {
		return s.nothing(err), nil
	}
	list := func(p checker.Paging) (checker.Page, error) {
		return h.asking(s.values).AtLeast(s.atLeast).ResourcesPage(ctx, subject, permission, p)
	}
	return h.entities(s, *s.Resource.Type, schema.Ref{Type: kind, Tenant: subject.Tenant}, list)
}

// entities is a page of a list of what is of one type and one tenant.
func (h *Handler) entities(s wanted, name string, of schema.Ref, list func(checker.Paging) (checker.Page, error)) (any, error) {
	paging := checker.Paging{Limit: s.limit}
	if s.continued {
		paging.After = of
		paging.After.ID = s.after
	}
	page, err := list(paging)
	if err != nil {
		return nil, unanswered(err, len(s.values) > 0)
	}
	results := make([]any, len(page.Refs))
	for i, ref := range page.Refs {
		results[i] = foundEntity{name, s.caller.id(h.Model, ref)}
	}
	last := ""
	if page.More {
		last = page.Refs[len(page.Refs)-1].ID
	}
	return h.part(s, results, page.More, last, page.Revision)
}

// searchActions lists what somebody may do on something.
func (h *Handler) searchActions(ctx context.Context, c call, request search) (any, error) {
	request.Action = nil // it is what is searched for
	s, err := h.wanted(c, request, pathSearchAction, part{subjectID: true, resourceID: true})
	if err != nil {
		return nil, err
	}
	subject, err := h.subject(c.caller, s.Subject)
	if err != nil {
		return s.nothing(err), nil
	}
	resource, err := h.object(c.caller, "resource", s.Resource)
	if err != nil {
		return s.nothing(err), nil
	}
	if len(h.Model.Permissions(resource.Type)) == 0 {
		return s.nothing(nil), nil
	}
	decisions, err := h.asking(s.values).AtLeast(s.atLeast).Permissions(ctx, subject, resource)
	if err != nil {
		return nil, unanswered(err, len(s.values) > 0)
	}
	var names []string
	var revision schema.Revision
	for _, d := range decisions {
		if d.Allowed() {
			names = append(names, h.names.of(d.Permission)...)
		}
		revision = d.Revision
	}
	slices.Sort(names)
	if s.continued {
		begin, there := slices.BinarySearch(names, s.after)
		if there {
			begin++
		}
		names = names[begin:]
	}
	n := min(len(names), s.limit)
	results := make([]any, n)
	for i, name := range names[:n] {
		results[i] = foundAction{name}
	}
	last := ""
	if n > 0 {
		last = names[n-1]
	}
	return h.part(s, results, n < len(names), last, revision)
}

// nothing is an empty list, with why to those who want to know.
func (s wanted) nothing(why error) found {
	answer := found{Results: []any{}}
	if s.Page != nil {
		answer.Page = &foundPage{}
	}
	if s.reasons.wanted && why != nil {
		answer.Context = unknownReason(why)
	}
	return answer
}

// part is an answer with some of a list, and with what goes on with it where there
// is more. Whoever does not ask for a page and gets all of the list gets no more.
func (h *Handler) part(s wanted, results []any, more bool, last string, revision schema.Revision) (any, error) {
	answer := found{Results: results}
	if s.reasons.wanted {
		answer.Context = &answerContext{Revision: revision}
	}
	if s.Page != nil || more {
		answer.Page = &foundPage{Count: len(results)}
	}
	if !more {
		return answer, nil
	}
	if revision == "" {
		revision = s.atLeast
	}
	token, err := h.pages.seal(s.caller, s.kind, s.next(last, revision))
	if err != nil {
		return nil, err
	}
	answer.Page.NextToken = token
	return answer, nil
}
