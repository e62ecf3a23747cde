package api

import (
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader/acts"
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

func (r emergencyRequest) actor() string { return r.By }

// startedAgain is the answer to one that was started, or prolonged, before.
func (h *Handler) startedAgain(request emergencyRequest, d done) any {
	user, _ := h.Model.ParseRef(request.By) // as they were when it was done
	client, _ := h.Model.ParseRef(request.Client)
	length, _ := time.ParseDuration(request.For)
	return emergency.Running{User: user, Client: client, Since: d.since, Until: d.since.Add(length.Truncate(time.Second)), Reason: request.Reason, Revision: d.revision}
}

func (h *Handler) startEmergency(c call, request emergencyRequest) (any, error) {
	access, err := h.access(c, request)
	if err != nil {
		return nil, err
	}
	return emergency.Start(c.ctx, c.engine, access, h.Emergencies(access.Client.Tenant), c.now)
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
			return emergency.Start(c.ctx, c.engine, access, h.Emergencies(access.Client.Tenant), c.now)
		}
	}
	return nil, fmt.Errorf("emergency access of %s to %s %w", access.User, access.Client, emergency.ErrNotRunning)
}

func (h *Handler) access(c call, request emergencyRequest) (access emergency.Access, err error) {
	if len(request.Reason) > emergency.MaxReason {
		return access, malformed("reason: it has %d bytes, and %d at most are kept", len(request.Reason), emergency.MaxReason)
	}
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

func (r stopRequest) actor() string { return r.By }

func (h *Handler) stopEmergency(c call, request stopRequest) (any, error) {
	user, err := h.ref(c, "by", request.By)
	if err != nil {
		return nil, err
	}
	client, err := h.ref(c, "client", request.Client)
	if err != nil {
		return nil, err
	}
	revision, err := emergency.Stop(c.ctx, c.engine, user, client, user.Text())
	return acted{revision}, err
}

// tell tells of an act that was done, where it is about emergency access.
func (h *Handler) tell(c call, path string, request, result any) error {
	switch r := request.(type) {
	case emergencyRequest:
		running, ok := result.(emergency.Running)
		if !ok || h.Begun == nil {
			return nil
		}
		running.Prolonged = running.Prolonged || path == prolongPath
		return h.Begun(c.ctx, running)
	case stopRequest:
		done, ok := result.(acted)
		if !ok || h.Stopped == nil {
			return nil
		}
		user, _ := h.Model.ParseRef(r.By) // as they were when it was done
		client, _ := h.Model.ParseRef(r.Client)
		return h.Stopped(c.ctx, user, client, done.Revision)
	}
	return nil
}

// prolongPath is where an access is prolonged, and never begun.
const prolongPath = "/v1/emergencies/prolong"

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

type reviewRequest struct {
	By string `json:"by"`
	// ID is the access's number in the record.
	ID      *int64            `json:"id"`
	Finding emergency.Finding `json:"finding"`
	Note    string            `json:"note"`
}

func (r reviewRequest) actor() string { return r.By }

// reviewEmergency is of an access of the reviewer's own tenant; of another's nobody is
// told whether there is one.
func (h *Handler) reviewEmergency(c call, request reviewRequest) (any, error) {
	by, err := h.ref(c, "by", request.By)
	if err != nil {
		return nil, err
	}
	if request.ID == nil {
		return nil, malformed("id is missing")
	}
	all, err := h.accesses(by.Tenant)
	if err != nil {
		return nil, err
	}
	for _, a := range all {
		user, known := a.User.Ref()
		client, alsoKnown := a.Client.Ref()
		if a.ID != *request.ID || !known || !alsoKnown {
			continue
		}
		if reasons := a.NotReviewable(relation.ObjectOf(by), c.now); len(reasons) > 0 {
			return nil, emergency.NotReviewable(user, client, reasons...)
		}
		revision, err := emergency.WriteReview(c.ctx, c.engine, emergency.Review{
			User: user, Client: client, Since: a.Since, By: by, Finding: request.Finding, Note: request.Note, Actor: by.Text(),
		}, c.now)
		return acted{revision}, err
	}
	return nil, problem{http.StatusNotFound, "not_found", fmt.Sprintf("no emergency access in tenant %s has the number %d", by.Tenant, *request.ID)}
}

type logRequest struct {
	By string `json:"by"`
}

type logged struct {
	Accesses []entry.Access `json:"accesses"`
}

// emergencyLog is what the record has of the accesses in the tenant of whoever asks.
func (h *Handler) emergencyLog(c call, request logRequest) (any, error) {
	by, err := h.ref(c, "by", request.By)
	if err != nil {
		return nil, err
	}
	may, err := h.Checker.Check(c.ctx, checker.Question{Subject: by, Permission: schema.TenantViewEmergencyLog, Resource: schema.TenantRef(by.Tenant)})
	if err != nil {
		return nil, err
	}
	if !may.Allowed() {
		return nil, &acts.RefusedError{By: by, Act: "read the emergency log of", Object: schema.TenantRef(by.Tenant), Permission: schema.TenantViewEmergencyLog, On: schema.TenantRef(by.Tenant)}
	}
	all, err := h.accesses(by.Tenant)
	return logged{append([]entry.Access{}, all...)}, err
}

// accesses are those in a tenant that the record tells of.
func (h *Handler) accesses(t schema.TenantID) ([]entry.Access, error) {
	if h.Accesses == nil {
		return nil, problem{http.StatusNotImplemented, "no_record", "the record is not kept here: ask where it is"}
	}
	all, err := h.Accesses()
	return slices.DeleteFunc(all, func(a entry.Access) bool { return a.Client.Tenant() != t }), err
}
