package eval

import (
	"github.com/remit-authz/remit/internal/graph"
	"github.com/remit-authz/remit/internal/graph/paths"
)

// none allows nobody: nil.
type none struct{}

func (none) check(*Evaluation, graph.ObjectID, int) Outcome { return Denied }

func (none) resources(*resources) *set                       { return newSet() }
func (none) manyResources(*resources, int) int               { return 0 }
func (none) subjects(*subjects, graph.ObjectID) *set         { return newSet() }
func (none) manySubjects(*subjects, graph.ObjectID, int) int { return 0 }

func (none) paths(*finder, graph.ObjectID) []paths.Path    { return nil }
func (none) absences(*finder, graph.ObjectID) []paths.Path { return []paths.Path{{}} }

func (none) references(*Schema) []graph.RelationID { return nil }
func (none) follows() []graph.RelationID           { return nil }
func (none) cost(*Schema, costs) int               { return 0 }
func (none) sort(*Schema, costs)                   {}
