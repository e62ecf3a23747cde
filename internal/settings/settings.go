// Package settings reads remit.yaml, which says what flags are too small for.
package settings

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"path/filepath"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/strictyaml"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/emergency"
	"github.com/remit-authz/remit/schema"
)

//go:generate go run ./schemagen remit.schema.json

// Name is what the file is called where nobody says otherwise.
const Name = "remit.yaml"

// maxSize is how many bytes of settings there are at most.
const maxSize = 1 << 20

// Settings are what the file says; remit.schema.json says it for editors. The zero
// value is that of an empty file.
type Settings struct {
	// Sources feed the engine together: one plan is over all of them.
	Sources []Source `yaml:"sources"`
	Limits  Limits   `yaml:"limits"`
	// Protected are who and what no plan takes away.
	Protected Protected `yaml:"protected"`
	// Record is RecordRequired, or blank.
	Record string `yaml:"record"`
	// Labels is LabelsOff, or blank.
	Labels string `yaml:"labels"`
	// Model is the file with the institution's own part of the model, as --model. A
	// path in the settings begins at their folder, and is whole once read.
	Model string `yaml:"model" path:"folder"`
	// Aliases are what callers of the service say in place of names of the model.
	Aliases Aliases `yaml:"aliases"`
	// Service is what one key of the service may take.
	Service Service `yaml:"service"`
	// Emergencies are the limits of emergency access, by tenant.
	Emergencies map[schema.TenantID]Emergency `yaml:"emergencies"`
	// Decisions says which answers a server records, beside the acts that were refused.
	Decisions Decisions `yaml:"decisions"`
	// Retention is for how long records are kept.
	Retention Retention `yaml:"retention"`
	// Hooks are told of emergency access, when it begins, is prolonged and is stopped, and
	// of who is to be reminded of a review.
	Hooks []Hook `yaml:"hooks"`
	// Gateway is what gateways ask before they let a request through.
	Gateway Gateway `yaml:"gateway"`
	// Tokens are taken of callers of the service in place of keys.
	Tokens Tokens `yaml:"tokens"`
}

// Gateway says how gateways are answered; the zero value answers none.
type Gateway struct {
	// UserHeader is the header in which a gateway says who its user is; it takes out what
	// users send themselves under that name.
	UserHeader string `yaml:"user_header"`
	// User is a reference in which {user} stands for what the header says, such as
	// user:veldzicht/{user}.
	User string `yaml:"user"`
	// Trusted are the networks that gateways are in: what comes from elsewhere comes from
	// nobody.
	Trusted []string `yaml:"trusted"`
	// Routes are what requests need; what no route names is denied.
	Routes []Route `yaml:"routes"`
	// Tokens are taken of users, as bearer tokens.
	Tokens GatewayTokens `yaml:"tokens"`
	// Certificates are taken of users: of the connection to remit, and where a gateway that
	// is trusted hands them on.
	Certificates Certificates `yaml:"certificates"`
	// CertificateHeader is the header in which a gateway hands on its user's certificate.
	CertificateHeader string `yaml:"certificate_header"`
	// Principal believes Envoy's name for whom it has authenticated.
	Principal bool `yaml:"principal"`
}

// Route is a kind of request to a gateway, and what it needs.
type Route struct {
	// Pattern has a method and a path, such as GET /clients/{id}.
	Pattern string `yaml:"pattern"`
	// Permission is the name of one of the resource's type.
	Permission string `yaml:"permission"`
	// Resource is a reference in which {id} stands for that part of the path, such as
	// client:veldzicht/{id}.
	Resource string `yaml:"resource"`
}

// Retention says after how many days "remit log prune" takes entries away, by record; 0,
// or left out, is never.
type Retention struct {
	// Record is of the record of what was written.
	Record int `yaml:"record_days"`
	// Decisions is of that of decisions and refused acts.
	Decisions int `yaml:"decisions_days"`
}

// Hook is a program or a web address that is told of emergency access, by ids alone.
type Hook struct {
	// On is when it is told: start, prolong, stop or remind; left out, at each.
	On []string `yaml:"on"`
	// Command is a program and its arguments; the message is its standard input.
	Command []string `yaml:"command"`
	// URL gets the message in a POST request that is signed after Standard Webhooks.
	URL string `yaml:"url"`
	// SecretFile has the secret that signs, for its owner only.
	SecretFile string `yaml:"secret_file" path:"folder"`
	// Timeout is how long one try takes at most, such as 5s.
	Timeout time.Duration `yaml:"timeout"`
	// Required answers no act before the hook was told.
	Required bool `yaml:"required"`
}

// Decisions says which answers are recorded, in a record of their own.
type Decisions struct {
	// Record is off (the default), denials, named or all: named are the permissions below,
	// and every denial.
	Record string `yaml:"record"`
	// Permissions are those that named means, such as client#view_dossier.
	Permissions []schema.Permission `yaml:"permissions"`
	// Share is which part of the allowed checks is recorded, such as 0.1; left out, all.
	Share float64 `yaml:"share"`
	// Required gives no answer that is not on disk.
	Required bool `yaml:"required"`
}

// DecisionRecords are what Decisions.Record may be.
func DecisionRecords() []string { return []string{"off", "denials", "named", "all"} }

// Emergency are a tenant's limits of emergency access.
type Emergency struct {
	// Max is the longest that it allows, such as 30m; an hour where nothing is said.
	Max time.Duration `yaml:"max"`
	// ReviewWithin is how long after its end an access is to be reviewed, such as 72h; 168h
	// where nothing is said.
	ReviewWithin time.Duration `yaml:"review_within"`
}

// reviewWithin is how long reviews may take unless the settings say otherwise: a week.
const reviewWithin = 7 * 24 * time.Hour

// ReviewWithin is how long after its end an access in a tenant is to be reviewed.
func (s Settings) ReviewWithin(t schema.TenantID) time.Duration {
	return cmp.Or(s.Emergencies[t].ReviewWithin, reviewWithin)
}

// EmergencyLimits are those of a tenant, as the settings say.
func (s Settings) EmergencyLimits(t schema.TenantID) emergency.Limits {
	return emergency.Limits{Max: s.Emergencies[t].Max}
}

// Aliases are names that an engine cannot hold, or that callers have already.
type Aliases struct {
	// Types are the model's types by what they are called.
	Types map[string]schema.Type `yaml:"types"`
	// Actions are permissions by the type that they are asked on, and what they are
	// called there.
	Actions map[schema.Type]map[string]string `yaml:"actions"`
}

// Service is what one key of the service may take; zero for what is usual.
type Service struct {
	// Rate is how many requests a second in the long run.
	Rate int `yaml:"rate"`
	// Burst is how many requests at once.
	Burst int `yaml:"burst"`
	// Concurrent is how many requests are under way.
	Concurrent int `yaml:"concurrent"`
	// MaxBytes is how large a request may be.
	MaxBytes int `yaml:"max_bytes"`
}

// LabelsOff keeps no directory of what users and objects are called.
const LabelsOff = "off"

// RecordRequired lets nothing be written to the store that is not recorded.
const RecordRequired = "required"

// Limits are the safety limits, as flags have them, and what the plans of a day may do
// together, in per cent of what one may; zero is 100.
type Limits struct {
	// AllowRemovals lets a plan remove up to so many relationships that a source wrote,
	// and the plans of a day together; --allow-removals goes before it.
	AllowRemovals int `yaml:"allow_removals"`
	// AllowAccess lets a plan give up to so many permissions, and the plans of a day
	// together; --allow-access goes before it.
	AllowAccess int `yaml:"allow_access"`
	// Budget is how much of what one plan may take and give without those, all of 24
	// hours may together, in per cent, 100 or more; left out it is 100.
	Budget int `yaml:"budget"`
}

// Protected are users such as user:acme/ada, roles that nobody loses, and roles of
// which the last active holder does not.
type Protected struct {
	// Users, such as user:acme/ada, keep their roles and stay active.
	Users []string `yaml:"users"`
	// Roles that nobody active loses.
	Roles []string `yaml:"roles"`
	// Last are the roles of which the last active holder in a tenant does not lose
	// theirs.
	Last []string `yaml:"last"`
}

// LoaderLimits are the limits as the loader has them, with what is protected. It
// refuses a user or a role that is none.
func (s Settings) LoaderLimits() (loader.Limits, error) {
	l := loader.Limits{StandingRemovals: s.Limits.AllowRemovals, StandingAccess: s.Limits.AllowAccess, Budget: s.Limits.Budget}
	for _, text := range s.Protected.Users {
		user, err := schema.ParseRef(text)
		if err != nil {
			return loader.Limits{}, phrase.Errorf("protected: users: %w", err)
		}
		l.Protected.Users = append(l.Protected.Users, user)
	}
	for _, name := range s.Protected.Roles {
		l.Protected.Roles = append(l.Protected.Roles, schema.Role(name))
	}
	for _, name := range s.Protected.Last {
		l.Protected.Last = append(l.Protected.Last, schema.Role(name))
	}
	if err := l.Validate(); err != nil {
		return loader.Limits{}, phrase.Errorf("limits: %w", err)
	}
	return l, nil
}

// Read reads a file of settings. It is strict: an unknown key is an error, with
// its line.
func Read(name string) (Settings, error) {
	file, err := files.Open(name)
	if err != nil {
		return Settings{}, phrase.Errorf("reading the settings: %w", err)
	}
	defer file.Close()
	content, err := files.ReadAll(file, maxSize)
	if err != nil {
		return Settings{}, phrase.Errorf("reading the settings %s: %w", name, err)
	}
	s, err := parse(content, filepath.Dir(name))
	if err != nil {
		return Settings{}, phrase.Errorf("settings %s: %w", name, err)
	}
	return s, nil
}

func parse(content []byte, folder string) (Settings, error) {
	var document, more yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	if err := decoder.Decode(&document); err != nil && !errors.Is(err, io.EOF) {
		return Settings{}, strictyaml.InWords(err)
	}
	if err := decoder.Decode(&more); err != nil && !errors.Is(err, io.EOF) {
		return Settings{}, strictyaml.InWords(err)
	} else if err == nil {
		return Settings{}, phrase.Errorf("a settings file holds one document: take out the line --- and what follows it, or put it into a file of its own")
	}
	var s Settings
	if document.Kind == 0 {
		return s, nil // nothing but blanks and comments
	}
	if err := strictyaml.Decode(document.Content[0], &s, folder); err != nil {
		return Settings{}, err
	}
	var found []error
	for i, line := range strictyaml.LinesOf(document.Content[0], "sources") {
		s.Sources[i].line = line
		if err := s.Sources[i].choose(folder); err != nil {
			found = append(found, err)
		}
	}
	return s, errors.Join(append(found, s.problems()...)...)
}
