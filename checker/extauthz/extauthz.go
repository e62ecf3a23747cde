// Package extauthz answers Envoy and what speaks its protocol (ext_authz over gRPC,
// envoy.service.auth.v3): by the rules of package gateway, as forwardauth does over
// HTTP.
//
// An answer is always one of the protocol: a call that fails would let the request
// through where Envoy has failure_mode_allow.
package extauthz

import (
	"context"
	"errors"
	"net/http"
	"strings"

	corev3 "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	authv3 "github.com/envoyproxy/go-control-plane/envoy/service/auth/v3"
	typev3 "github.com/envoyproxy/go-control-plane/envoy/type/v3"
	statuspb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/peer"

	"github.com/remit-authz/remit/checker/gateway"
	"github.com/remit-authz/remit/checker/httpauth"
	"github.com/remit-authz/remit/checker/internal/decision"
	"github.com/remit-authz/remit/schema"
)

// Options are a server's settings. All but Report are required.
type Options struct {
	// Checker answers.
	Checker httpauth.Checker
	// Gateway has the routes, and says who asks. What Envoy says of a request is taken
	// from its networks alone.
	Gateway *gateway.Gateway
	// Report, where set, is told why a request could not be decided. It must be safe
	// for concurrent use.
	Report func(context.Context, error)
}

// Server is Envoy's service. It is safe for concurrent use. Make one with New.
type Server struct {
	authv3.UnimplementedAuthorizationServer
	Options
}

var _ authv3.AuthorizationServer = (*Server)(nil)

// New makes a server, to be registered with authv3.RegisterAuthorizationServer.
func New(o Options) *Server { return &Server{Options: o} }

// errStranger means that somebody asks who is no gateway.
var errStranger = errors.New("the gateway is in no network that is trusted")

// Check answers 200 for what may pass, and 401, 403, 400, 500 or 503 for everything
// else, as httpauth.Guard does. Its error is always nil.
func (s *Server) Check(ctx context.Context, r *authv3.CheckRequest) (*authv3.CheckResponse, error) {
	request := r.GetAttributes().GetRequest().GetHttp()
	found, err := decision.Decide(ctx, s.Checker,
		func() (schema.Ref, error) { return s.requester(ctx, r.GetAttributes()) },
		func() (schema.Permission, schema.Ref, error) { return s.ask(ctx, request) })
	if err != nil && s.Report != nil {
		s.Report(ctx, err)
	}
	return answerOf(found), nil
}

// ask is what a request needs; a zero permission where no route is for it.
func (s *Server) ask(ctx context.Context, request *authv3.AttributeContext_HttpRequest) (schema.Permission, schema.Ref, error) {
	if request.GetFragment() != "" {
		return "", schema.Ref{}, nil // it belongs to no request
	}
	permission, resource, err := s.Gateway.Ask(ctx, request.GetMethod(), request.GetPath())
	if errors.Is(err, gateway.ErrNoQuestion) {
		return "", schema.Ref{}, nil
	}
	return permission, resource, err
}

func (s *Server) requester(ctx context.Context, a *authv3.AttributeContext) (schema.Ref, error) {
	from, ok := peer.FromContext(ctx)
	if !ok || !s.Gateway.Trusts(from.Addr.String()) {
		return schema.Ref{}, errStranger
	}
	return s.Gateway.Requester(ctx, gateway.Request{
		Peer:        from.Addr.String(),
		Values:      func(name string) []string { return valuesOf(a.GetRequest().GetHttp(), name) },
		Certificate: a.GetSource().GetCertificate(),
		Principal:   a.GetSource().GetPrincipal(),
	})
}

// valuesOf are those of a header. Envoy puts commas between several, or sends each as
// it came.
func valuesOf(r *authv3.AttributeContext_HttpRequest, name string) (values []string) {
	for header, value := range r.GetHeaders() {
		if strings.EqualFold(header, name) {
			values = append(values, strings.Split(value, ",")...)
		}
	}
	for _, header := range r.GetHeaderMap().GetHeaders() {
		if strings.EqualFold(header.GetKey(), name) {
			values = append(values, header.GetValue()+string(header.GetRawValue()))
		}
	}
	return values
}

// answerOf is what a decision is to Envoy.
func answerOf(found decision.Decision) *authv3.CheckResponse {
	code, status := codes.PermissionDenied, http.StatusForbidden
	switch found {
	case decision.Allowed:
		return &authv3.CheckResponse{Status: &statuspb.Status{Code: int32(codes.OK)},
			HttpResponse: &authv3.CheckResponse_OkResponse{OkResponse: &authv3.OkHttpResponse{}}}
	case decision.Unauthenticated:
		code, status = codes.Unauthenticated, http.StatusUnauthorized
	case decision.InvalidRequest:
		code, status = codes.InvalidArgument, http.StatusBadRequest
	case decision.Unanswered:
		code, status = codes.Unavailable, http.StatusServiceUnavailable
	case decision.InvalidQuestion:
		code, status = codes.Internal, http.StatusInternalServerError
	}
	return &authv3.CheckResponse{
		Status: &statuspb.Status{Code: int32(code)},
		HttpResponse: &authv3.CheckResponse_DeniedResponse{DeniedResponse: &authv3.DeniedHttpResponse{
			Status: &typev3.HttpStatus{Code: typev3.StatusCode(status)}, //nolint:gosec // one of the above
			Headers: []*corev3.HeaderValueOption{{Header: &corev3.HeaderValue{Key: "cache-control", Value: "no-store"},
				AppendAction: corev3.HeaderValueOption_OVERWRITE_IF_EXISTS_OR_ADD}},
			Body: http.StatusText(status) + "\n",
		}},
	}
}
