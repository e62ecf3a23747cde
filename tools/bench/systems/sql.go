package systems

import (
	"context"
	_ "embed"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
	"github.com/remit-authz/remit/tools/bench/data"
	"github.com/remit-authz/remit/tools/bench/process"
)

var sqlEntry = Entry{
	Name: "SQL joins", What: "joins written by hand for these five permissions, prepared, on PostgreSQL through pgx", Keeps: true,
	New: func(p Place) System { return &joins{folder: p.Folder} },
}

//go:embed tables.sql
var tables string

const (
	mayViewDossier = `
SELECT EXISTS (
  SELECT 1 FROM users u JOIN clients c ON c.tenant = u.tenant AND c.id = $3
  WHERE u.tenant = $1 AND u.id = $2 AND u.active AND (c.login = u.id OR EXISTS (
    SELECT 1 FROM client_links l JOIN user_roles r ON r.tenant = l.tenant AND r.user_id = l.user_id AND r.role = l.role
    WHERE l.tenant = $1 AND l.client = $3 AND l.user_id = $2)))`
	mayViewAccount = `
SELECT EXISTS (
  SELECT 1 FROM users u JOIN clients c ON c.tenant = u.tenant AND c.id = $3
  WHERE u.tenant = $1 AND u.id = $2 AND u.active AND (c.login = u.id
    OR EXISTS (SELECT 1 FROM user_roles r WHERE r.tenant = $1 AND r.user_id = $2 AND r.role = 'secretary')
    OR EXISTS (
      SELECT 1 FROM client_links l JOIN user_roles r ON r.tenant = l.tenant AND r.user_id = l.user_id AND r.role = l.role
      WHERE l.tenant = $1 AND l.client = $3 AND l.user_id = $2)))`
	mayManageSettings = `
SELECT EXISTS (
  SELECT 1 FROM users u JOIN organizations o ON o.tenant = u.tenant AND o.id = $3
  WHERE u.tenant = $1 AND u.id = $2 AND u.active
    AND NOT EXISTS (SELECT 1 FROM organization_roles b WHERE b.tenant = $1 AND b.organization = o.id AND b.user_id = $2 AND b.role = 'barred')
    AND EXISTS (SELECT 1 FROM user_roles r WHERE r.tenant = $1 AND r.user_id = $2
      AND r.role IN ('app_admin', 'user_admin', 'organization_creator', 'standard_user'))
    AND (EXISTS (SELECT 1 FROM user_roles r WHERE r.tenant = $1 AND r.user_id = $2 AND r.role = 'app_admin')
      OR EXISTS (SELECT 1 FROM organization_roles m WHERE m.tenant = $1 AND m.organization = o.id AND m.user_id = $2 AND m.role = 'manager')))`
	mayViewAnalysis = `
SELECT EXISTS (
  SELECT 1 FROM users u JOIN analyses a ON a.tenant = u.tenant AND a.id = $3 JOIN engagements e ON e.tenant = a.tenant AND e.id = a.engagement
  WHERE u.tenant = $1 AND u.id = $2 AND u.active
    AND NOT EXISTS (SELECT 1 FROM organization_roles b WHERE b.tenant = $1 AND b.organization = e.organization AND b.user_id = $2 AND b.role = 'barred')
    AND EXISTS (SELECT 1 FROM user_roles r WHERE r.tenant = $1 AND r.user_id = $2
      AND r.role IN ('app_admin', 'user_admin', 'organization_creator', 'standard_user'))
    AND (EXISTS (SELECT 1 FROM user_roles r WHERE r.tenant = $1 AND r.user_id = $2 AND r.role = 'app_admin')
      OR EXISTS (SELECT 1 FROM organization_roles m WHERE m.tenant = $1 AND m.organization = e.organization AND m.user_id = $2 AND m.role = 'manager')
      OR EXISTS (SELECT 1 FROM engagement_auditors x WHERE x.tenant = $1 AND x.engagement = e.id AND x.user_id = $2)))`
	mayConfigure = `
SELECT EXISTS (
  SELECT 1 FROM invitations i JOIN users u ON u.tenant = i.tenant AND u.id = i.user_id
    JOIN user_roles r ON r.tenant = u.tenant AND r.user_id = u.id AND r.role = 'external_client'
    JOIN connections k ON k.tenant = i.tenant AND k.id = i.connection JOIN engagements e ON e.tenant = k.tenant AND e.id = k.engagement
  WHERE i.tenant = $1 AND i.user_id = $2 AND i.connection = $3 AND now() < i.until AND u.active
    AND NOT EXISTS (SELECT 1 FROM organization_roles b WHERE b.tenant = $1 AND b.organization = e.organization AND b.user_id = $2 AND b.role = 'barred'))`
	mayViewDossiers = `
SELECT EXISTS (
  SELECT 1 FROM users u JOIN clients c ON c.tenant = u.tenant AND c.id = q.client
  WHERE u.tenant = $1 AND u.id = q.user_id AND u.active AND (c.login = u.id OR EXISTS (
    SELECT 1 FROM client_links l JOIN user_roles r ON r.tenant = l.tenant AND r.user_id = l.user_id AND r.role = l.role
    WHERE l.tenant = $1 AND l.client = q.client AND l.user_id = q.user_id)))
FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS q (user_id, client, n) ORDER BY q.n`
	dossiersOf = `
SELECT l.client FROM users u JOIN client_links l ON l.tenant = u.tenant AND l.user_id = u.id
  JOIN user_roles r ON r.tenant = l.tenant AND r.user_id = l.user_id AND r.role = l.role
  WHERE u.tenant = $1 AND u.id = $2 AND u.active
UNION
SELECT c.id FROM users u JOIN clients c ON c.tenant = u.tenant AND c.login = u.id
  WHERE u.tenant = $1 AND u.id = $2 AND u.active`
	accountsOf = dossiersOf + `
UNION
SELECT c.id FROM users u JOIN user_roles r ON r.tenant = u.tenant AND r.user_id = u.id AND r.role = 'secretary'
  JOIN clients c ON c.tenant = u.tenant
  WHERE u.tenant = $1 AND u.id = $2 AND u.active`
	whoViewsDossier = `
SELECT u.id FROM client_links l JOIN users u ON u.tenant = l.tenant AND u.id = l.user_id
  JOIN user_roles r ON r.tenant = l.tenant AND r.user_id = l.user_id AND r.role = l.role
  WHERE l.tenant = $1 AND l.client = $2 AND u.active
UNION
SELECT u.id FROM clients c JOIN users u ON u.tenant = c.tenant AND u.id = c.login
  WHERE c.tenant = $1 AND c.id = $2 AND u.active`
	link   = `INSERT INTO client_links (tenant, client, user_id, role) VALUES ($1, $2, $3, 'practitioner') ON CONFLICT DO NOTHING`
	unlink = `DELETE FROM client_links WHERE tenant = $1 AND client = $2 AND user_id = $3 AND role = 'practitioner'`
)

var queryOf = map[schema.Permission]string{
	schema.ClientViewDossier:          mayViewDossier,
	schema.ClientViewAccount:          mayViewAccount,
	schema.OrganizationManageSettings: mayManageSettings,
	schema.AnalysisView:               mayViewAnalysis,
	schema.ConnectionConfigure:        mayConfigure,
}

// joins is an application that asks its own tables.
type joins struct {
	folder   string
	postgres *process.Postgres
	pool     *pgxpool.Pool
}

func (j *joins) Stored() string   { return j.folder }
func (j *joins) Processes() []int { return []int{j.postgres.Pid()} }

func (j *joins) Load(ctx context.Context, w *World) error {
	if err := j.Start(ctx, w); err != nil {
		return err
	}
	return errors.Join(j.fill(ctx, w.Source), j.Stop(ctx))
}

func (j *joins) fill(ctx context.Context, src source.Source) error {
	if _, err := j.pool.Exec(ctx, tables); err != nil {
		return err
	}
	for _, t := range rowsOf(src) {
		if _, err := j.pool.CopyFrom(ctx, pgx.Identifier{t.name}, t.columns, pgx.CopyFromRows(t.rows)); err != nil {
			return fmt.Errorf("table %s: %w", t.name, err)
		}
	}
	_, err := j.pool.Exec(ctx, "VACUUM ANALYZE")
	return err
}

type table struct {
	name    string
	columns []string
	rows    [][]any
}

func (t *table) add(fields ...any) { t.rows = append(t.rows, fields) }

func rowsOf(src source.Source) []*table {
	users := &table{name: "users", columns: []string{"tenant", "id", "active"}}
	roles := &table{name: "user_roles", columns: []string{"tenant", "user_id", "role"}}
	things := map[schema.Type]*table{
		schema.TypeOrganization: {name: "organizations", columns: []string{"tenant", "id"}},
		schema.TypeLibrary:      {name: "libraries", columns: []string{"tenant", "id"}},
		schema.TypeEngagement:   {name: "engagements", columns: []string{"tenant", "id", "organization"}},
		schema.TypeAnalysis:     {name: "analyses", columns: []string{"tenant", "id", "engagement"}},
		schema.TypeConnection:   {name: "connections", columns: []string{"tenant", "id", "engagement"}},
	}
	clients := &table{name: "clients", columns: []string{"tenant", "id", "login"}}
	caseload := &table{name: "client_links", columns: []string{"tenant", "client", "user_id", "role"}}
	organizations := &table{name: "organization_roles", columns: []string{"tenant", "organization", "user_id", "role"}}
	auditors := &table{name: "engagement_auditors", columns: []string{"tenant", "engagement", "user_id"}}
	invitations := &table{name: "invitations", columns: []string{"tenant", "connection", "user_id", "until"}}
	for _, u := range src.Users {
		users.add(string(u.Ref.Tenant), u.Ref.ID, u.Status == source.Active)
		for _, role := range u.Roles {
			roles.add(string(u.Ref.Tenant), u.Ref.ID, string(role))
		}
	}
	for _, t := range src.Things {
		row := []any{string(t.Ref.Tenant), t.Ref.ID}
		if t.Parent != (schema.Ref{}) {
			row = append(row, t.Parent.ID)
		}
		things[t.Ref.Type].add(row...)
	}
	for _, c := range src.Clients {
		var login any
		if c.Login != (schema.Ref{}) {
			login = c.Login.ID
		}
		clients.add(string(c.Ref.Tenant), c.Ref.ID, login)
	}
	for _, l := range src.Links {
		tenant := string(l.Object.Tenant)
		switch l.Object.Type {
		case schema.TypeClient:
			caseload.add(tenant, l.Object.ID, l.User.ID, string(l.Role))
		case schema.TypeOrganization:
			organizations.add(tenant, l.Object.ID, l.User.ID, string(l.Role))
		case schema.TypeEngagement:
			auditors.add(tenant, l.Object.ID, l.User.ID)
		case schema.TypeConnection:
			invitations.add(tenant, l.Object.ID, l.User.ID, l.Until)
		}
	}
	all := []*table{users, roles, clients, caseload, organizations, auditors, invitations}
	for _, t := range things {
		all = append(all, t)
	}
	return all
}

func (j *joins) Start(ctx context.Context, _ *World) error {
	var err error
	if j.postgres, err = process.StartPostgres(ctx, j.folder); err != nil {
		return err
	}
	config, err := pgxpool.ParseConfig(j.postgres.URI())
	if err != nil {
		return err
	}
	config.MaxConns = connections
	j.pool, err = pgxpool.NewWithConfig(ctx, config)
	return err
}

// connections are as many as there are callers at once, and some more.
const connections = 32

func (j *joins) Stop(context.Context) error {
	j.pool.Close()
	return j.postgres.Stop()
}

func (j *joins) Check(ctx context.Context, q checker.Question) (bool, error) {
	var may bool
	err := j.pool.QueryRow(ctx, queryOf[q.Permission], string(q.Resource.Tenant), q.Subject.ID, q.Resource.ID).Scan(&may)
	return may && q.Subject.Tenant == q.Resource.Tenant, err
}

// Bulk is of client#view_dossier in one tenant, as a page would ask it.
func (j *joins) Bulk(ctx context.Context, all []checker.Question) ([]bool, error) {
	users, clients := make([]string, len(all)), make([]string, len(all))
	for i, q := range all {
		if q.Permission != schema.ClientViewDossier || q.Resource.Tenant != all[0].Resource.Tenant || q.Subject.Tenant != q.Resource.Tenant {
			return nil, fmt.Errorf("%s: this query is about dossiers of one tenant", q)
		}
		users[i], clients[i] = q.Subject.ID, q.Resource.ID
	}
	rows, err := j.pool.Query(ctx, mayViewDossiers, string(all[0].Resource.Tenant), users, clients)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[bool])
}

func (j *joins) List(ctx context.Context, l data.Listing) ([]schema.Ref, error) {
	query := dossiersOf
	if l.Permission == schema.ClientViewAccount {
		query = accountsOf
	}
	return j.refs(ctx, schema.Ref{Type: schema.TypeClient, Tenant: l.Subject.Tenant}, query, string(l.Subject.Tenant), l.Subject.ID)
}

func (j *joins) Who(ctx context.Context, n data.Naming) ([]schema.Ref, error) {
	return j.refs(ctx, schema.Ref{Type: schema.TypeUser, Tenant: n.Resource.Tenant}, whoViewsDossier, string(n.Resource.Tenant), n.Resource.ID)
}

func (j *joins) refs(ctx context.Context, like schema.Ref, query string, args ...any) ([]schema.Ref, error) {
	rows, err := j.pool.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (schema.Ref, error) {
		ref := like
		err := row.Scan(&ref.ID)
		return ref, err
	})
}

func (j *joins) Link(ctx context.Context, l data.Linking) error {
	_, err := j.pool.Exec(ctx, link, string(l.Client.Tenant), l.Client.ID, l.User.ID)
	return err
}

func (j *joins) Unlink(ctx context.Context, l data.Linking) error {
	_, err := j.pool.Exec(ctx, unlink, string(l.Client.Tenant), l.Client.ID, l.User.ID)
	return err
}
