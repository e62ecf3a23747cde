package authzen

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// base is the address that callers know the service by; the zero value is none.
type base struct {
	address string // without a "/" at the end
	path    string // of the address, with a "/" before it, or blank
}

func parseBase(address string) (base, error) {
	if address == "" {
		return base{}, nil
	}
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return base{}, phrase.Errorf("the base address cannot be read: write it as https://pdp.example.org")
	case u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.ForceQuery || u.Opaque != "":
		return base{}, phrase.Errorf("the base address %s: it is to begin with https:// and to have no user, query or fragment", schema.Quote(address))
	}
	path := strings.TrimRight(u.EscapedPath(), "/")
	return base{u.Scheme + "://" + u.Host + path, path}, nil
}

// description is the metadata of the service as one tenant's callers know it, or all.
type description struct {
	PolicyDecisionPoint string `json:"policy_decision_point"`
	Evaluation          string `json:"access_evaluation_endpoint"`
	Evaluations         string `json:"access_evaluations_endpoint"`
	SearchSubject       string `json:"search_subject_endpoint"`
	SearchResource      string `json:"search_resource_endpoint"`
	SearchAction        string `json:"search_action_endpoint"`
}

// metadata describes the service to everybody. What it says of a tenant it says of
// every name that a tenant may have.
func (h *Handler) metadata(w http.ResponseWriter, r *http.Request) {
	tail, below := strings.CutPrefix(strings.TrimPrefix(r.URL.EscapedPath(), pathMetadata), h.base.path)
	tenant := strings.TrimPrefix(tail, "/")
	switch {
	case h.base.address == "", !below:
		h.fail(w, r, problem{http.StatusNotFound, "no metadata is published"})
		return
	case tail != "" && (!h.Model.HasTenants() || "/"+tenant != tail || schema.TenantID(tenant).Validate() != nil):
		h.fail(w, r, problem{http.StatusNotFound, "no metadata is published here"})
		return
	}
	at := h.base.address + tail
	w.Header().Set("Cache-Control", "max-age=3600")
	write(w, description{at, at + pathEvaluation, at + pathEvaluations, at + pathSearchSubject, at + pathSearchResource, at + pathSearchAction})
}
