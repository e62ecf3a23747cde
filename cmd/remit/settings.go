package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/settings"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/source"
)

// readSettings reads the settings that --settings names, or those beside the
// store, if there are any.
func (p *place) readSettings() (err error) {
	name := p.settingsFile
	switch {
	case p.flags.Changed("settings") && name == "":
		return phrase.Errorf("--settings is blank: name the file, or leave it out")
	case name == "" && (p.data != "" || p.hasNoStore()):
		return nil // there is no store that they could be beside
	case name == "":
		name = filepath.Join(filepath.Dir(p.storeName()), settings.Name)
		if _, err := os.Lstat(name); errors.Is(err, fs.ErrNotExist) {
			return nil
		}
	}
	if p.settings, err = settings.Read(name); err != nil {
		return err
	}
	if !p.flags.Changed("model") {
		p.model = p.settings.Model
	}
	return nil
}

// sources reads what a verb names, or else every source of the settings, and says
// what it is called.
func (p place) sources(ctx context.Context, args []string) (src source.Source, name string, err error) {
	if len(args) == 1 {
		src, err = p.readSource(ctx, args[0])
		return src, args[0], err
	}
	if len(p.settings.Sources) == 0 {
		return src, "", errNoSource
	}
	var members []source.Member
	var names []string
	for _, s := range p.settings.Sources {
		records, err := s.Records(ctx)
		if err != nil {
			return src, "", phrase.Errorf("source %s: %w", s.Name, err)
		}
		members = append(members, source.Member{Name: s.Name, Tenants: s.Tenants, Owns: s.Owns, Records: records})
		names = append(names, s.Name)
	}
	name = strings.Join(names, ", ")
	if src, err = p.reading.CheckAll(members); err != nil {
		of := phrase.Of("sources %s", name)
		if len(names) == 1 {
			of = phrase.Of("source %s", name)
		}
		return src, "", p.sourceError(of, err)
	}
	return src, name, nil
}

// sourcePaths are the folders and files of what a verb names, or else of the
// settings; a source that is read from its server has none.
func (p place) sourcePaths(args []string) ([]string, error) {
	if len(args) == 1 {
		return args, nil
	}
	if len(p.settings.Sources) == 0 {
		return nil, errNoSource
	}
	var paths []string
	for _, s := range p.settings.Sources {
		if s.Path != "" {
			paths = append(paths, s.Path)
		}
	}
	return paths, nil
}

// errNoSource is a verb that names no source, where the settings do not either.
var errNoSource = phrase.Errorf("no source is named: give a folder, or list sources in %s beside the store (or in --settings FILE)", settings.Name)

// limits are those of the settings, which were checked when they were read.
func (p place) limits() loader.Limits {
	l, _ := p.settings.LoaderLimits()
	return l
}

// limited are the limits of the settings, with what flags lift.
func (p place) limited(verb *cobra.Command, flags loader.Limits) loader.Limits {
	l := p.limits()
	if verb.Flags().Changed("allow-removals") {
		l.AllowRemovals, l.StandingRemovals = flags.AllowRemovals, 0
	}
	if verb.Flags().Changed("allow-access") {
		l.AllowAccess, l.StandingAccess = flags.AllowAccess, 0
	}
	return l
}

// atLeastOne wants one argument or more.
func atLeastOne(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return phrase.Errorf("%s: nothing is given: write it as `%s`", cmd.CommandPath(), usage(cmd.UseLine()))
	}
	return nil
}

// oneOrTwo wants one argument, and takes another.
func oneOrTwo(cmd *cobra.Command, args []string) error {
	if len(args) > 2 {
		return phrase.Errorf("%s: more is given than belongs there: write it as `%s`", cmd.CommandPath(), usage(cmd.UseLine()))
	}
	return atLeastOne(cmd, args)
}

// ofVerbs takes the verbs below it, and says which one could be meant.
func ofVerbs(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	cmd.SuggestionsMinimumDistance = cmd.Root().SuggestionsMinimumDistance
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		return phrase.Errorf("unknown command %q of %s; %s", args[0], cmd.CommandPath(), suggested(near))
	}
	return phrase.Errorf("unknown command %q of %s; see `%s --help`", args[0], cmd.CommandPath(), cmd.CommandPath())
}

// atMostOne wants one argument or none.
func atMostOne(cmd *cobra.Command, args []string) error {
	if len(args) > 1 {
		return phrase.Errorf("%s: %d given where one belongs at most: write it as `%s`", cmd.CommandPath(), len(args), usage(cmd.UseLine()))
	}
	return nil
}
