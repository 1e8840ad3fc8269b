package rules

import (
	"maps"
	"reflect"
	"regexp"
	"testing"
)

type object = map[string]any

func TestDifferenceNamesEachProperty(t *testing.T) {
	old := object{
		"metadata": object{"name": "a", "annotations": object{"a.b/c": "1"}},
		"spec":     object{"replicas": float64(2), "ports": []any{object{"port": 80.0}, object{"port": 81.0}}, "gone": true},
	}
	new := object{
		"metadata": object{"name": "a", "annotations": object{"a.b/c": "2"}},
		"spec":     object{"replicas": int64(2), "ports": []any{object{"port": 90.0}}, "fresh": "x"},
	}
	want := map[string]Kind{
		`metadata.annotations["a.b/c"]`: Updated,
		"spec.ports[0].port":            Updated,
		"spec.ports[1]":                 Deleted,
		"spec.gone":                     Deleted,
		"spec.fresh":                    Added,
	}
	if got := Difference(old, new); !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestReplaces(t *testing.T) {
	for _, test := range []struct {
		group, kind, path string
		options           Options
		old               object
		want              bool
	}{
		{"apps", "Deployment", "spec.template.spec.containers[0].image", Options{}, nil, false},
		{"apps", "Deployment", "spec.selector.matchLabels.app", Options{}, nil, true},
		{"apps", "Deployment", "metadata.name", Options{}, nil, true},
		{"apps", "Deployment", "metadata.labels.app", Options{}, nil, false},
		{"apps", "Deployment", "metadata.namespace", Options{}, nil, true},
		{"apps", "StatefulSet", "spec.serviceName", Options{}, nil, true},
		{"apps", "StatefulSet", "spec.replicas", Options{}, nil, false},
		{"batch", "Job", "spec.template.spec.containers[0].image", Options{}, nil, true},
		{"batch", "CronJob", "spec.jobTemplate.spec.template.spec.containers[0].image", Options{}, nil, false},
		{"", "Pod", "spec.containers[3].image", Options{}, nil, true},
		{"", "Service", "spec.clusterIP", Options{}, nil, true},
		{"", "Service", "spec.clusterIPs", Options{}, nil, false},
		{"", "PersistentVolumeClaim", "spec.resources.requests.storage", Options{}, nil, false},
		{"", "PersistentVolumeClaim", "spec.storageClassName", Options{}, nil, true},
		{"", "ConfigMap", "data.key", Options{}, nil, true},
		{"", "ConfigMap", "data", Options{}, nil, true},
		{"", "ConfigMap", "data.key", Options{MutableConfigMaps: true}, nil, false},
		{"", "ConfigMap", "data.key", Options{MutableConfigMaps: true}, object{"immutable": true}, true},
		{"", "Secret", "stringData.key", Options{}, nil, true},
		{"", "Secret", "data.key", Options{MutableSecrets: true}, nil, false},
		{"", "Secret", "type", Options{MutableSecrets: true}, nil, true},
		{"example.org", "ConfigMap", "data.key", Options{}, nil, false},
	} {
		if got := Replaces(test.path, Immutable(test.group, test.kind, test.old, test.options)); got != test.want {
			t.Errorf("%s/%s %s: got %v", test.group, test.kind, test.path, got)
		}
	}
}

func TestNameIsMadeUpOnceAndKept(t *testing.T) {
	first := object{"kind": "ConfigMap"}
	if err := Name(first, object{}, "conf", []byte("seed")); err != nil {
		t.Fatal(err)
	}
	made, _ := Metadata(first)["name"].(string)
	if !regexp.MustCompile(`^conf-[0-9a-f]{8}$`).MatchString(made) || Annotation(first, AutonamedKey) != "true" {
		t.Errorf("made %v", first)
	}
	second := object{}
	if err := Name(second, first, "conf", []byte("another")); err != nil {
		t.Fatal(err)
	}
	if Metadata(second)["name"] != made || Annotation(second, AutonamedKey) != "true" {
		t.Errorf("kept %v", second)
	}
}

func TestNameThatIsGivenStays(t *testing.T) {
	for _, metadata := range []object{{"name": "web"}, {"generateName": "web-"}} {
		one := object{"metadata": maps.Clone(metadata)}
		if err := Name(one, object{}, "conf", nil); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(one["metadata"], metadata) {
			t.Errorf("%v became %v", metadata, one["metadata"])
		}
	}
}

func TestNameThatWasGivenIsNotAdopted(t *testing.T) {
	one := object{}
	if err := Name(one, object{"metadata": object{"name": "web"}}, "conf", nil); err != nil {
		t.Fatal(err)
	}
	if Metadata(one)["name"] == "web" {
		t.Error("an object that was named by the program keeps a name that the program no longer gives")
	}
}

func TestUnsupported(t *testing.T) {
	for _, test := range []struct {
		token  string
		object object
		want   bool
	}{
		{"kubernetes:apps/v1:Deployment", object{"apiVersion": "apps/v1", "kind": "Deployment"}, false},
		{"kubernetes:example.org/v1:List", object{"apiVersion": "example.org/v1", "kind": "Cluster"}, false},
		{"kubernetes:apps/v1:DeploymentPatch", object{"apiVersion": "apps/v1", "kind": "Deployment"}, true},
		{"kubernetes:core/v1:ConfigMapList", object{"apiVersion": "v1", "kind": "ConfigMapList", "items": []any{1.0}}, true},
		{"kubernetes:helm.sh/v3:Release", object{"chart": "x"}, true},
		{"kubernetes:yaml/v2:ConfigGroup", object{}, true},
	} {
		if got := Unsupported(test.token, test.object) != ""; got != test.want {
			t.Errorf("%s: %q", test.token, Unsupported(test.token, test.object))
		}
	}
}

func TestProjectKeepsTheWordsOfTheInputs(t *testing.T) {
	inputs := object{"cpu": "1000m", "env": []any{object{"name": "A", "value": "1"}}, "stringData": object{"key": "x"}}
	desired := object{"cpu": "1", "env": []any{object{"name": "A", "value": "1"}}}
	same := object{"cpu": "1", "env": []any{object{"name": "A", "value": "1"}}, "status": object{"ready": true}}
	if got := Project(inputs, desired, same); !reflect.DeepEqual(got, any(inputs)) {
		t.Errorf("got %v", got)
	}
	drifted := object{"cpu": "2", "env": []any{object{"name": "A", "value": "2"}}}
	want := object{"cpu": "2", "env": []any{object{"name": "A", "value": "2"}}, "stringData": object{"key": "x"}}
	if got := Project(inputs, desired, drifted); !reflect.DeepEqual(got, any(want)) {
		t.Errorf("got %v", got)
	}
}

func TestProjectLeavesOutWhatIsGone(t *testing.T) {
	got := Project(object{"replicas": 2.0, "paused": true}, object{"replicas": int64(2), "paused": true}, object{"replicas": int64(2)})
	if want := any(object{"replicas": 2.0}); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
}
