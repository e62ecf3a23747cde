package report

import (
	"context"
	"slices"
	"strings"

	"github.com/remit-authz/remit/internal/assertion"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// separation is what roles must not lead to, held to the schema for all data that there
// may ever be: that application managers reach no content first of all.
var separation = Report{
	Name:  "separation",
	Title: schema.Label{"What roles never lead to, whatever the data", "Waar rollen nooit toe leiden, wat de gegevens ook zijn", "Ce à quoi les rôles ne mènent jamais, quelles que soient les données"},
	columns: []column{
		roleColumn, permissionColumn, wordsColumn,
		{key: "claim", title: schema.Label{"claim", "stelling", "énoncé"}, words: claimWords},
		{key: "finding", title: schema.Label{"finding", "bevinding", "constat"}, words: proofWords},
		{key: "counterexample", title: schema.Label{"counterexample", "tegenvoorbeeld", "contre-exemple"}},
	},
	rows: separationRows,
}

// The two ways in which a role leads to nothing: see assertion.Claim.
const (
	whateverElse = "whatever_else"
	byRoleAlone  = "by_role_alone"
)

var claimWords = wordsOf(map[string]schema.Label{
	whateverElse: {"never by this role, whatever else somebody holds", "nooit door deze rol, wat iemand verder ook heeft", "jamais par ce rôle, quoi qu'on détienne d'autre"},
	byRoleAlone:  {"not by this role alone", "niet door deze rol alleen", "pas par ce rôle seul"},
})

var proofWords = wordsOf(map[string]schema.Label{
	assertion.Proved.String():  {"proved for all data", "bewezen voor alle gegevens", "prouvé pour toutes les données"},
	assertion.Refuted.String(): {"refuted", "weerlegd", "réfuté"},
	assertion.Open.String():    {"neither proved nor refuted", "bewezen noch weerlegd", "ni prouvé ni réfuté"},
})

// promise is what a role must not lead to: the permissions of some types, and some others,
// but for a few.
type promise struct {
	role   schema.Relation
	claim  string
	types  []schema.Type
	others []schema.Permission
	but    []schema.Permission
}

// What a tenant's own permissions open of clients: the list of them, new ones, and what is
// computed of all of them.
var ofClients = []schema.Permission{schema.TenantSearchClients, schema.TenantCreateClient, schema.TenantDownloadReports, schema.TenantDownloadExports}

var (
	careContent  = []schema.Type{schema.TypeClient}
	auditContent = []schema.Type{schema.TypeOrganization, schema.TypeEngagement, schema.TypeAnalysis, schema.TypeConnection}
)

// promises are in the order in which they are told.
var promises = []promise{
	{role: schema.TenantApplicationManager, claim: whateverElse, types: slices.Concat(careContent, auditContent), others: ofClients},
	{role: schema.TenantAppAdmin, claim: whateverElse, types: careContent, others: append([]schema.Permission{schema.ConnectionConfigure}, ofClients...)},
	{role: schema.TenantUserAdmin, claim: whateverElse, types: careContent, others: ofClients},
	{role: schema.TenantUserAdmin, claim: byRoleAlone, types: auditContent},
	{role: schema.TenantOrganizationCreator, claim: whateverElse, types: careContent, others: ofClients},
	{role: schema.TenantOrganizationCreator, claim: byRoleAlone, types: auditContent},
	{role: schema.TenantStandardUser, claim: whateverElse, types: careContent, others: ofClients},
	{role: schema.TenantStandardUser, claim: byRoleAlone, types: auditContent},
	{role: schema.TenantExternalClient, claim: whateverElse, types: slices.Concat(careContent, auditContent), others: ofClients, but: []schema.Permission{schema.ConnectionConfigure}},
	{role: schema.TenantExternalClient, claim: byRoleAlone, others: []schema.Permission{schema.ConnectionConfigure}},
	{role: schema.TenantPractitioner, claim: byRoleAlone, types: careContent, but: []schema.Permission{schema.ClientStartEmergency}},
	{role: schema.TenantSupervisor, claim: whateverElse, types: careContent, others: ofClients, but: []schema.Permission{schema.ClientViewAccount, schema.ClientViewDossier}},
	{role: schema.TenantSupervisor, claim: byRoleAlone, others: []schema.Permission{schema.ClientViewAccount, schema.ClientViewDossier}},
	{role: schema.TenantSecretary, claim: whateverElse, types: careContent, others: ofClients, but: []schema.Permission{schema.ClientViewAccount, schema.ClientLinkProfessionals, schema.TenantSearchClients}},
	{role: schema.TenantAnalyst, claim: whateverElse, types: careContent, others: ofClients, but: []schema.Permission{schema.TenantDownloadReports, schema.TenantDownloadExports}},
}

func separationRows(_ context.Context, w *work) error {
	prover, err := assertion.NewProver(w.Moment.Graph(), w.Moment.Time())
	if err != nil {
		return err
	}
	for _, p := range promises {
		if !w.Moment.Defines(schema.Permission(p.role)) {
			continue // there was no such role then
		}
		for _, permission := range w.permissionsOf(p) {
			proof, err := prover.Prove(assertion.Claim{Role: p.role, Permission: permission, Alone: p.claim == byRoleAlone})
			if err != nil {
				return err
			}
			if proof.Finding != assertion.Proved {
				w.failed++
			}
			w.row(p.role.Name(), string(permission), w.said(permission), p.claim, proof.Finding.String(), relationships(proof.Data))
		}
	}
	return w.ownSeparation(prover)
}

// ownSeparation tells of an institution's own permissions that no promise is about which
// of them application managers reach. It may be that they are to: it is wrong only of one
// to which links to content lead too.
func (w *work) ownSeparation(prover *assertion.Prover) error {
	m := w.Moment.Model()
	for _, t := range m.Types() {
		for _, p := range m.Permissions(t) {
			if p.Facts() != (schema.PermissionFacts{}) || slices.Contains(careContent, t) || slices.Contains(auditContent, t) || !w.Moment.Defines(p) {
				continue
			}
			proof, err := prover.Prove(assertion.Claim{Role: schema.TenantApplicationManager, Permission: p})
			if err != nil {
				return err
			}
			if proof.Finding != assertion.Proved {
				content, err := w.contentLeadsTo(prover, p)
				if err != nil {
					return err
				}
				if content {
					w.failed++
				}
			}
			w.row(schema.TenantApplicationManager.Name(), string(p), w.said(p), whateverElse, proof.Finding.String(), relationships(proof.Data))
		}
	}
	return nil
}

// contentLeadsTo says whether a link to content may count towards a permission.
func (w *work) contentLeadsTo(prover *assertion.Prover, p schema.Permission) (bool, error) {
	m := w.Moment.Model()
	for _, t := range slices.Concat(careContent, auditContent) {
		for _, r := range m.Relations(t) {
			if m.RelationFacts(r).GrantedBy == "" || !w.Moment.Defines(schema.Permission(r)) {
				continue
			}
			proof, err := prover.Prove(assertion.Claim{Role: r, Permission: p})
			if err != nil {
				return false, err
			}
			if proof.Finding != assertion.Proved {
				return true, nil
			}
		}
	}
	return false, nil
}

// permissionsOf are those that a promise is about, an institution's own among them.
func (w *work) permissionsOf(p promise) []schema.Permission {
	var all []schema.Permission
	for _, t := range p.types {
		all = append(all, w.Moment.Model().Permissions(t)...)
	}
	return slices.DeleteFunc(append(all, p.others...), func(permission schema.Permission) bool {
		return slices.Contains(p.but, permission) || !w.Moment.Defines(permission)
	})
}

// relationships are some in one cell.
func relationships(all []relation.Relationship) string {
	texts := make([]string, len(all))
	for i, r := range all {
		texts[i] = r.String()
	}
	return strings.Join(texts, ", ")
}
