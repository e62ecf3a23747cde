package enginetest

import (
	"bytes"
	"io/fs"
	"maps"
	"slices"
	"testing/fstest"

	"github.com/remit-authz/remit/fixtures/generate"
)

// ScaleWorld is the folder of sources by which benchmarks measure a sync: tenants of some
// 75,000 relationships each.
func ScaleWorld(tenants int) fs.FS {
	return generate.World(generate.Size{Tenants: tenants, Users: 400, Clients: 14_000, Links: 32_000}, 1)
}

// LesserScaleWorld is the same without each fortieth link, which is a hundredth of the
// relationships.
func LesserScaleWorld(tenants int) fs.FS {
	all := ScaleWorld(tenants).(fstest.MapFS)
	fewer := maps.Clone(all)
	row := 0
	links := slices.DeleteFunc(bytes.SplitAfter(all["links.csv"].Data, []byte("\n")), func([]byte) bool { row++; return row%40 == 0 })
	fewer["links.csv"] = &fstest.MapFile{Data: bytes.Join(links, nil), Mode: 0o644}
	return fewer
}
