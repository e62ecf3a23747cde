package main

import (
	"os"
	"strconv"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"github.com/remit-authz/remit/internal/phrase"
)

// manVerb writes the manual.
func (p *program) manVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "man FOLDER",
		Short: "Write the manual pages, in the language that was asked for",
		Args:  exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o755); err != nil {
				return phrase.Errorf("writing the manual: %w", err)
			}
			root := cmd.Root()
			root.DisableAutoGenTag = true
			translateAll(p.words(), root)
			if err := doc.GenManTree(root, &doc.GenManHeader{Section: "1", Source: "remit", Manual: "remit", Date: madeAt()}, args[0]); err != nil {
				return phrase.Errorf("writing the manual: %w", err)
			}
			p.place.tell("the manual is in %s", args[0])
			return nil
		},
	}
}

// madeAt is the date of the pages: that of what they are made from, where whoever builds
// says it as reproducible builds do.
func madeAt() *time.Time {
	at := time.Now()
	if seconds, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64); err == nil {
		at = time.Unix(seconds, 0)
	}
	at = at.UTC()
	return &at
}

func translateAll(in phrase.Printer, cmd *cobra.Command) {
	translateLine(in, cmd)
	translateHelp(in, cmd)
	if actor := cmd.Flags().Lookup("actor"); actor != nil {
		actor.DefValue = "" // whoever reads the manual did not make it
	}
	for _, one := range cmd.Commands() {
		translateAll(in, one)
	}
}
