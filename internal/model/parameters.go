package model

import (
	"maps"
	"slices"

	"github.com/remit-authz/remit/internal/graph/zed"
	"github.com/remit-authz/remit/schema"
)

// Parameters are what the caveats of a model take, by name, each once and sorted.
func Parameters(m schema.Model) ([]string, error) {
	read, err := zed.Parse(m.Text())
	if err != nil {
		return nil, err
	}
	names := map[string]bool{}
	for _, c := range read.Caveats {
		for name := range c.Parameters {
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names)), nil
}
