// Package strictyaml decodes YAML that people write into structs, and takes nothing
// that it does not know.
package strictyaml

import (
	"errors"
	"path/filepath"
	"reflect"

	"go.yaml.in/yaml/v3"
)

// Decode decodes a node into the struct that value points at; nothing is a zero
// node. A key that the struct has not is an error with its line and what could be
// meant. Fields with the tag `path:"folder"` name files: those that do not begin at
// the root begin at folder.
func Decode(node *yaml.Node, value any, folder string) error {
	if node.IsZero() {
		return nil
	}
	if err := errors.Join(unknownIn(node, reflect.TypeOf(value).Elem())...); err != nil {
		return err
	}
	if err := node.Decode(value); err != nil {
		return InWords(err)
	}
	within(folder, reflect.ValueOf(value).Elem())
	return nil
}

// within makes every path in a value one that is seen from where the program runs.
func within(folder string, v reflect.Value) {
	switch v.Kind() {
	case reflect.Slice:
		for i := range v.Len() {
			within(folder, v.Index(i))
		}
	case reflect.Struct:
		if v.Type() == nodeType {
			return
		}
		for _, field := range FieldsOf(v.Type()) {
			one := v.FieldByIndex(field.Index)
			if field.Tag.Get("path") == "" {
				within(folder, one)
			} else if name := one.String(); name != "" && !filepath.IsAbs(name) {
				one.SetString(filepath.Join(folder, name))
			}
		}
	}
}

var nodeType = reflect.TypeFor[yaml.Node]()
