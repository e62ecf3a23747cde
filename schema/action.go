package schema

// Action is one row of the role tables: something that people do, with the
// permissions that allow it.
type Action struct {
	// Key numbers the row: T1 to T7 of the tenant, O1 to O17 of organizations,
	// C1 to C18 of care.
	Key string
	// Label says what is done, in the words of the field.
	Label Label
	// Permissions are all needed for the action.
	Permissions []Permission
	// OnAppAdmin are needed besides, where the action is done to an app admin
	// or makes somebody one; none where that makes no difference.
	OnAppAdmin []Permission
}

// TenantActions are the rows of the audit platform's system level, in the
// order of the help pages.
func TenantActions() []Action {
	return []Action{
		{Key: "T1", Label: Label{"create organizations", "organisaties aanmaken", "créer des organisations"},
			Permissions: []Permission{TenantCreateOrganization}},
		{Key: "T2", Label: Label{"delete any organization or engagement", "elke organisatie of opdracht verwijderen", "supprimer toute organisation ou mission"},
			Permissions: []Permission{OrganizationDelete, EngagementDelete}},
		{Key: "T3", Label: Label{"access any organization or engagement", "elke organisatie of opdracht openen", "accéder à toute organisation ou mission"},
			Permissions: []Permission{OrganizationView, EngagementView}},
		{Key: "T4", Label: Label{"add or remove users of the tenant", "gebruikers van het platform toevoegen of verwijderen", "ajouter ou supprimer des utilisateurs du système"},
			Permissions: []Permission{TenantManageUsers, AccountManage}, OnAppAdmin: []Permission{AccountManage}},
		{Key: "T5", Label: Label{"assign system roles", "systeemrollen toekennen", "attribuer les rôles du système"},
			Permissions: []Permission{TenantAssignRoles}, OnAppAdmin: []Permission{TenantAssignAppAdmin}},
		{Key: "T6", Label: Label{"manage account groupings and libraries", "rekeninggroeperingen en bibliotheken beheren", "gérer les regroupements de comptes et les bibliothèques"},
			Permissions: []Permission{TenantManageLibraries, LibraryManage}},
		{Key: "T7", Label: Label{"read administrative reports on user activity", "beheerrapporten over gebruikersactiviteit lezen", "accéder aux rapports administratifs sur l'activité"},
			Permissions: []Permission{TenantViewAdminReports}},
	}
}

// OrganizationActions are the rows of the audit platform's organization level,
// in the order of the help pages; O16 and O17 are not numbered there.
func OrganizationActions() []Action {
	return []Action{
		{Key: "O1", Label: Label{"delete an organization", "een organisatie verwijderen", "supprimer une organisation"},
			Permissions: []Permission{OrganizationDelete}},
		{Key: "O2", Label: Label{"create an engagement", "een opdracht aanmaken", "créer une mission"},
			Permissions: []Permission{OrganizationCreateEngagement}},
		{Key: "O3", Label: Label{"delete an engagement", "een opdracht verwijderen", "supprimer une mission"},
			Permissions: []Permission{EngagementDelete}},
		{Key: "O4", Label: Label{"access all engagements of the organization", "alle opdrachten van de organisatie openen", "accéder à toutes les missions de l'organisation"},
			Permissions: []Permission{OrganizationViewAllEngagements, EngagementView}},
		{Key: "O5", Label: Label{"create an analysis", "een analyse aanmaken", "créer une analyse"},
			Permissions: []Permission{EngagementCreateAnalysis}},
		{Key: "O6", Label: Label{"delete an analysis", "een analyse verwijderen", "supprimer une analyse"},
			Permissions: []Permission{AnalysisDelete}},
		{Key: "O7", Label: Label{"access all analyses in an engagement", "alle analyses van een opdracht openen", "accéder à toutes les analyses d'une mission"},
			Permissions: []Permission{EngagementViewAnalyses, AnalysisView}},
		{Key: "O8", Label: Label{"add or remove users of the organization or its engagements", "gebruikers van de organisatie of haar opdrachten toevoegen of verwijderen", "ajouter ou supprimer des utilisateurs de l'organisation ou de ses missions"},
			Permissions: []Permission{OrganizationManageMembers, EngagementManageMembers}},
		{Key: "O9", Label: Label{"manage the organization's roles", "rollen in de organisatie beheren", "gérer les rôles de l'organisation"},
			Permissions: []Permission{OrganizationManageRoles}},
		{Key: "O10", Label: Label{"manage engagement settings", "instellingen van een opdracht beheren", "gérer les paramètres d'une mission"},
			Permissions: []Permission{EngagementManageSettings}},
		{Key: "O10b", Label: Label{"change limited engagement settings", "beperkte instellingen van een opdracht wijzigen", "modifier des paramètres limités d'une mission"},
			Permissions: []Permission{EngagementManageLimitedSettings}},
		{Key: "O11", Label: Label{"add, remove files", "bestanden toevoegen, verwijderen", "ajouter, supprimer des fichiers"},
			Permissions: []Permission{EngagementAddFiles, EngagementRemoveFiles}},
		{Key: "O12", Label: Label{"create, remove tasks", "taken aanmaken, verwijderen", "créer, supprimer des tâches"},
			Permissions: []Permission{EngagementCreateTasks, EngagementRemoveTasks}},
		{Key: "O13", Label: Label{"create, export reports", "rapporten aanmaken, exporteren", "créer, exporter des rapports"},
			Permissions: []Permission{EngagementCreateReports, EngagementExportReports}},
		{Key: "O14", Label: Label{"create a ratio", "een ratio aanmaken", "créer un ratio"},
			Permissions: []Permission{EngagementCreateRatio}},
		{Key: "O15", Label: Label{"edit, show, hide ratios", "ratio's wijzigen, tonen, verbergen", "modifier, afficher, masquer des ratios"},
			Permissions: []Permission{EngagementEditRatios}},
		{Key: "O16", Label: Label{"see the organization itself", "de organisatie zelf zien", "voir l'organisation elle-même"},
			Permissions: []Permission{OrganizationView}},
		{Key: "O17", Label: Label{"change organization settings", "instellingen van de organisatie wijzigen", "modifier les paramètres de l'organisation"},
			Permissions: []Permission{OrganizationManageSettings}},
	}
}

// CareActions are the rows of the care platform, in the order of the help
// pages.
func CareActions() []Action {
	return []Action{
		{Key: "C1", Label: Label{"add clients", "cliënten toevoegen", "ajouter des clients"},
			Permissions: []Permission{TenantCreateClient}},
		{Key: "C2", Label: Label{"see account details", "accountgegevens inzien", "voir les données du compte"},
			Permissions: []Permission{ClientViewAccount}},
		{Key: "C3", Label: Label{"change account details", "accountgegevens wijzigen", "modifier les données du compte"},
			Permissions: []Permission{ClientManageAccount}},
		{Key: "C4", Label: Label{"read the dossier", "het dossier inzien", "lire le dossier"},
			Permissions: []Permission{ClientViewDossier}},
		{Key: "C5", Label: Label{"start modules, diaries, routes", "modules, dagboeken, routes starten", "lancer modules, journaux, parcours"},
			Permissions: []Permission{ClientStartTools}},
		{Key: "C6", Label: Label{"guide them, give feedback", "ze begeleiden, feedback geven", "les accompagner, donner un retour"},
			Permissions: []Permission{ClientGuideTools}},
		{Key: "C7", Label: Label{"messages", "berichten", "messages"},
			Permissions: []Permission{ClientMessage}},
		{Key: "C8", Label: Label{"video calls", "videobellen", "appels vidéo"},
			Permissions: []Permission{ClientVideoCall}},
		{Key: "C9", Label: Label{"search all client accounts", "alle cliëntaccounts doorzoeken", "chercher tous les comptes clients"},
			Permissions: []Permission{TenantSearchClients}},
		{Key: "C10", Label: Label{"link and unlink professionals", "professionals koppelen, ontkoppelen", "lier et délier des professionnels"},
			Permissions: []Permission{ClientLinkProfessionals}},
		{Key: "C11", Label: Label{"use the emergency procedure on a client", "de noodprocedure gebruiken voor een cliënt", "utiliser l'accès d'urgence à un client"},
			Permissions: []Permission{ClientStartEmergency}},
		{Key: "C12", Label: Label{"create and change professional accounts", "professionalaccounts aanmaken en wijzigen", "créer et modifier des comptes de professionnels"},
			Permissions: []Permission{TenantManageProfessionals, AccountManage}},
		{Key: "C13", Label: Label{"configure the platform", "het platform configureren", "configurer la plateforme"},
			Permissions: []Permission{TenantConfigure}},
		{Key: "C14", Label: Label{"download reports", "rapportages downloaden", "télécharger des rapports"},
			Permissions: []Permission{TenantDownloadReports}},
		{Key: "C15", Label: Label{"download raw data exports", "ruwe data-exports downloaden", "télécharger des exports bruts"},
			Permissions: []Permission{TenantDownloadExports}},
		{Key: "C16", Label: Label{"read the emergency log", "het logboek van de noodprocedure lezen", "lire le journal des urgences"},
			Permissions: []Permission{TenantViewEmergencyLog}},
		{Key: "C17", Label: Label{"see who acted in the client's account", "zien wie er in het account van de cliënt was", "voir qui a agi dans le compte du client"},
			Permissions: []Permission{ClientViewContactHistory}},
		{Key: "C18", Label: Label{"see in a profile which roles a professional has", "in een profiel zien welke rollen een professional heeft", "voir dans un profil les rôles d'un professionnel"},
			Permissions: []Permission{AccountViewRoles}},
	}
}
