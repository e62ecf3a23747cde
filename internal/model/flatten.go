package model

import (
	"context"
	"hash/crc32"

	"github.com/authzed/spicedb/pkg/schemadsl/compiler"
	"github.com/authzed/spicedb/pkg/schemadsl/generator"
	"google.golang.org/protobuf/proto"

	"github.com/remit-authz/remit/internal/phrase"
)

// Flatten is a compiled schema as one text without imports, which is what an
// engine accepts.
func Flatten(compiled *compiler.CompiledSchema) (string, error) {
	text, complete, err := generator.GenerateSchema(context.Background(), compiled.OrderedDefinitions)
	if err != nil {
		return "", err
	}
	if !complete {
		return "", phrase.Errorf("the schema has parts that cannot be written as text")
	}
	return text + "\n", nil
}

// Edition is a number that is another one for schemas that mean something else,
// whatever is said about their names.
func Edition(compiled *compiler.CompiledSchema) (uint32, error) {
	bare := &compiler.CompiledSchema{}
	for _, def := range compiled.OrderedDefinitions {
		one := proto.Clone(def).(compiler.SchemaDefinition)
		forget(one.ProtoReflect())
		bare.OrderedDefinitions = append(bare.OrderedDefinitions, one)
	}
	text, err := Flatten(bare)
	return crc32.ChecksumIEEE([]byte(text)), err
}
