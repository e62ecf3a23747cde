package main

import (
	"fmt"
	"strings"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/schema"
)

// parseQuestion reads a question's three fields as people write them.
func parseQuestion(m schema.Model, subject, permission, resource string) (checker.Question, error) {
	user, err := parseUser(m, subject)
	if err != nil {
		return checker.Question{}, err
	}
	object, err := m.ParseRef(resource)
	if err != nil {
		return checker.Question{}, err
	}
	asked, err := parsePermission(m, permission, object.Type)
	if err != nil {
		return checker.Question{}, err
	}
	return checker.Question{Subject: user, Permission: asked, Resource: object}, nil
}

func parseUser(m schema.Model, s string) (schema.Ref, error) {
	r, err := m.ParseRef(s)
	if err != nil {
		return schema.Ref{}, err
	}
	if !m.Acts(r.Type) {
		return schema.Ref{}, fmt.Errorf("%s is not a user: only users act, such as user:%s/anna", r, r.Tenant)
	}
	return r, nil
}

// parsePermission reads "view_dossier", or "client#view_dossier" in full.
func parsePermission(m schema.Model, s string, t schema.Type) (schema.Permission, error) {
	typ, name, full := strings.Cut(s, "#")
	if !full {
		return m.NewPermission(t, s)
	}
	if schema.Type(typ) != t {
		return "", fmt.Errorf("permission %s is asked on a %s, not on a %s", schema.Shown(s), schema.Shown(typ), schema.Shown(string(t)))
	}
	return m.NewPermission(t, name)
}

// splitLine takes a line apart: at tabs where it has any, else at blanks.
func splitLine(line string) []string {
	if strings.Contains(line, "\t") {
		return strings.Split(line, "\t")
	}
	return strings.Fields(line)
}

// shownLine is a line as it was read, or, where something in it cannot be seen,
// its fields with tabs between them, those of which that is true in quotes. It
// asks what the line asks.
func shownLine(line string) string {
	if bare := strings.ReplaceAll(line, "\t", ""); schema.Escape(bare) == bare {
		return line
	}
	fields := splitLine(line)
	for i, field := range fields {
		if schema.Escape(field) != field {
			fields[i] = schema.Quote(field)
		}
	}
	return strings.Join(fields, "\t")
}

func splitQuestion(m schema.Model, line string) (checker.Question, error) {
	fields := splitLine(line)
	if len(fields) != 3 {
		return checker.Question{}, fmt.Errorf("has %d fields: write SUBJECT, PERMISSION and RESOURCE, separated by tabs, or by blanks in a line without a tab", len(fields))
	}
	return parseQuestion(m, fields[0], fields[1], fields[2])
}
