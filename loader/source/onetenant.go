package source

import (
	"github.com/remit-authz/remit/internal/phrase"
)

// OneTenant is the tenant that everything of a source belongs to whose format
// knows none. The zero value is refused.
type OneTenant struct {
	// ID must be set.
	ID string `yaml:"id"`
	// Name is shown to people.
	Name string `yaml:"name"`
	// Emergency says whether the emergency procedure is switched on: "on" or "off".
	// Blank leaves it to another source to name the tenant.
	Emergency string `yaml:"emergency"`
}

// Add adds the tenant to the records, unless another source names it. Its error
// says that it is not set.
func (t OneTenant) Add(r *Records) error {
	if t.ID == "" {
		return phrase.Errorf("the tenant is not set: name it in the settings, as tenant: {id: veldzicht}")
	}
	if t.Emergency != "" {
		at := Position{Part: &Part{Name: "the settings' tenant"}}
		r.Tenants = append(r.Tenants, TenantRow{At: at, ID: t.ID, Name: t.Name, Emergency: t.Emergency})
	}
	return nil
}
