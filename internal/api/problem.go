package api

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/loader/acts"
	"github.com/remit-authz/remit/loader/emergency"
)

// problem is an error that the caller is told.
type problem struct {
	status        int
	code, message string
}

func (p problem) Error() string { return p.message }

func malformed(format string, args ...any) error {
	return problem{http.StatusBadRequest, "malformed", fmt.Sprintf(format, args...)}
}

// failure is the body of every error.
type failure struct {
	// Code is malformed, tenant, refused, not_running, not_found, no_record, repeated,
	// everybody or unanswered.
	Code    string   `json:"code"`
	Message string   `json:"message"`
	Reasons []string `json:"reasons,omitempty"`
	// Permission is what whoever acts lacks, and On where.
	Permission string `json:"permission,omitempty"`
	On         string `json:"on,omitempty"`
}

// failed is what an error tells the caller, and with which status.
func failed(err error) (int, failure) {
	var told problem
	var act *acts.RefusedError
	var access *emergency.RefusedError
	var invalid *checker.InvalidError
	switch {
	case errors.As(err, &told):
		return told.status, failure{Code: told.code, Message: told.message}
	case errors.As(err, &act):
		f := failure{Code: "refused", Message: act.Error(), Reasons: act.Reasons}
		if act.Permission != "" {
			f.Permission, f.On = string(act.Permission), act.On.Text()
		}
		return http.StatusForbidden, f
	case errors.As(err, &access):
		return http.StatusForbidden, failure{Code: "refused", Message: access.Error(), Reasons: access.Reasons}
	case errors.Is(err, emergency.ErrNotRunning):
		return http.StatusConflict, failure{Code: "not_running", Message: err.Error()}
	case errors.As(err, &invalid):
		return http.StatusBadRequest, failure{Code: "malformed", Message: err.Error()}
	case errors.Is(err, checker.ErrWildcard):
		return http.StatusNotImplemented, failure{Code: "everybody", Message: checker.ErrWildcard.Error()}
	}
	return http.StatusServiceUnavailable, failure{Code: "unanswered",
		Message: "the engine has not answered: a question is not decided, and an act may have been done or not: ask before doing it again"}
}

func (h *Handler) fail(w http.ResponseWriter, r *http.Request, err error) {
	status, body := failed(err)
	if status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "1")
		if h.Report != nil {
			h.Report(r, err)
		}
	}
	write(w, status, body)
}
