package authzen

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/go-json-experiment/json"
	"google.golang.org/grpc/codes"

	"github.com/remit-authz/remit/checker"
)

// problem is an error that a caller is told.
type problem struct {
	status  int
	message string
}

func (p problem) Error() string { return p.message }

func malformed(format string, args ...any) error {
	return problem{http.StatusBadRequest, fmt.Sprintf(format, args...)}
}

// unanswered is what a question that the checker has not answered ends with. What
// the engine says of itself is not the caller's.
func unanswered(err error, brings bool) error {
	var invalid *checker.InvalidError
	var engine *checker.EngineError
	switch {
	case errors.As(err, &invalid):
		return problem{http.StatusBadRequest, err.Error()}
	case errors.Is(err, checker.ErrWildcard):
		return problem{http.StatusNotImplemented, checker.ErrWildcard.Error()}
	case brings && errors.As(err, &engine) && engine.Code == codes.InvalidArgument:
		return malformed("a member that a caveat takes is not of the type that it takes")
	}
	return err
}

// fail ends a request with an error: with its message where that is the caller's,
// and with no more than that there is no answer otherwise.
func (h *Handler) fail(w http.ResponseWriter, r *http.Request, err error) {
	told := problem{http.StatusServiceUnavailable, "no decision can be made now: the engine does not answer"}
	known := errors.As(err, &told)
	switch {
	case told.status == http.StatusUnauthorized:
		w.Header().Set("WWW-Authenticate", `Bearer realm="remit"`)
	case told.status == http.StatusServiceUnavailable:
		w.Header().Set("Retry-After", "1")
	}
	if !known && h.Report != nil {
		h.Report(r, err)
	}
	http.Error(w, told.message, told.status)
}

// write writes an answer.
func write(w http.ResponseWriter, answer any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.MarshalWrite(w, answer) // a caller that is gone needs none
}
