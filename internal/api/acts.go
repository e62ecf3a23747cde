package api

import (
	"context"
	"errors"
	"io"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader/acts"
	"github.com/remit-authz/remit/schema"
)

// acted is the answer to an act.
type acted struct {
	Revision schema.Revision `json:"revision"`
}

// actedAgain is the answer to an act that was done before.
func actedAgain[Request actor](_ Request, d done) any { return acted{d.revision} }

type objectRequest struct {
	By     string `json:"by"`
	Object string `json:"object"`
}

func (r objectRequest) actor() string { return r.By }

type createRequest struct {
	objectRequest
	Parent string `json:"parent"`
}

func (h *Handler) create(c call, request createRequest) (any, error) {
	by, object, err := h.whoActs(c, request.objectRequest)
	if err != nil {
		return nil, err
	}
	if r, hidden := schema.Hidden(object.ID); hidden && !h.AllowInvisible {
		return nil, malformed("object: its id has an invisible character, or one that turns the direction of text (%U), and passes for another", r)
	}
	made := acts.Object{Ref: object}
	if request.Parent != "" {
		if made.Parent, err = h.ref(c, "parent", request.Parent); err != nil {
			return nil, err
		}
	}
	revision, err := acts.Create(c.ctx, c.engine, by, made, c.now)
	return acted{revision}, err
}

func (h *Handler) remove(c call, request objectRequest) (any, error) {
	by, object, err := h.whoActs(c, request)
	if err != nil {
		return nil, err
	}
	revision, err := acts.Remove(c.ctx, c.engine, by, object, c.now)
	return acted{revision}, err
}

// nothingLeft says whether nothing is there of an object.
func (h *Handler) nothingLeft(c call, request objectRequest) (bool, error) {
	object, err := h.ref(c, "object", request.Object)
	if err != nil {
		return false, err
	}
	ctx, cancel := context.WithTimeout(c.ctx, within)
	defer cancel()
	stream, err := v1.NewPermissionsServiceClient(h.Conn).ReadRelationships(ctx, &v1.ReadRelationshipsRequest{
		Consistency: newest(), RelationshipFilter: relation.Of(relation.ObjectOf(object)), OptionalLimit: 1,
	})
	if err != nil {
		return false, err
	}
	if _, err = stream.Recv(); errors.Is(err, io.EOF) {
		return true, nil
	}
	return false, err
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
	// Until is when the link ends by itself; an invitation has an end.
	Until time.Time `json:"until"`
}

func (h *Handler) link(c call, request linkRequest) (any, error) {
	by, grant, err := h.grant(c, request)
	if err != nil {
		return nil, err
	}
	revision, err := acts.Link(c.ctx, c.engine, by, grant, c.now)
	return acted{revision}, err
}

func (h *Handler) unlink(c call, request linkRequest) (any, error) {
	by, grant, err := h.grant(c, request)
	if err != nil {
		return nil, err
	}
	revision, err := acts.Unlink(c.ctx, c.engine, by, grant, c.now)
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
