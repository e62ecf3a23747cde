package strictyaml

import (
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/suggest"
	"github.com/remit-authz/remit/schema"
)

// unknownIn are the keys of a node that a value of a type has no field for, and the
// fractions in it where whole numbers belong, of which the library drops a part.
func unknownIn(node *yaml.Node, t reflect.Type) []error {
	if node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	var found []error
	switch {
	case t == nodeType: // kept for whoever knows what is in it
	case node.ShortTag() == "!!float" && (t.Kind() >= reflect.Int && t.Kind() <= reflect.Uint64):
		found = append(found, phrase.Errorf("line %d: %s is %s", node.Line, schema.Quote(node.Value), missed("int")))
	case node.Kind == yaml.SequenceNode && t.Kind() == reflect.Slice:
		for _, one := range node.Content {
			found = append(found, unknownIn(one, t.Elem())...)
		}
	case node.Kind == yaml.MappingNode && t.Kind() == reflect.Struct:
		for i := 0; i < len(node.Content); i += 2 {
			key := node.Content[i]
			field, ok := FieldsOf(t)[key.Value]
			if !ok {
				found = append(found, phrase.Errorf("line %d: key %s does not exist here: the keys are %s%s", key.Line,
					schema.Quote(key.Value), strings.Join(KeysOf(t), ", "), suggest.DidYouMean(key.Value, KeysOf(t))))
				continue
			}
			found = append(found, unknownIn(node.Content[i+1], field.Type)...)
		}
	}
	return found
}

// FieldsOf are the fields of a struct by their keys, and those of structs inline.
func FieldsOf(t reflect.Type) map[string]reflect.StructField {
	fields := map[string]reflect.StructField{}
	for _, field := range keyed(t) {
		fields[field.Tag.Get("yaml")] = field
	}
	return fields
}

// KeysOf are the keys of a struct, in its order.
func KeysOf(t reflect.Type) []string {
	var keys []string
	for _, field := range keyed(t) {
		keys = append(keys, field.Tag.Get("yaml"))
	}
	return keys
}

// keyed are the fields that have a key, with their index in t.
func keyed(t reflect.Type) []reflect.StructField {
	return slices.DeleteFunc(reflect.VisibleFields(t), func(f reflect.StructField) bool {
		key := f.Tag.Get("yaml")
		return key == "" || key == "-" || key == ",inline"
	})
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
