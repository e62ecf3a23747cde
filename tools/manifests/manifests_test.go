// Package manifests holds cmd/remit/deploy/kubernetes to what Kubernetes and SpiceDB's
// operator take, and to what remit promises of itself.
package manifests

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	apps "k8s.io/api/apps/v1"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	policy "k8s.io/api/policy/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	kubernetesjson "sigs.k8s.io/json"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"
)

const folder = "../../cmd/remit/deploy/kubernetes"

// spiceDBCluster is what SpiceDB's operator takes (authzed.com/v1alpha1,
// pkg/apis/authzed/v1alpha1/types.go there).
type spiceDBCluster struct {
	meta.TypeMeta   `json:",inline"`
	meta.ObjectMeta `json:"metadata"`
	Spec            struct {
		Version    string                     `json:"version"`
		Channel    string                     `json:"channel"`
		Config     map[string]json.RawMessage `json:"config"`
		SecretName string                     `json:"secretName"`
		Patches    []struct {
			Kind  string          `json:"kind"`
			Patch json.RawMessage `json:"patch"`
		} `json:"patches"`
	} `json:"spec"`
}

// deployed is what kustomize makes of the folder.
type deployed struct {
	namespaces  []core.Namespace
	accounts    []core.ServiceAccount
	settings    []core.ConfigMap
	services    []core.Service
	deployments []apps.Deployment
	budgets     []policy.PodDisruptionBudget
	policies    []networking.NetworkPolicy
	clusters    []spiceDBCluster
}

// build decodes strictly: what Kubernetes would take no notice of is an error.
func build(t *testing.T) (d deployed) {
	t.Helper()
	made, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range made.Resources() {
		text, err := r.AsYAML()
		if err != nil {
			t.Fatal(err)
		}
		switch kind := r.GetApiVersion() + " " + r.GetKind(); kind {
		case "v1 Namespace":
			decode(t, &d.namespaces, text)
		case "v1 ServiceAccount":
			decode(t, &d.accounts, text)
		case "v1 ConfigMap":
			decode(t, &d.settings, text)
		case "v1 Service":
			decode(t, &d.services, text)
		case "apps/v1 Deployment":
			decode(t, &d.deployments, text)
		case "policy/v1 PodDisruptionBudget":
			decode(t, &d.budgets, text)
		case "networking.k8s.io/v1 NetworkPolicy":
			decode(t, &d.policies, text)
		case "authzed.com/v1alpha1 SpiceDBCluster":
			decode(t, &d.clusters, text)
		default:
			t.Errorf("%s %s is not looked at here: a secret has no place in a manifest", kind, r.GetName())
		}
		if kind := r.GetKind(); kind != "Namespace" && r.GetNamespace() != "remit" {
			t.Errorf("%s %s is in namespace %q", kind, r.GetName(), r.GetNamespace())
		}
	}
	if len(d.deployments) != 1 || len(d.clusters) != 1 || len(d.namespaces) != 1 || len(d.settings) != 1 {
		t.Fatalf("got %d deployments, %d clusters, %d namespaces, %d of settings", len(d.deployments), len(d.clusters), len(d.namespaces), len(d.settings))
	}
	return d
}

func decode[T any](t *testing.T, all *[]T, text []byte) {
	t.Helper()
	text, err := yaml.YAMLToJSONStrict(text)
	if err != nil {
		t.Fatal(err)
	}
	*all = append(*all, strictly[T](t, text))
}

// strictly reads JSON as Kubernetes does, names in their own case.
func strictly[T any](t *testing.T, text []byte) (one T) {
	t.Helper()
	unknown, err := kubernetesjson.UnmarshalStrict(text, &one)
	if err := errors.Join(append(unknown, err)...); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return one
}

// pods are the labels of what runs: remit's, and what the operator is told to give the
// engine's.
func (d deployed) pods(t *testing.T) map[string]labels.Set {
	t.Helper()
	var engine labels.Set
	if err := json.Unmarshal(d.clusters[0].Spec.Config["extraPodLabels"], &engine); err != nil {
		t.Fatal(err)
	}
	return map[string]labels.Set{"remit": d.deployments[0].Spec.Template.Labels, "spicedb": engine}
}

func chosen(t *testing.T, s *meta.LabelSelector, pods map[string]labels.Set) (names []string) {
	t.Helper()
	selector, err := meta.LabelSelectorAsSelector(s)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(pods)) {
		if selector.Matches(pods[name]) {
			names = append(names, name)
		}
	}
	return names
}

func TestNothingIsPrivileged(t *testing.T) {
	d := build(t)
	if got := d.namespaces[0].Labels["pod-security.kubernetes.io/enforce"]; got != "restricted" {
		t.Errorf("the namespace enforces %q", got)
	}
	specs := map[string]core.PodSpec{"remit": d.deployments[0].Spec.Template.Spec}
	for _, p := range d.clusters[0].Spec.Patches {
		patched := strictly[apps.Deployment](t, p.Patch) // a job's template has the same place
		specs["the engine's "+p.Kind] = patched.Spec.Template.Spec
	}
	if len(specs) != 3 {
		t.Errorf("got %v: want remit, and the engine's nodes and its migration", slices.Sorted(maps.Keys(specs)))
	}
	for name, s := range specs {
		pod := s.SecurityContext
		if pod == nil || pod.RunAsNonRoot == nil || !*pod.RunAsNonRoot || pod.SeccompProfile == nil || pod.SeccompProfile.Type != core.SeccompProfileTypeRuntimeDefault {
			t.Errorf("%s: its pod may be root, or call what it likes", name)
		}
		for _, c := range s.Containers {
			own := c.SecurityContext
			if own == nil || own.AllowPrivilegeEscalation == nil || *own.AllowPrivilegeEscalation || own.ReadOnlyRootFilesystem == nil || !*own.ReadOnlyRootFilesystem ||
				own.Capabilities == nil || !slices.Equal(own.Capabilities.Drop, []core.Capability{"ALL"}) {
				t.Errorf("%s: container %s is not confined", name, c.Name)
			}
		}
	}
}

func TestServiceRolls(t *testing.T) {
	d := build(t)
	of := d.deployments[0]
	if !labels.SelectorFromSet(of.Spec.Selector.MatchLabels).Matches(labels.Set(of.Spec.Template.Labels)) {
		t.Error("the deployment does not choose its own pods")
	}
	if u := of.Spec.Strategy.RollingUpdate; *of.Spec.Replicas < 2 || u == nil || u.MaxUnavailable == nil || u.MaxUnavailable.IntValue() != 0 {
		t.Error("it is not rolled one after the other")
	}
	c := of.Spec.Template.Spec.Containers[0]
	for name, probe := range map[string]*core.Probe{"startup": c.StartupProbe, "readiness": c.ReadinessProbe, "liveness": c.LivenessProbe} {
		want := "/readyz"
		if name == "liveness" {
			want = "/livez" // an engine that is away is no reason to start anew
		}
		if probe == nil || probe.HTTPGet == nil || probe.HTTPGet.Path != want || probe.HTTPGet.Scheme != core.URISchemeHTTPS {
			t.Errorf("%s probe: %+v", name, probe)
		}
	}
	if c.Resources.Limits.Memory().IsZero() || c.Resources.Requests.Cpu().IsZero() {
		t.Error("it has no bounds")
	}
	served := false
	for _, s := range d.services {
		if labels.SelectorFromSet(s.Spec.Selector).Matches(labels.Set(of.Spec.Template.Labels)) {
			served = s.Spec.Ports[0].TargetPort.String() == c.Ports[0].Name
		}
	}
	if !served {
		t.Error("no service reaches its port")
	}
	mounted := map[string]bool{}
	for _, v := range of.Spec.Template.Spec.Volumes {
		mounted[v.Name] = true
		if v.ConfigMap != nil && v.ConfigMap.Name != d.settings[0].Name {
			t.Errorf("its settings are %s, and it mounts %s", d.settings[0].Name, v.ConfigMap.Name)
		}
	}
	for _, m := range c.VolumeMounts {
		if !mounted[m.Name] || !m.ReadOnly {
			t.Errorf("mount %s: there is no such volume, or it may be written to", m.Name)
		}
	}
}

func TestNoSecretIsInAManifest(t *testing.T) {
	d := build(t)
	for _, c := range d.deployments[0].Spec.Template.Spec.Containers {
		for _, e := range c.Env {
			if strings.Contains(e.Name, "KEY") && e.Value != "" {
				t.Errorf("%s has a value", e.Name)
			}
		}
	}
	for name := range d.clusters[0].Spec.Config {
		if slices.Contains([]string{"datastoreconnuri", "grpcpresharedkey", "presharedkey"}, strings.ToLower(name)) {
			t.Errorf("the cluster's configuration has %s", name)
		}
	}
}

func TestDisruptionBudgets(t *testing.T) {
	d := build(t)
	pods, covered := d.pods(t), []string(nil)
	for _, b := range d.budgets {
		got := chosen(t, b.Spec.Selector, pods)
		if len(got) != 1 || b.Spec.MaxUnavailable.IntValue() != 1 {
			t.Errorf("budget %s chooses %v", b.Name, got)
		}
		covered = append(covered, got...)
	}
	if slices.Sort(covered); !slices.Equal(covered, []string{"remit", "spicedb"}) {
		t.Errorf("budgets cover %v", covered)
	}
}

// What reaches what, worked out from the policies: they add up, and what no policy of a
// pod's allows is refused once one chooses it.
func TestNetwork(t *testing.T) {
	d := build(t)
	pods := d.pods(t)
	var got []string
	for _, p := range d.policies {
		for _, pod := range chosen(t, &p.Spec.PodSelector, pods) {
			if !slices.Contains(p.Spec.PolicyTypes, networking.PolicyTypeIngress) {
				continue
			}
			for _, rule := range p.Spec.Ingress {
				got = append(got, into(t, pod, rule, pods)...)
			}
		}
	}
	slices.Sort(got)
	want := []string{"namespace with remit.example/asks=true -> remit:8443", "remit -> spicedb:50051", "spicedb -> spicedb:50053"}
	if !slices.Equal(got, want) {
		t.Errorf("into pods: got %q, want %q", got, want)
	}
	for name := range pods {
		denied := false
		for _, p := range d.policies {
			all := len(p.Spec.PodSelector.MatchLabels)+len(p.Spec.PodSelector.MatchExpressions) == 0
			denied = denied || all && len(p.Spec.PolicyTypes) == 2 && len(p.Spec.Ingress)+len(p.Spec.Egress) == 0
		}
		if !denied {
			t.Errorf("%s may reach, and be reached by, anybody", name)
		}
	}
}

func into(t *testing.T, pod string, rule networking.NetworkPolicyIngressRule, pods map[string]labels.Set) (found []string) {
	t.Helper()
	if len(rule.From) == 0 || len(rule.Ports) == 0 {
		return []string{"anybody -> " + pod}
	}
	for _, port := range rule.Ports {
		for _, from := range rule.From {
			if from.NamespaceSelector != nil {
				found = append(found, fmt.Sprintf("namespace with %s -> %s:%s", meta.FormatLabelSelector(from.NamespaceSelector), pod, port.Port))
				continue
			}
			for _, other := range chosen(t, from.PodSelector, pods) {
				found = append(found, fmt.Sprintf("%s -> %s:%s", other, pod, port.Port))
			}
		}
	}
	return found
}
