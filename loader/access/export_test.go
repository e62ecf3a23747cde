package access

import "github.com/remit-authz/remit/internal/graph"

// Asked are the permissions of a graph's schema that a difference looks at.
func Asked(g *graph.Graph) []graph.Permission { return side(g, g).Permissions }
