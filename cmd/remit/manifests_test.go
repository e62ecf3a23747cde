package main

import (
	"io"
	"os"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/remit-authz/remit/internal/settings"
)

// What the manifests start, with what settings: a flag or a setting that is not known
// would be found by whoever rolls it out.
func TestManifestsStartWhatThereIs(t *testing.T) {
	file, err := os.Open("deploy/kubernetes/remit.yaml")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	documents, started := yaml.NewDecoder(file), 0
	for {
		var document struct {
			Spec struct {
				Template struct {
					Spec struct {
						Containers []struct {
							Args []string `yaml:"args"`
						} `yaml:"containers"`
					} `yaml:"spec"`
				} `yaml:"template"`
			} `yaml:"spec"`
		}
		if err := documents.Decode(&document); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		for _, c := range document.Spec.Template.Spec.Containers {
			started++
			verb, rest, err := (&program{}).root().Find(c.Args)
			if err != nil || verb.Name() != "serve" {
				t.Fatalf("%v: %v", c.Args, err)
			}
			if err := verb.ParseFlags(rest); err != nil {
				t.Errorf("%s: %v", strings.Join(c.Args, " "), err)
			}
		}
	}
	if started != 1 {
		t.Errorf("%d containers are started", started)
	}
	if _, err := settings.Read("deploy/kubernetes/settings.yaml"); err != nil {
		t.Error(err)
	}
}
