package api

import (
	"time"

	"github.com/remit-authz/remit/loader/acts"
	"github.com/remit-authz/remit/schema"
)

// acted is the answer to an act.
type acted struct {
	Revision schema.Revision `json:"revision"`
}

type objectRequest struct {
	By     string `json:"by"`
	Object string `json:"object"`
}

type createRequest struct {
	objectRequest
	Parent string `json:"parent"`
}

func (h *Handler) create(c call, request createRequest) (any, error) {
	by, object, err := h.whoActs(c, request.objectRequest)
	if err != nil {
		return nil, err
	}
	made := acts.Object{Ref: object}
	if request.Parent != "" {
		if made.Parent, err = h.ref(c, "parent", request.Parent); err != nil {
			return nil, err
		}
	}
	revision, err := acts.Create(c.ctx, h.Conn, by, made, c.now)
	return acted{revision}, err
}

func (h *Handler) remove(c call, request objectRequest) (any, error) {
	by, object, err := h.whoActs(c, request)
	if err != nil {
		return nil, err
	}
	revision, err := acts.Remove(c.ctx, h.Conn, by, object, c.now)
	return acted{revision}, err
}

// whoActs are who acts and what they act on.
func (h *Handler) whoActs(c call, request objectRequest) (by, object schema.Ref, err error) {
	if by, err = h.ref(c, "by", request.By); err != nil {
		return by, object, err
	}
	object, err = h.ref(c, "object", request.Object)
	return by, object, err
}

type linkRequest struct {
	objectRequest
	User string      `json:"user"`
	Role schema.Role `json:"role"`
	// Until is the end of an invitation.
	Until time.Time `json:"until"`
}

func (h *Handler) link(c call, request linkRequest) (any, error) {
	by, grant, err := h.grant(c, request)
	if err != nil {
		return nil, err
	}
	revision, err := acts.Link(c.ctx, h.Conn, by, grant, c.now)
	return acted{revision}, err
}

func (h *Handler) unlink(c call, request linkRequest) (any, error) {
	by, grant, err := h.grant(c, request)
	if err != nil {
		return nil, err
	}
	revision, err := acts.Unlink(c.ctx, h.Conn, by, grant, c.now)
	return acted{revision}, err
}

func (h *Handler) grant(c call, request linkRequest) (by schema.Ref, grant acts.Grant, err error) {
	grant = acts.Grant{Role: request.Role, Until: request.Until}
	if by, grant.Object, err = h.whoActs(c, request.objectRequest); err != nil {
		return by, grant, err
	}
	grant.User, err = h.ref(c, "user", request.User)
	return by, grant, err
}
