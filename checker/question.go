package checker

import (
	"fmt"

	"github.com/remit-authz/remit/schema"
)

// Question asks whether a subject has a permission on a resource. Questions
// are plain values: compare them with ==. The zero value asks nothing and is
// refused.
//
// The subject is a user. A user of another tenant than the resource's is
// denied by the checker itself, without asking the engine.
type Question struct {
	Subject    schema.Ref
	Permission schema.Permission
	Resource   schema.Ref
}

// String is the question as people write it: subject, permission, resource.
func (q Question) String() string {
	return q.Subject.String() + " " + q.Permission.Name() + " " + q.Resource.String()
}

// Validate says what is wrong with a question, as an *InvalidError, or nil.
// Whether the user and the resource exist is not asked: what does not exist is
// denied.
func (q Question) Validate() error {
	if err := validateSubject(q.Subject); err != nil {
		return err
	}
	return validateAsked(q.Permission, q.Resource)
}

// foreign says whether the subject would act in a tenant that is not its own.
// The engine is not trusted with this: a relation such as tenant#member takes
// any user, whatever the tenant in its id, so one bad relationship, say
// tenant:a#member@user:b/x, would open a to a user of b.
func (q Question) foreign() bool { return q.Subject.Tenant != q.Resource.Tenant }

func validateSubject(subject schema.Ref) error {
	if err := subject.Validate(); err != nil {
		return &InvalidError{Part: PartSubject, Err: err}
	}
	if subject.Type != schema.TypeUser {
		return &InvalidError{Part: PartSubject, Err: fmt.Errorf("%s is not a user: only users act", subject)}
	}
	return nil
}

func validatePermission(p schema.Permission) error {
	if p.Known() {
		return nil
	}
	// NewPermission says which names there are.
	_, err := schema.NewPermission(p.Type(), p.Name())
	if err == nil {
		err = fmt.Errorf("permission %s is not written as type#name", schema.Quote(string(p)))
	}
	return &InvalidError{Part: PartPermission, Err: err}
}

func validateAsked(p schema.Permission, resource schema.Ref) error {
	if err := resource.Validate(); err != nil {
		return &InvalidError{Part: PartResource, Err: err}
	}
	if err := validatePermission(p); err != nil {
		return err
	}
	if p.Type() != resource.Type {
		return &InvalidError{Part: PartPermission, Err: fmt.Errorf("permission %s is not asked on %s: it belongs to type %s", p, resource, p.Type())}
	}
	return nil
}
