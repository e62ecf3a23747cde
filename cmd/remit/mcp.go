package main

import (
	"context"
	"errors"
	"io"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/explain"
	"github.com/remit-authz/remit/internal/api"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

func (p *program) mcpVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "mcp",
		Short: "Answer an assistant's questions (Model Context Protocol)",
		Long: `Answers the questions of an assistant by the Model Context Protocol, over standard
input and output, until that ends: check, can, who, which and explain. Nothing is
changed. Whoever starts it may ask about all tenants; under a key, and for its
tenants alone, "remit serve --http" answers the same at /mcp.

What an assistant is told is data that people have chosen, ids above all: it is
shown so that none of it hides or turns, and an assistant is told that it is no
instruction. Give the assistant no tool that acts on what it reads unasked.

A store is held open meanwhile, and nobody can write to it: for a store that is
served, ask that with --endpoint.`,
		Example: `  remit mcp --source fixtures/care
  remit mcp --endpoint 127.0.0.1:50051 --key-file admin.key`,
		Args: exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.ask(cmd.Context(), func(m schema.Model, conn *grpc.ClientConn) error { return p.assist(cmd.Context(), m, conn) })
		},
	}
}

func (p *program) assist(ctx context.Context, m schema.Model, conn *grpc.ClientConn) error {
	in, err := p.input(ctx, "-")
	if err != nil {
		return err
	}
	defer in.Close()
	h := api.New(api.Options{
		Conn: conn, Checker: checker.New(conn, checker.Options{Model: m}), Explainer: explain.New(conn, explain.Options{Model: m}), Model: m,
	})
	// What is written is for a machine, which reads escapes back.
	err = h.Assistants(api.Caller{ID: "stdio", Everywhere: true}).Run(ctx, &lines{in: in, out: forMachines(p.verbatim())})
	if ctx.Err() != nil || errors.Is(err, io.EOF) {
		return nil
	}
	if err != nil {
		return phrase.Errorf("answering an assistant: %w", err)
	}
	return nil
}
