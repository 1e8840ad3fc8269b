package provider

import (
	"context"
	"strings"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"
)

func given(t *testing.T, values map[string]any) *structpb.Struct {
	t.Helper()
	made, err := structpb.NewStruct(values)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func configMap(name, annotation, value string) map[string]any {
	annotations := map[string]any{}
	if annotation != "" {
		annotations[annotation] = "true"
	}
	return map[string]any{
		"apiVersion": "v1", "kind": "ConfigMap",
		"metadata": map[string]any{"name": name, "namespace": "a", "annotations": annotations},
		"data":     map[string]any{"key": value},
	}
}

func diff(t *testing.T, old, new map[string]any) *pulumirpc.DiffResponse {
	t.Helper()
	one := New(nil, "4.0.0").(*provider)
	request := &pulumirpc.DiffRequest{OldInputs: given(t, old), News: given(t, new)}
	response, err := one.Diff(context.Background(), request)
	if err != nil {
		t.Fatal(err)
	}
	return response
}

func TestDiffOfTheSame(t *testing.T) {
	response := diff(t, configMap("c", "", "1"), configMap("c", "", "1"))
	if response.GetChanges() != pulumirpc.DiffResponse_DIFF_NONE || len(response.GetReplaces()) > 0 {
		t.Errorf("got %v", response)
	}
}

func TestDiffDeletesFirstWhatIsNamed(t *testing.T) {
	response := diff(t, configMap("c", "", "1"), configMap("c", "", "2"))
	if len(response.GetReplaces()) != 1 || !response.GetDeleteBeforeReplace() {
		t.Errorf("got %v", response)
	}
	if got := response.GetDetailedDiff()["data.key"].GetKind(); got != pulumirpc.PropertyDiff_UPDATE_REPLACE {
		t.Errorf("got %v", got)
	}
}

func TestDiffMakesFirstWhatIsNotNamed(t *testing.T) {
	key := "pulumi.com/autonamed"
	response := diff(t, configMap("c-1", key, "1"), configMap("c-1", key, "2"))
	if len(response.GetReplaces()) != 1 || response.GetDeleteBeforeReplace() {
		t.Errorf("got %v", response)
	}
}

func TestCheckConfigRefusesWhatItCannotDo(t *testing.T) {
	for name, value := range map[string]string{"renderYamlToDirectory": "/tmp/x", "enableServerSideApply": "false"} {
		response, err := New(nil, "4.0.0").CheckConfig(context.Background(), &pulumirpc.CheckRequest{
			News: given(t, map[string]any{name: value}),
		})
		if err != nil || len(response.GetFailures()) != 1 || !strings.Contains(response.GetFailures()[0].GetReason(), "official plugin") {
			t.Errorf("%s: %v, %v", name, response, err)
		}
	}
}

func TestSettingsComeAsTheNpmPackageSendsThem(t *testing.T) {
	told, err := settingsOf(map[string]any{
		"kubeconfig": "/x", "context": "c", "enableConfigMapMutable": "true", "enableSecretMutable": "null",
		"kubeClientSettings": `{"qps":7,"burst":9}`, "enablePatchForce": true,
	})
	if err != nil {
		t.Fatal(err)
	}
	if told.cluster.Kubeconfig != "/x" || told.cluster.Context != "c" || told.cluster.QPS != 7 || told.cluster.Burst != 9 {
		t.Errorf("got %+v", told.cluster)
	}
	if !told.rules.MutableConfigMaps || told.rules.MutableSecrets || !told.force {
		t.Errorf("got %+v", told)
	}
}

func TestUnreachable(t *testing.T) {
	t.Setenv("KUBECONFIG", "/nowhere")
	one := New(nil, "4.0.0")
	if _, err := one.Configure(context.Background(), &pulumirpc.ConfigureRequest{Args: given(t, map[string]any{})}); err != nil {
		t.Fatal(err)
	}
	inputs := given(t, configMap("c", "", "1"))
	shown, err := one.Create(context.Background(), &pulumirpc.CreateRequest{Properties: inputs, Preview: true})
	if err != nil || shown.GetProperties() == nil {
		t.Errorf("a preview without a cluster: %v, %v", shown, err)
	}
	_, err = one.Create(context.Background(), &pulumirpc.CreateRequest{Properties: inputs})
	if err == nil || !strings.Contains(err.Error(), "unreachable") {
		t.Errorf("an update without a cluster: %v", err)
	}
}
