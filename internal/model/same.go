package model

import (
	"maps"

	"github.com/authzed/spicedb/pkg/caveats/types"
	core "github.com/authzed/spicedb/pkg/proto/core/v1"
	"github.com/authzed/spicedb/pkg/schemadsl/generator"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// same says whether two relations or permissions are the same but for what is
// said about them and where.
func same(a, b *core.Relation) bool {
	x, y := proto.Clone(a), proto.Clone(b)
	forget(x.ProtoReflect())
	forget(y.ProtoReflect())
	return proto.Equal(x, y)
}

func sameCaveat(a, b *core.CaveatDefinition) (bool, error) {
	if !maps.EqualFunc(a.GetParameterTypes(), b.GetParameterTypes(), func(x, y *core.CaveatTypeReference) bool { return proto.Equal(x, y) }) {
		return false, nil
	}
	x, err := caveatText(a)
	if err != nil {
		return false, err
	}
	y, err := caveatText(b)
	return x == y, err
}

func caveatText(c *core.CaveatDefinition) (string, error) {
	text, _, err := generator.GenerateCaveatSource(&core.CaveatDefinition{
		Name: c.GetName(), SerializedExpression: c.GetSerializedExpression(), ParameterTypes: c.GetParameterTypes(),
	}, types.Default.TypeSet)
	return text, err
}

// forget clears positions and comments in a message and all that it is made of.
func forget(m protoreflect.Message) {
	m.Range(func(field protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		switch {
		case field.Message() == nil || field.IsMap():
		case field.Message().Name() == "SourcePosition", field.Message().Name() == "Metadata":
			m.Clear(field)
		case field.IsList():
			for i := range value.List().Len() {
				forget(value.List().Get(i).Message())
			}
		default:
			forget(value.Message())
		}
		return true
	})
}
