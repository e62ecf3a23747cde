package explain

import (
	"fmt"
	"io"
	"strings"

	"github.com/remit-authz/remit/schema"
)

// arrow is one relationship of a diagram, its texts as they are shown to people.
type arrow struct {
	from, label, to string
	// missing is drawn broken: it would have to come, or to go.
	missing bool
}

// arrows are the path, or the nearest set of changes that is missing.
func (x Explanation) arrows() []arrow {
	var arrows []arrow
	for _, s := range x.Path {
		arrows = append(arrows, s.arrow())
	}
	if len(x.Remedies) == 0 {
		return arrows
	}
	for _, c := range x.Remedies[0].Changes {
		a := c.Step.arrow()
		a.missing = true
		if c.Gone {
			a.label = "no longer " + a.label
		}
		arrows = append(arrows, a)
	}
	return arrows
}

// arrow goes from who to what, as people read it.
func (s Step) arrow() arrow {
	subject, relation, resource := schema.Shown(s.subject()), schema.Shown(s.Relation.Name()), schema.Shown(written(s.Resource))
	if s.parent() {
		return arrow{resource, relation, subject, false}
	}
	return arrow{subject, relation, resource, false}
}

// WriteMermaid writes a Mermaid flowchart of the path, or of the nearest set
// of changes that is missing, broken.
func (x Explanation) WriteMermaid(w io.Writer) error {
	var b strings.Builder
	b.WriteString("flowchart LR\n")
	nodes := map[string]string{}
	node := func(text string) string {
		if id, ok := nodes[text]; ok {
			return id
		}
		id := fmt.Sprintf("n%d", len(nodes))
		nodes[text] = id
		fmt.Fprintf(&b, "  %s[\"%s\"]\n", id, mermaidText.Replace(text))
		return id
	}
	for _, a := range x.arrows() {
		from, to := node(a.from), node(a.to)
		line := "-->"
		if a.missing {
			line = "-.->"
		}
		fmt.Fprintf(&b, "  %s %s|\"%s\"| %s\n", from, line, mermaidText.Replace(a.label), to)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// mermaidText keeps an id from ending a label, or from being read as markup.
var mermaidText = strings.NewReplacer(`"`, "#quot;", "<", "#lt;", ">", "#gt;", "&", "#amp;", "#", "#35;", "`", "#96;")

// WriteDOT writes the same for Graphviz.
func (x Explanation) WriteDOT(w io.Writer) error {
	var b strings.Builder
	b.WriteString("digraph explanation {\n  rankdir=LR;\n")
	for _, a := range x.arrows() {
		style := "solid"
		if a.missing {
			style = "dashed"
		}
		fmt.Fprintf(&b, "  %s -> %s [label=%s, style=%s];\n", dotText(a.from), dotText(a.to), dotText(a.label), style)
	}
	b.WriteString("}\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func dotText(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}
