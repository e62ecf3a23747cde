package eval

import (
	"fmt"
	"slices"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// knownFields are what each message of a schema may say here. A field that a
// later SpiceDB adds may be a condition, and reading past it would be an answer
// without that.
var knownFields = map[protoreflect.FullName][]protoreflect.Name{
	"core.v1.Relation":                          {"name", "userset_rewrite", "type_information", "metadata", "source_position", "aliasing_relation", "canonical_cache_key"},
	"core.v1.TypeInformation":                   {"allowed_direct_relations"},
	"core.v1.AllowedRelation":                   {"namespace", "relation", "public_wildcard", "source_position", "required_caveat", "required_expiration"},
	"core.v1.AllowedRelation.PublicWildcard":    {},
	"core.v1.AllowedCaveat":                     {"caveat_name"},
	"core.v1.ExpirationTrait":                   {},
	"core.v1.UsersetRewrite":                    {"union", "intersection", "exclusion", "source_position"},
	"core.v1.SetOperation":                      {"child"},
	"core.v1.SetOperation.Child":                {"computed_userset", "tuple_to_userset", "userset_rewrite", "functioned_tuple_to_userset", "_nil", "_self", "_this", "source_position", "operation_path"},
	"core.v1.SetOperation.Child.Nil":            {},
	"core.v1.SetOperation.Child.Self":           {},
	"core.v1.ComputedUserset":                   {"object", "relation", "source_position"},
	"core.v1.TupleToUserset":                    {"tupleset", "computed_userset", "source_position"},
	"core.v1.TupleToUserset.Tupleset":           {"relation"},
	"core.v1.FunctionedTupleToUserset":          {"function", "tupleset", "computed_userset", "source_position"},
	"core.v1.FunctionedTupleToUserset.Tupleset": {"relation"},
	"core.v1.SourcePosition":                    {"zero_indexed_line_number", "zero_indexed_column_position"},
}

// known refuses a message that says more than is known here, also in its parts.
func known(m protoreflect.ProtoMessage) error { return knownMessage(m.ProtoReflect()) }

func knownMessage(m protoreflect.Message) error {
	name := m.Descriptor().FullName()
	fields, ok := knownFields[name]
	if !ok || len(m.GetUnknown()) > 0 {
		return fmt.Errorf("%s says what is not known here", name)
	}
	var err error
	m.Range(func(field protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		switch {
		case !slices.Contains(fields, field.Name()):
			err = fmt.Errorf("%s of %s is not known", field.Name(), name)
		case field.Message() == nil, field.Name() == "metadata": // metadata are comments
		case field.IsList():
			for i := range value.List().Len() {
				if err = knownMessage(value.List().Get(i).Message()); err != nil {
					break
				}
			}
		default:
			err = knownMessage(value.Message())
		}
		return err == nil
	})
	return err
}
