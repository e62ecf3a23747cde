package main

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/remit-authz/remit/tools/bench/output"
)

const (
	resultsFile = "results.jsonl"
	tablesFile  = "results.md"
)

func rendering() *cobra.Command {
	return &cobra.Command{
		Use: "render FOLDER", Short: "makes tables and plots of the results in a folder again", Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return render(args[0]) },
	}
}

func render(folder string) (err error) {
	in, err := os.Open(filepath.Join(folder, resultsFile))
	if err != nil {
		return err
	}
	defer in.Close()
	results, err := output.Read(in)
	if err != nil {
		return err
	}
	out, err := os.Create(filepath.Join(folder, tablesFile))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	if err := output.Markdown(out, results); err != nil {
		return err
	}
	return output.Plots(folder, results)
}
