package authzen

import (
	"fmt"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/schema"
)

// object is what an entity names to a caller. Its error says why it names nothing.
func (h *Handler) object(c Caller, name string, e *entity) (schema.Ref, error) {
	t, err := h.names.typ(*e.Type)
	if err != nil {
		return schema.Ref{}, fmt.Errorf("%s: %w", name, err)
	}
	ref, err := c.ref(h.Model, t, *e.ID)
	if err != nil {
		return schema.Ref{}, fmt.Errorf("%s: %w", name, err)
	}
	return ref, nil
}

func (h *Handler) subject(c Caller, e *entity) (schema.Ref, error) {
	ref, err := h.object(c, "subject", e)
	if err == nil && !h.Model.Acts(ref.Type) {
		err = noActor(ref.Type)
	}
	return ref, err
}

func noActor(t schema.Type) error {
	return fmt.Errorf("subject: a %s does not act: only users do", t)
}

// permission is the one that an action names on a type.
func (h *Handler) permission(t schema.Type, a *action) (schema.Permission, error) {
	p, err := h.names.permission(t, *a.Name)
	if err != nil {
		return "", fmt.Errorf("action: %w", err)
	}
	return p, nil
}

// question is what an evaluation asks. Its error says why nothing can be asked about
// what it names, and that is a denial.
func (h *Handler) question(c Caller, e evaluation) (checker.Question, error) {
	subject, err := h.subject(c, e.Subject)
	if err != nil {
		return checker.Question{}, err
	}
	resource, err := h.object(c, "resource", e.Resource)
	if err != nil {
		return checker.Question{}, err
	}
	permission, err := h.permission(resource.Type, e.Action)
	return checker.Question{Subject: subject, Permission: permission, Resource: resource}, err
}
