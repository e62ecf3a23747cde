package settings

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/remit-authz/remit/internal/suggest"
	"github.com/remit-authz/remit/schema"
)

// unknownKeys are the keys of a node that a value of this kind has no field for.
func unknownKeys(node *yaml.Node, value any) []error { return unknownIn(node, reflect.TypeOf(value)) }

func unknownIn(node *yaml.Node, t reflect.Type) []error {
	if node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	var found []error
	switch {
	case node.Kind == yaml.SequenceNode && t.Kind() == reflect.Slice:
		for _, one := range node.Content {
			found = append(found, unknownIn(one, t.Elem())...)
		}
	case node.Kind == yaml.MappingNode && t.Kind() == reflect.Struct:
		for i := 0; i < len(node.Content); i += 2 {
			key := node.Content[i]
			field, ok := fieldsOf(t)[key.Value]
			if !ok {
				found = append(found, fmt.Errorf("line %d: key %s does not exist here: the keys are %s%s", key.Line,
					schema.Quote(key.Value), strings.Join(keysOf(t), ", "), suggest.DidYouMean(key.Value, keysOf(t))))
				continue
			}
			found = append(found, unknownIn(node.Content[i+1], field.Type)...)
		}
	}
	return found
}

// fieldsOf are the fields of a struct by their keys.
func fieldsOf(t reflect.Type) map[string]reflect.StructField {
	fields := map[string]reflect.StructField{}
	for _, key := range keysOf(t) {
		for i := range t.NumField() {
			if t.Field(i).Tag.Get("yaml") == key {
				fields[key] = t.Field(i)
			}
		}
	}
	return fields
}

// keysOf are the keys of a struct, in its order.
func keysOf(t reflect.Type) []string {
	var keys []string
	for i := range t.NumField() {
		if key := t.Field(i).Tag.Get("yaml"); key != "" {
			keys = append(keys, key)
		}
	}
	return keys
}

// linesOf are the lines of the items under a key.
func linesOf(mapping *yaml.Node, key string) []int {
	i := slices.IndexFunc(mapping.Content, func(n *yaml.Node) bool { return n.Value == key })
	if i < 0 || i+1 >= len(mapping.Content) {
		return nil
	}
	items := mapping.Content[i+1]
	if items.Kind == yaml.AliasNode {
		items = items.Alias
	}
	var lines []int
	for _, item := range items.Content {
		lines = append(lines, item.Line)
	}
	return lines
}
