package main

import (
	"bytes"
	"io"
	"iter"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/remit-authz/remit/internal/label"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/settings"
	"github.com/remit-authz/remit/internal/suggest"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
)

// labelFile is where the labels are; blank where none are kept.
func (p place) labelFile() string {
	switch {
	case p.settings.Labels == settings.LabelsOff:
		return ""
	case p.labels != "":
		return p.labels
	case p.hasNoStore() || p.isOther():
		return ""
	}
	return label.Beside(p.storeName())
}

// keepLabels keeps what a source calls things. That it cannot be kept changes nothing
// of who may do what: it is said.
func (p *program) keepLabels(named map[schema.Ref]label.Label) {
	file := p.place.labelFile()
	if file == "" {
		return
	}
	if err := label.Keep(file, named); err != nil {
		p.place.note("what users and objects are called is not kept: %v", err)
	}
}

// labelsOf is what a source calls things: a client as their login is called.
func labelsOf(src source.Source) map[schema.Ref]label.Label {
	named := map[schema.Ref]label.Label{}
	for _, t := range src.Tenants {
		named[schema.TenantRef(t.ID)] = label.Label{Name: t.Name}
	}
	for _, u := range src.Users {
		named[u.Ref] = label.Label{Name: u.Name, Email: u.Email}
	}
	for _, t := range src.Things {
		named[t.Ref] = label.Label{Name: t.Name}
	}
	for _, c := range src.Clients {
		if c.Login != (schema.Ref{}) {
			named[c.Ref] = label.Label{Name: named[c.Login].Name}
		}
	}
	return named
}

// directory are the labels, read once. One that cannot be read is said, and names nobody.
func (p *program) directory() label.Directory {
	if p.names.read {
		return p.names.directory
	}
	p.names.read = true
	if file := p.place.labelFile(); file != "" {
		d, err := label.Read(file)
		if err != nil {
			p.place.note("%v", err)
		} else {
			p.names.directory = d
		}
	}
	return p.names.directory
}

// names are what is known of what things are called, and whether people are to read it.
type names struct {
	wanted    bool // by --names
	read      bool
	directory label.Directory
}

// name is what a reference is called, for machines; blank for nothing.
func (p *program) name(ref schema.Ref) string {
	if ref.Type == schema.TypeAccount {
		ref.Type = schema.TypeUser
	}
	return p.directory().Of(ref).Name
}

// called is a reference for people: with its name behind it where they read it. What a
// program reads line by line is references only.
func (p *program) called(ref schema.Ref) string {
	if !p.showsNames() {
		return ref.String()
	}
	name := p.name(ref)
	if name == "" {
		return ref.String()
	}
	return ref.String() + "  (" + schema.Shown(name) + ")"
}

// calledBoth is what the two ends of a relationship are called, to stand behind it.
func (p *program) calledBoth(r relation.Relationship) string {
	if !p.showsNames() {
		return ""
	}
	var both []string
	for _, o := range []relation.Object{r.Resource, r.Subject} {
		if ref, known := o.Ref(); known && p.name(ref) != "" {
			both = append(both, schema.Shown(p.name(ref)))
		}
	}
	if len(both) == 0 {
		return ""
	}
	return "  (" + strings.Join(both, ", ") + ")"
}

// legend says below a text that is made of ids what those are called.
func (p *program) legend(refs ...schema.Ref) error {
	if !p.showsNames() {
		return nil
	}
	var said []schema.Ref
	for _, ref := range refs {
		name := p.name(ref)
		if name == "" || slices.Contains(said, ref) {
			continue
		}
		said = append(said, ref)
		if err := p.printf("  %s: %s\n", ref, schema.Shown(name)); err != nil {
			return err
		}
	}
	return nil
}

// withLegend prints a text of ids, with what those are called below it that it has.
func (p *program) withLegend(objects iter.Seq[relation.Object], write func(io.Writer) error) error {
	if !p.showsNames() {
		return write(p.out)
	}
	var text bytes.Buffer
	if err := write(io.MultiWriter(p.out, &text)); err != nil {
		return err
	}
	known := map[string]schema.Ref{}
	for o := range objects {
		if ref, ok := o.Ref(); ok && p.name(ref) != "" {
			known[ref.String()] = ref
		}
	}
	var said []schema.Ref
	for word := range strings.FieldsSeq(text.String()) {
		if ref, there := known[strings.TrimSuffix(strings.TrimRight(word, ",.:;()"), "'s")]; there {
			said = append(said, ref)
			delete(known, ref.String())
		}
	}
	return p.legend(said...)
}

// objectsOf are what a plan's changes are about.
func objectsOf(plan loader.Plan) iter.Seq[relation.Object] {
	return func(yield func(relation.Object) bool) {
		for _, t := range plan.Tenants {
			for c := range t.Changes.All() {
				if !yield(c.Resource) || !yield(c.Subject) {
					return
				}
			}
		}
	}
}

// calledObject is called of what an engine holds.
func (p *program) calledObject(o relation.Object) string {
	if ref, known := o.Ref(); known {
		return p.called(ref)
	}
	return o.String()
}

func (p *program) showsNames() bool { return p.names.wanted || p.screen.IsTerminal() }

func (p *program) labelVerb() *cobra.Command {
	verb := &cobra.Command{
		Use:   "label",
		Short: "Say what users and objects are called, or forget it",
		Args:  ofVerbs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	verb.AddCommand(
		&cobra.Command{
			Use:     "show REF...",
			Short:   "Print what is known of what users and objects are called",
			Example: `  remit label show user:veldzicht/anna`,
			Args:    atLeastOne,
			RunE:    func(_ *cobra.Command, args []string) error { return p.showLabels(args) },
		},
		&cobra.Command{
			Use:   "forget REF...",
			Short: "Take names and addresses away for good",
			Long: `Takes the name and the e-mail address of users, clients and objects out of the
directory of labels: nothing of them is left in the file, and no later sync brings them
back. Relationships and the record never had them. Copies that you made of the file are
yours to erase.`,
			Example: `  remit label forget user:veldzicht/anna`,
			Args:    atLeastOne,
			RunE:    func(_ *cobra.Command, args []string) error { return p.forgetLabels(args) },
		},
	)
	return verb
}

func parseRefs(args []string) ([]schema.Ref, error) {
	var refs []schema.Ref
	for _, arg := range args {
		ref, err := schema.ParseRef(arg)
		if err != nil {
			return nil, err
		}
		refs = append(refs, ref)
	}
	return refs, nil
}

var errNoLabels = phrase.Errorf("no labels are kept here: they lie beside a store, or where --labels FILE says, unless the settings switch them off")

// labelJSON is what somebody or something is called, for machines.
type labelJSON struct {
	Ref schema.Ref `json:"ref"`
	label.Label
}

// forgottenJSON are those whose labels are gone, for machines.
type forgottenJSON struct {
	Forgotten []schema.Ref `json:"forgotten"`
}

func (p *program) showLabels(args []string) error {
	refs, err := parseRefs(args)
	if err != nil {
		return err
	}
	d, _, err := p.readLabels()
	if err != nil {
		return err
	}
	known := p.labelled(d, refs)
	for _, ref := range known {
		l := d.Of(ref)
		if p.json {
			err = p.printJSON(labelJSON{ref, l})
		} else {
			err = p.printf("%s\t%s\t%s\n", ref, schema.Shown(l.Name), schema.Shown(l.Email))
		}
		if err != nil {
			return err
		}
	}
	return allOf(known, refs)
}

func (p *program) forgetLabels(args []string) error {
	refs, err := parseRefs(args)
	if err != nil {
		return err
	}
	d, file, err := p.readLabels()
	if err != nil {
		return err
	}
	known, had := p.labelled(d, refs), []schema.Ref{}
	if len(known) > 0 {
		if had, err = label.Forget(file, known...); err != nil {
			return err
		}
	}
	if p.json {
		err = p.printJSON(forgottenJSON{append([]schema.Ref{}, had...)})
	} else {
		err = p.say("forgotten: %d", len(had))
	}
	if err != nil {
		return err
	}
	return allOf(known, refs)
}

// readLabels are the labels that are to be shown or changed, and their file.
func (p *program) readLabels() (label.Directory, string, error) {
	file := p.place.labelFile()
	if file == "" {
		return label.Directory{}, "", errNoLabels
	}
	d, err := label.Read(file)
	return d, file, err
}

// labelled are those of the references that have or had a label. Of the others it says
// so: a typing error forgets nobody.
func (p *program) labelled(d label.Directory, refs []schema.Ref) (known []schema.Ref) {
	for _, ref := range refs {
		if d.Knows(ref) {
			known = append(known, ref)
			continue
		}
		near, meant := suggest.To(ref.ID), schema.Ref{}
		for _, other := range d.Refs() {
			if other.Type == ref.Type && other.Tenant == ref.Tenant && near.Consider(other.ID) {
				meant = other
			}
		}
		if meant == (schema.Ref{}) {
			p.tell("no label is known of %s: nothing of it was here to forget or to show", ref)
		} else {
			p.tell("no label is known of %s: nothing of it was here to forget or to show; did you mean %s?", ref, meant)
		}
	}
	return known
}

// allOf is errNo where some of the references are not known.
func allOf(known, refs []schema.Ref) error {
	if len(known) < len(refs) {
		return errNo
	}
	return nil
}
