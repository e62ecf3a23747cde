package api

import (
	"strings"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/explain"
	"github.com/remit-authz/remit/schema"
)

type canRequest struct {
	User    string          `json:"user"`
	Object  string          `json:"object"`
	AtLeast schema.Revision `json:"at_least"`
}

type permissions struct {
	Revision    schema.Revision `json:"revision,omitempty"`
	Permissions []outcome       `json:"permissions"`
}

// outcome is what one permission comes to.
type outcome struct {
	Permission string   `json:"permission"`
	Outcome    string   `json:"outcome"`
	Missing    []string `json:"missing,omitempty"`
}

func (h *Handler) can(c call, request canRequest) (any, error) {
	user, err := h.ref(c, "user", request.User)
	if err != nil {
		return nil, err
	}
	object, err := h.ref(c, "object", request.Object)
	if err != nil {
		return nil, err
	}
	all, err := h.Checker.AtLeast(request.AtLeast).Permissions(c.ctx, user, object)
	if err != nil {
		return nil, err
	}
	answer := permissions{Permissions: make([]outcome, len(all))}
	for i, one := range all {
		answer.Revision = one.Revision
		answer.Permissions[i] = outcome{string(one.Permission), one.Outcome.String(), one.Missing}
	}
	return answer, nil
}

// part is which part of a list is wanted.
type part struct {
	Limit   int             `json:"limit"`
	After   string          `json:"after"`
	AtLeast schema.Revision `json:"at_least"`
}

func (h *Handler) paging(c call, p part) (paging checker.Paging, err error) {
	paging.Limit = p.Limit
	if p.After != "" {
		paging.After, err = h.ref(c, "after", p.After)
	}
	return paging, err
}

// list is a part of a list, and whether there is more after it.
type list struct {
	Revision schema.Revision `json:"revision,omitempty"`
	Items    []schema.Ref    `json:"items"`
	More     bool            `json:"more"`
}

func listOf(page checker.Page, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return list{page.Revision, append([]schema.Ref{}, page.Refs...), page.More}, nil
}

type whichRequest struct {
	User       string      `json:"user"`
	Permission string      `json:"permission"`
	Type       schema.Type `json:"type"`
	part
}

func (h *Handler) which(c call, request whichRequest) (any, error) {
	user, err := h.ref(c, "user", request.User)
	if err != nil {
		return nil, err
	}
	permission, err := h.permission(request.Type, request.Permission)
	if err != nil {
		return nil, err
	}
	paging, err := h.paging(c, request.part)
	if err != nil {
		return nil, err
	}
	return listOf(h.Checker.AtLeast(request.AtLeast).ResourcesPage(c.ctx, user, permission, paging))
}

type whoRequest struct {
	Permission string `json:"permission"`
	Object     string `json:"object"`
	part
}

func (h *Handler) who(c call, request whoRequest) (any, error) {
	object, err := h.ref(c, "object", request.Object)
	if err != nil {
		return nil, err
	}
	permission, err := h.permission(object.Type, request.Permission)
	if err != nil {
		return nil, err
	}
	paging, err := h.paging(c, request.part)
	if err != nil {
		return nil, err
	}
	return listOf(h.Checker.AtLeast(request.AtLeast).SubjectsPage(c.ctx, permission, object, paging))
}

// permission reads the name of a permission of a type, bare or, as answers have it, with
// the type before it.
func (h *Handler) permission(t schema.Type, name string) (schema.Permission, error) {
	p, err := h.Model.NewPermission(t, strings.TrimPrefix(name, string(t)+"#"))
	if err != nil {
		return "", malformed("permission: %v", err)
	}
	return p, nil
}

type explainRequest struct {
	User       string `json:"user"`
	Permission string `json:"permission"`
	Object     string `json:"object"`
	// Language is that of the text: en, nl or fr.
	Language string `json:"language"`
}

type explained struct {
	Text        string              `json:"text"`
	Explanation explain.Explanation `json:"explanation"`
}

// question is one that names a user, a permission and an object.
func (h *Handler) question(c call, in checkInput) (q checker.Question, err error) {
	if q.Subject, err = h.ref(c, "user", in.User); err != nil {
		return q, err
	}
	if q.Resource, err = h.ref(c, "object", in.Object); err != nil {
		return q, err
	}
	q.Permission, err = h.permission(q.Resource.Type, in.Permission)
	return q, err
}

func (h *Handler) explain(c call, request explainRequest) (any, error) {
	q, err := h.question(c, checkInput{request.User, request.Permission, request.Object})
	if err != nil {
		return nil, err
	}
	var language schema.Language
	if request.Language != "" {
		if language, err = schema.ParseLanguage(request.Language); err != nil {
			return nil, malformed("%v", err)
		}
	}
	// An explanation is of the engine as it is: no check has to be as new as that.
	if _, err := h.Checker.Check(c.ctx, q); err != nil {
		return nil, err
	}
	x, err := h.Explainer.Explain(c.ctx, q)
	if err != nil {
		return nil, err
	}
	var text strings.Builder
	_ = x.WriteText(&text, language) // a builder takes all
	return explained{strings.TrimSpace(text.String()), x}, nil
}
