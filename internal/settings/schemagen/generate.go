package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/remit-authz/remit/internal/gocomment"
	"github.com/remit-authz/remit/internal/settings"
	"github.com/remit-authz/remit/internal/strictyaml"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/loader/source/formats"
	"github.com/remit-authz/remit/schema"
)

// node is a part of a JSON Schema, with its keywords in the order in which people
// read them.
type node struct {
	Schema     string     `json:"$schema,omitempty"`
	Title      string     `json:"title,omitempty"`
	About      string     `json:"description,omitempty"`
	Type       string     `json:"type,omitempty"`
	Pattern    string     `json:"pattern,omitempty"`
	Enum       []string   `json:"enum,omitempty"`
	Const      string     `json:"const,omitempty"`
	Minimum    *int       `json:"minimum,omitempty"`
	Items      *node      `json:"items,omitempty"`
	Properties properties `json:"properties,omitempty"`
	Additional any        `json:"additionalProperties,omitempty"`
	Required   []string   `json:"required,omitempty"`
	If         *node      `json:"if,omitempty"`
	Then       *node      `json:"then,omitempty"`
	AllOf      []*node    `json:"allOf,omitempty"`
	Ref        string     `json:"$ref,omitempty"`
	Defs       properties `json:"$defs,omitempty"`
}

// property is a key with what belongs under it.
type property struct {
	key string
	*node
}

// properties are keys in the order of the struct.
type properties []property

// MarshalJSON writes an object with its keys in their order.
func (p properties) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	for i, one := range p {
		value, err := json.Marshal(one.node)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "%c%q:%s", "{,"[min(i, 1)], one.key, value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// generate is the schema of the module in a folder.
func generate(root string) ([]byte, error) {
	g := &generator{comments: gocomment.In(root)}
	n, err := g.object(reflect.TypeFor[settings.Settings]())
	if err != nil {
		return nil, err
	}
	n.Schema, n.Title, n.About = "https://json-schema.org/draft/2020-12/schema", settings.Name, "Settings of remit, beside the store or named by --settings."
	for _, known := range formats.All() {
		options, err := g.object(known.Options)
		if err != nil {
			return nil, err
		}
		n.Defs = append(n.Defs, property{known.Name, options})
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err = encoder.Encode(n)
	return b.Bytes(), err
}

type generator struct{ comments *gocomment.Source }

// object is a struct, of which each key is described by the field's comment.
func (g *generator) object(t reflect.Type) (*node, error) {
	n := &node{Type: "object", Additional: false}
	for _, key := range strictyaml.KeysOf(t) {
		field := strictyaml.FieldsOf(t)[key]
		about, err := g.comments.Above(owner(t, field), field.Name)
		if err != nil {
			return nil, err
		}
		child, err := g.value(field.Type)
		if err != nil {
			return nil, fmt.Errorf("%s.%s: %w", t, field.Name, err)
		}
		child.About = about
		n.Properties = append(n.Properties, property{key, child})
	}
	if t == reflect.TypeFor[settings.Source]() {
		n.Required = []string{"name"}
		n.AllOf = g.options(n)
	}
	return n, nil
}

// owner is the struct that has a field: t, or one that is inline in it.
func owner(t reflect.Type, field reflect.StructField) reflect.Type {
	if len(field.Index) == 1 {
		return t
	}
	return t.FieldByIndex(field.Index[:len(field.Index)-1]).Type
}

// options say of each format which options it has.
func (g *generator) options(sources *node) []*node {
	var all []*node
	for _, known := range formats.All() {
		all = append(all, &node{
			If:   &node{Properties: properties{{"format", &node{Const: known.Name}}}, Required: []string{"format"}},
			Then: &node{Properties: properties{{"options", &node{Ref: "#/$defs/" + known.Name}}}},
		})
		for _, p := range sources.Properties {
			if p.key == "format" {
				p.Enum = append(p.Enum, known.Name)
			}
		}
	}
	return all
}

func (g *generator) value(t reflect.Type) (*node, error) {
	zero := 0
	switch t {
	case reflect.TypeFor[yaml.Node]():
		return &node{Type: "object"}, nil
	case reflect.TypeFor[time.Duration]():
		return &node{Type: "string", Pattern: "^[0-9]+(ns|us|ms|s|m|h)"}, nil
	case reflect.TypeFor[schema.TenantID]():
		return &node{Type: "string", Pattern: "^[a-z0-9-]{1,64}$"}, nil
	case reflect.TypeFor[source.Kind]():
		kinds := &node{Type: "string"}
		for _, k := range source.Kinds() {
			kinds.Enum = append(kinds.Enum, string(k))
		}
		return kinds, nil
	}
	switch t.Kind() {
	case reflect.String:
		return &node{Type: "string"}, nil
	case reflect.Bool:
		return &node{Type: "boolean"}, nil
	case reflect.Int, reflect.Int64, reflect.Uint32:
		return &node{Type: "integer", Minimum: &zero}, nil
	case reflect.Float64:
		return &node{Type: "number", Minimum: &zero}, nil
	case reflect.Struct:
		return g.object(t)
	case reflect.Slice:
		items, err := g.value(t.Elem())
		return &node{Type: "array", Items: items}, err
	case reflect.Map:
		values, err := g.value(t.Elem())
		return &node{Type: "object", Additional: values}, err
	}
	return nil, fmt.Errorf("a %s has no schema", t)
}
