package document

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strconv"

	"go.yaml.in/yaml/v3"

	"github.com/remit-authz/remit/internal/phrase"
)

func parseYAML(content []byte) (*node, error) {
	// A file that is cut off inside a line can be a whole document, with half a name.
	if len(content) > 0 && content[len(content)-1] != '\n' {
		return nil, &syntaxError{place{line: 1 + bytes.Count(content, []byte("\n")), column: 1},
			phrase.Of("does not end its last line: it may be cut off; if it is whole, add a line break at the end")}
	}
	d := yaml.NewDecoder(bytes.NewReader(content))
	var document yaml.Node
	if err := d.Decode(&document); err != nil && !errors.Is(err, io.EOF) {
		return nil, notYAML(err)
	}
	var more yaml.Node
	switch err := d.Decode(&more); {
	case err == nil:
		return nil, &syntaxError{place{more.Line, more.Column}, phrase.Of("goes on after its end: a file holds one document")}
	case !errors.Is(err, io.EOF):
		return nil, notYAML(err)
	}
	if len(document.Content) == 0 {
		return &node{at: place{1, 1}, shape: nothing}, nil
	}
	return convert(document.Content[0], 0)
}

var yamlLine = regexp.MustCompile(`^yaml: (?:line ([0-9]+): )?`)

func notYAML(err error) error {
	found := yamlLine.FindStringSubmatch(err.Error())
	if found == nil {
		return &syntaxError{place{1, 1}, phrase.Of("is not YAML: %v", err)}
	}
	line, _ := strconv.Atoi(found[1]) // blank is the first
	return &syntaxError{place{max(1, line), 1}, phrase.Of("is not YAML: %v", errors.New(err.Error()[len(found[0]):]))}
}

// convert makes a node of YAML's. What stands for something else is refused: it is
// not what a reader sees.
func convert(y *yaml.Node, depth int) (*node, error) {
	n := &node{at: place{y.Line, y.Column}, text: y.Value}
	switch {
	case y.Kind == yaml.AliasNode:
		return nil, &syntaxError{n.at, phrase.Of("stands for another place (*%s): write out what is meant", y.Value)}
	case y.Anchor != "":
		return nil, &syntaxError{n.at, phrase.Of("names its place (&%s): take that away, and write out what is meant wherever it is", y.Anchor)}
	case y.Style&yaml.TaggedStyle != 0:
		return nil, &syntaxError{n.at, phrase.Of("has a tag (%s): write a text in quotes instead", y.Tag)}
	case y.Kind == yaml.ScalarNode:
		n.shape = scalar(y)
		return n, nil
	case depth == maxDepth:
		return nil, tooDeep(n.at)
	case y.Kind == yaml.SequenceNode:
		n.shape = aList
		for _, item := range y.Content {
			converted, err := convert(item, depth+1)
			if err != nil {
				return nil, err
			}
			n.items = append(n.items, converted)
		}
		return n, nil
	}
	n.shape = anEntry
	return n, convertMembers(n, y, depth)
}

func convertMembers(n *node, y *yaml.Node, depth int) error {
	seen := map[string]place{}
	for i := 0; i+1 < len(y.Content); i += 2 {
		name, err := convert(y.Content[i], depth+1)
		if err != nil {
			return err
		}
		if len(name.members)+len(name.items) > 0 || name.shape == aList || name.shape == anEntry {
			return &syntaxError{name.at, phrase.Of("has a name that is no text")}
		}
		value, err := convert(y.Content[i+1], depth+1)
		if err != nil {
			return err
		}
		if err := n.add(member{name.at, name.text, value}, seen); err != nil {
			return err
		}
	}
	return nil
}

// scalar is the shape of a plain or quoted value. The words on, off, yes and no are
// texts, and so is a time, as it is written.
func scalar(y *yaml.Node) shape {
	switch y.Tag {
	case "!!int", "!!float":
		return aNumber
	case "!!bool":
		return aTruth
	case "!!null":
		if y.Value == "" {
			return aText // a field with nothing behind it is blank
		}
		return nothing
	}
	return aText
}
