package output

import (
	"fmt"
	"image/color"
	"math"
	"path/filepath"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/plotutil"
	"gonum.org/v1/plot/vg"

	"github.com/remit-authz/remit/tools/bench/data"
	"github.com/remit-authz/remit/tools/bench/measure"
)

// drawn are the questions that have a plot, with the name of its file.
var drawn = []struct {
	file string
	cell measure.Cell
}{
	{"check", measure.Cell{Asked: measure.Check, Kind: data.Allowed, Callers: 1}},
	{"denied", measure.Cell{Asked: measure.Check, Kind: data.Denied, Callers: 1}},
	{"condition", measure.Cell{Asked: measure.Check, Kind: data.Condition, Callers: 1}},
	{"bulk", measure.Cell{Asked: measure.Bulk, Callers: 1}},
	{"caseload", measure.Cell{Asked: measure.Caseload, Callers: 1}},
	{"all", measure.Cell{Asked: measure.All, Callers: 1}},
	{"who", measure.Cell{Asked: measure.Who, Callers: 1}},
}

// Plots draws a file in the folder for each of some questions: bars of all systems at the
// largest size that was run, and lines over the sizes where there are several.
func Plots(folder string, r Results) error {
	sizes := r.Sizes()
	if len(sizes) == 0 {
		return nil
	}
	for _, d := range drawn {
		if err := bars(filepath.Join(folder, d.file+".svg"), r, sizes[len(sizes)-1], d.cell); err != nil {
			return err
		}
		if len(sizes) > 1 {
			if err := growth(filepath.Join(folder, d.file+"-growth.svg"), r, d.cell); err != nil {
				return err
			}
		}
	}
	return nil
}

func bars(file string, r Results, size int, cell measure.Cell) error {
	p := newPlot(fmt.Sprintf("%s, %s relationships", cell.Name(r.Listed(size)), thousands(size)))
	p.X.Label.Text = "processor time of one request, µs"
	p.X.Scale, p.X.Tick.Marker = plot.LogScale{}, plot.LogTicks{Prec: -1}
	var names []string
	least := math.Inf(1)
	var values []float64
	systems := measured(r, size)
	for i := len(systems) - 1; i >= 0; i-- { // the first on top
		f := r.Figure(size, systems[i], cell, Processor, Base)
		if f.Value == 0 {
			continue
		}
		names, values = append(names, systems[i]), append(values, f.Value/1e3)
		least = min(least, f.Value/1e3)
	}
	if len(values) == 0 {
		return nil
	}
	p.X.Min = math.Pow(10, math.Floor(math.Log10(least)))
	for i, value := range values {
		bar, err := plotter.NewPolygon(plotter.XYs{
			{X: p.X.Min, Y: float64(i) - 0.35}, {X: value, Y: float64(i) - 0.35}, {X: value, Y: float64(i) + 0.35}, {X: p.X.Min, Y: float64(i) + 0.35},
		})
		if err != nil {
			return err
		}
		bar.Color, bar.LineStyle.Width = colorOf(names[i]), 0
		label, err := plotter.NewLabels(plotter.XYLabels{XYs: plotter.XYs{{X: value, Y: float64(i) - 0.15}}, Labels: []string{" " + digits(value)}})
		if err != nil {
			return err
		}
		p.Add(bar, label)
		p.X.Max = max(p.X.Max, value*4)
	}
	p.NominalY(names...)
	return p.Save(7*vg.Inch, vg.Length(len(values))*0.3*vg.Inch+vg.Inch, file)
}

func growth(file string, r Results, cell measure.Cell) error {
	sizes := r.Sizes()
	p := newPlot(cell.Name(r.Listed(sizes[len(sizes)-1])))
	p.X.Label.Text, p.Y.Label.Text = "relationships", "processor time of one request, µs"
	p.X.Scale, p.X.Tick.Marker = plot.LogScale{}, plot.LogTicks{Prec: -1}
	p.Y.Scale, p.Y.Tick.Marker = plot.LogScale{}, plot.LogTicks{Prec: -1}
	p.Legend.Top, p.Legend.Left = true, true
	p.Legend.TextStyle.Font.Size = 8
	drawn := false
	for i, system := range r.Systems() {
		var points plotter.XYs
		for _, size := range sizes {
			if f := r.Figure(size, system, cell, Processor, Base); f.Value > 0 {
				points = append(points, plotter.XY{X: float64(size), Y: f.Value / 1e3})
			}
		}
		if len(points) == 0 {
			continue
		}
		line, marks, err := plotter.NewLinePoints(points)
		if err != nil {
			return err
		}
		line.Color, marks.Color = colorOf(system), colorOf(system)
		line.Dashes, marks.Shape = plotutil.Dashes(i), plotutil.Shape(i)
		p.Add(line, marks)
		p.Legend.Add(system, line, marks)
		drawn = true
	}
	if !drawn {
		return nil
	}
	return p.Save(8*vg.Inch, 6*vg.Inch, file)
}

func newPlot(title string) *plot.Plot {
	p := plot.New()
	p.Title.Text = title
	p.Add(plotter.NewGrid())
	return p
}

// colorOf is one for each family, so that what belongs together looks so.
func colorOf(system string) color.Color {
	for prefix, c := range map[string]color.RGBA{
		"remit":   {R: 0x1f, G: 0x77, B: 0xb4, A: 0xff},
		"SpiceDB": {R: 0xff, G: 0x7f, B: 0x0e, A: 0xff},
		"OpenFGA": {R: 0x2c, G: 0xa0, B: 0x2c, A: 0xff},
		"SQL":     {R: 0x94, G: 0x67, B: 0xbd, A: 0xff},
	} {
		if len(system) >= len(prefix) && system[:len(prefix)] == prefix {
			return c
		}
	}
	return color.RGBA{R: 0x7f, G: 0x7f, B: 0x7f, A: 0xff}
}
