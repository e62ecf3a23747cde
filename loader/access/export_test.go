package access

import (
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/graph/zed"
)

// Asked are the permissions of a graph's schema that a difference looks at.
func Asked(g *eval.Snapshot) []zed.Permission { return side(g, g).Permissions }
