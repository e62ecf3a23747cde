package checker

import (
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// Question asks whether a subject has a permission on a resource. Questions
// are plain values: compare them with ==. The zero value asks nothing and is
// refused.
//
// The subject is a user. A user of another tenant than the resource's is
// denied by the checker itself, without asking the engine. (In a model without
// tenants, the subject is of any type.)
type Question struct {
	Subject    schema.Ref
	Permission schema.Permission
	Resource   schema.Ref
}

// String is the question as people write it: subject, permission, resource.
func (q Question) String() string {
	return q.Subject.String() + " " + q.Permission.Name() + " " + q.Resource.String()
}

// Validate says what is wrong with a question of a model, as an *InvalidError, or
// nil. Whether the user and the resource exist is not asked: what does not exist
// is denied.
func (q Question) Validate(m schema.Model) error {
	if err := validateSubject(m, q.Subject); err != nil {
		return err
	}
	return validateAsked(m, q.Permission, q.Resource)
}

// foreign says whether the subject would act in a tenant that is not its own.
// The engine is not trusted with this: a relation such as tenant#member takes
// any user, whatever the tenant in its id, so one bad relationship, say
// tenant:a#member@user:b/x, would open a to a user of b.
func (q Question) foreign() bool { return q.Subject.Tenant != q.Resource.Tenant }

func validateSubject(m schema.Model, subject schema.Ref) error {
	if err := m.ValidateRef(subject); err != nil {
		return &InvalidError{Part: PartSubject, Err: err}
	}
	if !m.Acts(subject.Type) {
		return &InvalidError{Part: PartSubject, Err: phrase.Errorf("%s is not a user: only users act", subject)}
	}
	return nil
}

func validatePermission(m schema.Model, p schema.Permission) error {
	if m.HasPermission(p) {
		return nil
	}
	// NewPermission says which names there are.
	_, err := m.NewPermission(p.Type(), p.Name())
	if err == nil {
		err = phrase.Errorf("permission %s is not written as type#name", schema.Quote(string(p)))
	}
	return &InvalidError{Part: PartPermission, Err: err}
}

func validateAsked(m schema.Model, p schema.Permission, resource schema.Ref) error {
	if err := m.ValidateRef(resource); err != nil {
		return &InvalidError{Part: PartResource, Err: err}
	}
	if err := validatePermission(m, p); err != nil {
		return err
	}
	if p.Type() != resource.Type {
		return &InvalidError{Part: PartPermission, Err: phrase.Errorf("permission %s is not asked on %s: it belongs to type %s", p, resource, p.Type())}
	}
	return nil
}
