package settings

import (
	"maps"
	"net/netip"
	"slices"
	"strings"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/suggest"
	"github.com/remit-authz/remit/loader/emergency"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
)

// problems are what is wrong with settings whose keys are right.
func (s Settings) problems() []error {
	var found []error
	for i, one := range s.Sources {
		found = append(found, one.problems()...)
		for _, other := range s.Sources[:i] {
			if other.Name == one.Name {
				found = append(found, one.problem("name %s is there twice: first on line %d", schema.Quote(one.Name), other.line))
			}
			if err := one.overlaps(other); err != nil {
				found = append(found, err)
			}
		}
	}
	for _, needed := range []source.Kind{source.Tenants, source.Users} {
		if len(s.Sources) > 0 && !slices.ContainsFunc(s.Sources, func(one Source) bool { return one.owns(needed) }) {
			found = append(found, phrase.Errorf("no source owns %s: some source must, or nobody can be referred to", needed))
		}
	}
	if s.Labels != "" && s.Labels != LabelsOff {
		found = append(found, phrase.Errorf("labels: %s is not known: it is %s, or left out", schema.Quote(s.Labels), LabelsOff))
	}
	if s.Record != "" && s.Record != RecordRequired {
		found = append(found, phrase.Errorf("record: %s is not known: it is %s, or left out", schema.Quote(s.Record), RecordRequired))
	}
	if _, err := s.LoaderLimits(); err != nil {
		found = append(found, err)
	}
	for _, t := range slices.Sorted(maps.Keys(s.Emergencies)) {
		if err := t.Validate(); err != nil {
			found = append(found, phrase.Errorf("emergencies: %w", err))
		}
		one := s.Emergencies[t]
		switch {
		case one == Emergency{}:
			found = append(found, phrase.Errorf("emergencies: nothing is said of tenant %s: give it a max or a review_within", t))
		case one.Max < 0 || one.Max > emergency.AbsoluteMax:
			found = append(found, phrase.Errorf("emergencies: the max of tenant %s is %s, and is %s at most", t, one.Max, emergency.AbsoluteMax))
		case one.ReviewWithin < 0:
			found = append(found, phrase.Errorf("emergencies: the review_within of tenant %s is %s, which is no time", t, one.ReviewWithin))
		}
	}
	if err := s.Decisions.problem(); err != nil {
		found = append(found, phrase.Errorf("decisions: %w", err))
	}
	if s.Retention.Record < 0 || s.Retention.Decisions < 0 {
		found = append(found, phrase.Errorf("retention: days are less than none"))
	}
	for _, network := range s.Gateway.Trusted {
		if _, err := netip.ParsePrefix(network); err != nil {
			found = append(found, phrase.Errorf("gateway: %s is no network: write it as 10.0.0.0/8, or 127.0.0.1/32 for one address", schema.Quote(network)))
		}
	}
	if _, err := s.Tokens.Callers(); err != nil {
		found = append(found, phrase.Errorf("tokens: %w", err))
	}
	if _, err := s.Gateway.Tokens.Users(); err != nil {
		found = append(found, phrase.Errorf("gateway: tokens: %w", err))
	}
	for key, n := range map[string]int{"rate": s.Service.Rate, "burst": s.Service.Burst, "concurrent": s.Service.Concurrent, "max_bytes": s.Service.MaxBytes} {
		if n < 0 {
			found = append(found, phrase.Errorf("service: %s is less than none", key))
		}
	}
	return found
}

func (s Source) problem(format string, args ...any) error {
	return phrase.Errorf("line %d: %w", s.line, phrase.Errorf(format, args...))
}

func (s Source) problems() []error {
	var found []error
	if strings.TrimSpace(s.Name) == "" {
		found = append(found, s.problem("a source has no name: give it one, such as hr"))
	}
	switch {
	case s.Path == "" && s.Format == "":
		found = append(found, s.problem("source %s has no path: name its folder or file", schema.Quote(s.Name)))
	case s.Path == "" && s.chosen.Service == nil && s.chosen.Format != nil:
		found = append(found, s.problem("source %s has no path, and %s is read from files: name its folder or file", schema.Quote(s.Name), s.Format))
	case s.Path != "" && s.chosen.Service != nil && s.chosen.Format == nil:
		found = append(found, s.problem("source %s has a path, and %s is read from its server: leave path out", schema.Quote(s.Name), s.Format))
	}
	for _, t := range s.Tenants {
		if err := t.Validate(); err != nil {
			found = append(found, s.problem("source %s: %v", schema.Quote(s.Name), err))
		}
	}
	var known []string
	for _, k := range source.Kinds() {
		known = append(known, string(k))
	}
	for _, k := range s.Owns {
		if !slices.Contains(known, string(k)) {
			found = append(found, s.problem("source %s owns %s, which does not exist: the kinds are %s%s", schema.Quote(s.Name), schema.Quote(string(k)),
				strings.Join(known, ", "), suggest.DidYouMean(string(k), known)))
		}
	}
	return found
}

// overlaps is an error for two sources of which each would take away what the
// other adds.
func (s Source) overlaps(other Source) error {
	var kinds []string
	for _, k := range source.Kinds() {
		if s.owns(k) && other.owns(k) {
			kinds = append(kinds, string(k))
		}
	}
	where := phrase.Of("every tenant")
	switch both := slices.DeleteFunc(slices.Clone(s.Tenants), func(t schema.TenantID) bool { return !slices.Contains(other.Tenants, t) }); {
	case len(s.Tenants) > 0 && len(other.Tenants) > 0 && len(both) == 0, len(kinds) == 0:
		return nil
	case len(both) > 0:
		where = phrase.Of("tenant %s", both[0])
	case len(s.Tenants)+len(other.Tenants) > 0:
		where = phrase.Of("tenant %s", slices.Concat(s.Tenants, other.Tenants)[0])
	}
	return s.problem("sources %s and %s both own %s in %s: say with owns, or with tenants, which of them does",
		schema.Quote(other.Name), schema.Quote(s.Name), strings.Join(kinds, ", "), where)
}

func (s Source) owns(k source.Kind) bool { return len(s.Owns) == 0 || slices.Contains(s.Owns, k) }

// problem is what is wrong with what is to be recorded, or nil.
func (d Decisions) problem() error {
	switch {
	case d.Record != "" && !slices.Contains(DecisionRecords(), d.Record):
		return phrase.Errorf("record %s is not known: it is one of %s", schema.Quote(d.Record), strings.Join(DecisionRecords(), ", "))
	case (d.Record == "named") != (len(d.Permissions) > 0):
		return phrase.Errorf("permissions go with record: named, and it with them")
	case d.Share < 0 || d.Share > 1:
		return phrase.Errorf("a share of %v is none: it is more than 0 and at most 1", d.Share)
	case (d.Record == "" || d.Record == "off") && (d.Required || d.Share != 0):
		return phrase.Errorf("nothing is recorded, and yet it is said how: give record too")
	}
	for _, p := range d.Permissions {
		if t, name, found := strings.Cut(string(p), "#"); !found || t == "" || name == "" {
			return phrase.Errorf("permission %s: write it with its type, such as client#view_dossier", schema.Quote(string(p)))
		}
	}
	return nil
}
