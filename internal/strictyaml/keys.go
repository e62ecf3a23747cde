package strictyaml

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/remit-authz/remit/internal/suggest"
	"github.com/remit-authz/remit/schema"
)

// unknownIn are the keys of a node that a value of a type has no field for.
func unknownIn(node *yaml.Node, t reflect.Type) []error {
	if node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	var found []error
	switch {
	case t == nodeType: // kept for whoever knows what is in it
	case node.Kind == yaml.SequenceNode && t.Kind() == reflect.Slice:
		for _, one := range node.Content {
			found = append(found, unknownIn(one, t.Elem())...)
		}
	case node.Kind == yaml.MappingNode && t.Kind() == reflect.Struct:
		for i := 0; i < len(node.Content); i += 2 {
			key := node.Content[i]
			field, ok := FieldsOf(t)[key.Value]
			if !ok {
				found = append(found, fmt.Errorf("line %d: key %s does not exist here: the keys are %s%s", key.Line,
					schema.Quote(key.Value), strings.Join(KeysOf(t), ", "), suggest.DidYouMean(key.Value, KeysOf(t))))
				continue
			}
			found = append(found, unknownIn(node.Content[i+1], field.Type)...)
		}
	}
	return found
}

// FieldsOf are the fields of a struct by their keys.
func FieldsOf(t reflect.Type) map[string]reflect.StructField {
	fields := map[string]reflect.StructField{}
	for _, key := range KeysOf(t) {
		for i := range t.NumField() {
			if t.Field(i).Tag.Get("yaml") == key {
				fields[key] = t.Field(i)
			}
		}
	}
	return fields
}

// KeysOf are the keys of a struct, in its order.
func KeysOf(t reflect.Type) []string {
	var keys []string
	for i := range t.NumField() {
		if key := t.Field(i).Tag.Get("yaml"); key != "" {
			keys = append(keys, key)
		}
	}
	return keys
}

// LinesOf are the lines of the items under a key.
func LinesOf(mapping *yaml.Node, key string) []int {
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
