package api

import (
	"fmt"
	"time"

	"github.com/remit-authz/remit/loader/emergency"
	"github.com/remit-authz/remit/schema"
)

// emergencyRequest is of whoever acts: nobody starts an emergency for somebody else.
type emergencyRequest struct {
	By     string `json:"by"`
	Client string `json:"client"`
	Reason string `json:"reason"`
	// For is how long, such as "30m".
	For string `json:"for"`
}

func (h *Handler) startEmergency(c call, request emergencyRequest) (any, error) {
	access, err := h.access(c, request)
	if err != nil {
		return nil, err
	}
	return emergency.Start(c.ctx, h.Conn, access, h.Emergencies(access.Client.Tenant), c.now)
}

// prolongEmergency gives one that runs a later end, with its own reason.
func (h *Handler) prolongEmergency(c call, request emergencyRequest) (any, error) {
	access, err := h.access(c, request)
	if err != nil {
		return nil, err
	}
	running, err := emergency.List(c.ctx, h.Conn, access.Client.Tenant, c.now)
	if err != nil {
		return nil, err
	}
	for _, one := range running {
		if one.User == access.User && one.Client == access.Client {
			return emergency.Start(c.ctx, h.Conn, access, h.Emergencies(access.Client.Tenant), c.now)
		}
	}
	return nil, fmt.Errorf("emergency access of %s to %s %w", access.User, access.Client, emergency.ErrNotRunning)
}

func (h *Handler) access(c call, request emergencyRequest) (access emergency.Access, err error) {
	access.Reason = request.Reason
	if access.User, err = h.ref(c, "by", request.By); err != nil {
		return access, err
	}
	access.Actor = access.User.Text()
	if access.Client, err = h.ref(c, "client", request.Client); err != nil {
		return access, err
	}
	if access.For, err = time.ParseDuration(request.For); err != nil {
		return access, malformed(`for is to be a time such as "30m"`)
	}
	return access, nil
}

type stopRequest struct {
	By     string `json:"by"`
	Client string `json:"client"`
}

func (h *Handler) stopEmergency(c call, request stopRequest) (any, error) {
	user, err := h.ref(c, "by", request.By)
	if err != nil {
		return nil, err
	}
	client, err := h.ref(c, "client", request.Client)
	if err != nil {
		return nil, err
	}
	revision, err := emergency.Stop(c.ctx, h.Conn, user, client, user.Text())
	return acted{revision}, err
}

type tenantRequest struct {
	Tenant schema.TenantID `json:"tenant"`
}

type emergencies struct {
	Emergencies []emergency.Running `json:"emergencies"`
}

func (h *Handler) listEmergencies(c call, request tenantRequest) (any, error) {
	if err := request.Tenant.Validate(); err != nil {
		return nil, malformed("tenant: %v", err)
	}
	if err := c.within(request.Tenant); err != nil {
		return nil, err
	}
	running, err := emergency.List(c.ctx, h.Conn, request.Tenant, c.now)
	return emergencies{append([]emergency.Running{}, running...)}, err
}
