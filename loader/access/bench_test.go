package access_test

import (
	"fmt"
	"testing"

	"github.com/remit-authz/remit/fixtures/generate"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
)

// institution is a care institution of 25,000 clients, half of them with a
// login, and 500 professionals: 105,709 relationships. Its emergency procedure
// is off.
func institution(b testing.TB) source.Source {
	b.Helper()
	src, err := loader.Read(generate.World(generate.Size{Users: 500, Clients: 25_000, Links: 30_000}, 1))
	if err != nil {
		b.Fatal(err)
	}
	src.Tenants[0].Emergency = false
	return src
}

// reorganized is an institution after a reorganization: fifty new
// practitioners with ten clients each, a hundred and fifty links of others that
// end, and ten professionals who leave.
func reorganized(src source.Source) source.Source {
	tenant := src.Tenants[0].ID
	src.Links = src.Links[150:]
	for i := range src.Users {
		if i > 0 && i <= 100 && i%10 == 0 {
			src.Users[i].Status, src.Users[i].Roles = source.Inactive, nil
		}
	}
	for n := range 50 {
		user := schema.Ref{Type: schema.TypeUser, Tenant: tenant, ID: fmt.Sprintf("new-%d", n)}
		src.Users = append(src.Users, source.User{Ref: user, Status: source.Active, Roles: []schema.Role{schema.RolePractitioner}})
		for i := range 10 {
			src.Links = append(src.Links, source.Link{User: user, Role: schema.RolePractitioner, Object: src.Clients[n*37+i].Ref})
		}
	}
	return src
}

func switchedOn(src source.Source) source.Source {
	src.Tenants[0].Emergency = true
	return src
}

// What a plan gives and takes, and what a plan's safety limits cost.
func BenchmarkPlan(b *testing.B) {
	have := loader.Observed{Tenants: []schema.TenantID{"t-0"}}
	for _, bb := range []struct {
		name   string
		change func(source.Source) source.Source
	}{{"reorganization", reorganized}, {"procedure", switchedOn}} {
		world := loader.DesiredState(institution(b), today)
		have.Tenants, have.Relationships = world.Tenants, world.Relationships
		plan := loader.Diff(loader.DesiredState(bb.change(institution(b)), today), have)
		b.Run(bb.name+"/difference", func(b *testing.B) {
			for b.Loop() {
				d, err := plan.Access(have, today)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(len(have.Relationships)), "relationships")
				b.ReportMetric(float64(plan.Size()), "changes")
				b.ReportMetric(float64(d.Gained.Total()), "gained")
				b.ReportMetric(float64(d.Lost.Total()), "lost")
			}
		})
		b.Run(bb.name+"/limits", func(b *testing.B) {
			for b.Loop() {
				if _, err := plan.Measured(have, today); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
