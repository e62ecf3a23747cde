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
func TenantActions() []Action { return actionsOf('T') }

// OrganizationActions are the rows of the audit platform's organization level,
// in the order of the help pages; O16 and O17 are not numbered there.
func OrganizationActions() []Action { return actionsOf('O') }

// CareActions are the rows of the care platform, in the order of the help
// pages.
func CareActions() []Action { return actionsOf('C') }

func actionsOf(table byte) []Action {
	var rows []Action
	for _, a := range actions {
		if a.Key[0] == table {
			rows = append(rows, a)
		}
	}
	return rows
}
