package source

import "context"

// Service is a source that is read from a server rather than from files.
type Service interface {
	// Name is what people call it: "fhir".
	Name() string
	// Fetch reads it whole, once. What it does not understand is a problem of the
	// records; an error means that it could not be read whole. It says nothing
	// about the digest.
	Fetch(ctx context.Context) (Records, error)
}

// ReadService reads a source whole from its server. The errors are those of Read,
// and whatever ends ctx.
func (o Options) ReadService(ctx context.Context, s Service) (Source, error) {
	records, err := Fetch(ctx, s)
	if err != nil {
		return Source{}, err
	}
	return o.Check(records)
}

// Fetch is ReadService without the check.
func Fetch(ctx context.Context, s Service) (Records, error) {
	records, err := s.Fetch(ctx)
	if err != nil {
		return Records{}, err
	}
	records.Digest = records.digest()
	return records, nil
}
