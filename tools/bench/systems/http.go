package systems

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/schema"
	"github.com/remit-authz/remit/tools/bench/data"
	"github.com/remit-authz/remit/tools/bench/process"
)

var remitHTTP = Entry{
	Name: "remit HTTP", What: "remit serve --http, as it is, asked over loopback by AuthZEN; links by its acts", Keeps: true,
	New: func(p Place) System { return &remitOverHTTP{Place: p} },
}

// remitOverHTTP is remit's service over HTTP.
type remitOverHTTP struct {
	Place
	child  *process.Child
	base   string
	client *http.Client
}

func (r *remitOverHTTP) Stored() string                           { return storeIn(r.Folder) }
func (r *remitOverHTTP) Processes() []int                         { return []int{r.child.Pid()} }
func (r *remitOverHTTP) Load(ctx context.Context, w *World) error { return loadStore(ctx, r.Folder, w) }

func (r *remitOverHTTP) Start(ctx context.Context, _ *World) error {
	address, err := process.Address()
	if err != nil {
		return err
	}
	if r.child, err = serveRemit(r.Place, "--listen", "", "--http", address); err != nil {
		return err
	}
	r.base = "http://" + address
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 64
	r.client = &http.Client{Transport: transport}
	return r.child.Await(ctx, func() error {
		answer, err := r.client.Get(r.base + "/readyz")
		if err != nil {
			return err
		}
		defer answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			return fmt.Errorf("/readyz: %s", answer.Status)
		}
		return nil
	})
}

func (r *remitOverHTTP) Stop(context.Context) error {
	r.client.CloseIdleConnections()
	return r.child.Stop()
}

func (r *remitOverHTTP) post(ctx context.Context, path string, request, answer any) error {
	body, err := json.Marshal(request)
	if err != nil {
		return err
	}
	call, err := http.NewRequestWithContext(ctx, http.MethodPost, r.base+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	call.Header.Set("Content-Type", "application/json")
	got, err := r.client.Do(call)
	if err != nil {
		return err
	}
	defer got.Body.Close()
	text, err := io.ReadAll(got.Body)
	if err != nil {
		return err
	}
	if got.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s: %s", path, got.Status, text)
	}
	return json.Unmarshal(text, answer)
}

type entity struct {
	Type string `json:"type"`
	ID   string `json:"id,omitempty"`
}

type action struct {
	Name string `json:"name"`
}

type evaluation struct {
	Subject  entity `json:"subject"`
	Action   action `json:"action"`
	Resource entity `json:"resource"`
	Page     *page  `json:"page,omitempty"`
}

type page struct {
	Token string `json:"token,omitempty"`
	Limit int    `json:"limit"`
}

type decision struct {
	Decision bool `json:"decision"`
}

type found struct {
	Page struct {
		NextToken string `json:"next_token"`
	} `json:"page"`
	Results []entity `json:"results"`
}

func entityOf(ref schema.Ref) entity {
	return entity{string(ref.Type), string(ref.Tenant) + "/" + ref.ID}
}

func evaluationOf(q checker.Question) evaluation {
	return evaluation{Subject: entityOf(q.Subject), Action: action{q.Permission.Name()}, Resource: entityOf(q.Resource)}
}

func (r *remitOverHTTP) Check(ctx context.Context, q checker.Question) (bool, error) {
	var d decision
	err := r.post(ctx, "/access/v1/evaluation", evaluationOf(q), &d)
	return d.Decision, err
}

func (r *remitOverHTTP) Bulk(ctx context.Context, all []checker.Question) ([]bool, error) {
	var request struct {
		Evaluations []evaluation `json:"evaluations"`
	}
	for _, q := range all {
		request.Evaluations = append(request.Evaluations, evaluationOf(q))
	}
	var answer struct {
		Evaluations []decision `json:"evaluations"`
	}
	if err := r.post(ctx, "/access/v1/evaluations", request, &answer); err != nil {
		return nil, err
	}
	if len(answer.Evaluations) != len(all) {
		return nil, fmt.Errorf("%d answers to %d questions", len(answer.Evaluations), len(all))
	}
	answers := make([]bool, len(all))
	for i, d := range answer.Evaluations {
		answers[i] = d.Decision
	}
	return answers, nil
}

func (r *remitOverHTTP) List(ctx context.Context, l data.Listing) ([]schema.Ref, error) {
	return r.search(ctx, "/access/v1/search/resource",
		evaluation{Subject: entityOf(l.Subject), Action: action{l.Permission.Name()}, Resource: entity{Type: string(l.Permission.Type())}})
}

func (r *remitOverHTTP) Who(ctx context.Context, n data.Naming) ([]schema.Ref, error) {
	return r.search(ctx, "/access/v1/search/subject",
		evaluation{Subject: entity{Type: "user"}, Action: action{n.Permission.Name()}, Resource: entityOf(n.Resource)})
}

// search reads all pages, as large as they may be.
func (r *remitOverHTTP) search(ctx context.Context, path string, request evaluation) ([]schema.Ref, error) {
	var refs []schema.Ref
	for request.Page = (&page{Limit: 10_000}); ; {
		var part found
		if err := r.post(ctx, path, request, &part); err != nil {
			return nil, err
		}
		for _, e := range part.Results {
			ref, err := schema.ParseRef(e.Type + ":" + e.ID)
			if err != nil {
				return nil, err
			}
			refs = append(refs, ref)
		}
		if request.Page.Token = part.Page.NextToken; request.Page.Token == "" {
			return refs, nil
		}
	}
}

// act is one of somebody who may: the tenant's secretary links and unlinks.
func (r *remitOverHTTP) act(ctx context.Context, path string, l data.Linking) error {
	secretary := schema.Ref{Type: schema.TypeUser, Tenant: l.Client.Tenant, ID: data.Secretary}
	var done struct{}
	return r.post(ctx, path, map[string]string{
		"by": secretary.String(), "object": l.Client.String(), "user": l.User.String(), "role": string(schema.RolePractitioner),
	}, &done)
}

func (r *remitOverHTTP) Link(ctx context.Context, l data.Linking) error {
	return r.act(ctx, "/v1/links", l)
}

func (r *remitOverHTTP) Unlink(ctx context.Context, l data.Linking) error {
	return r.act(ctx, "/v1/links/remove", l)
}
