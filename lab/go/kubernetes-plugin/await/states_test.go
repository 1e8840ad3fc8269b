package await

import (
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

type fields = map[string]any

func workload(generation, observed int64, spec, status fields) *unstructured.Unstructured {
	status["observedGeneration"] = observed
	return &unstructured.Unstructured{Object: fields{
		"metadata": fields{"generation": generation}, "spec": spec, "status": status,
	}}
}

func conditions(kind, status string) fields {
	return fields{"conditions": []any{fields{"type": kind, "status": status, "reason": "R", "message": "M"}}}
}

func TestStates(t *testing.T) {
	replicas := func(all, updated, available int64) fields {
		return fields{"replicas": all, "updatedReplicas": updated, "availableReplicas": available, "readyReplicas": available}
	}
	two := fields{"replicas": int64(2)}
	for _, test := range []struct {
		name   string
		of     func(*unstructured.Unstructured) state
		object *unstructured.Unstructured
		ready  bool
		fails  string
	}{
		{"a Deployment that is rolled out", Deployment, workload(2, 2, two, replicas(2, 2, 2)), true, ""},
		{"a Deployment whose change was not seen yet", Deployment, workload(3, 2, two, replicas(2, 2, 2)), false, ""},
		{"a Deployment with an old pod left", Deployment, workload(2, 2, two, replicas(3, 2, 3)), false, ""},
		{"a Deployment that is not available", Deployment, workload(2, 2, two, replicas(2, 2, 1)), false, ""},
		{"a Deployment of none", Deployment, workload(2, 2, fields{"replicas": int64(0)}, fields{}), true, ""},
		{"a Deployment of one by default", Deployment, workload(1, 1, fields{}, fields{}), false, ""},
		{"a StatefulSet that is rolled out", StatefulSet, workload(2, 2, two, replicas(2, 2, 2)), true, ""},
		{"a StatefulSet with an old pod", StatefulSet, workload(2, 2, two, replicas(2, 1, 2)), false, ""},
		{"a StatefulSet whose partition is updated", StatefulSet, workload(2, 2, fields{
			"replicas": int64(2), "updateStrategy": fields{"rollingUpdate": fields{"partition": int64(1)}},
		}, replicas(2, 1, 2)), true, ""},
		{"a Job that is complete", Job, workload(1, 1, fields{}, conditions("Complete", "True")), true, ""},
		{"a Job that failed", Job, workload(1, 1, fields{}, conditions("Failed", "True")), false, "R: M"},
		{"a Job that runs", Job, workload(1, 1, fields{}, fields{"active": int64(1)}), false, ""},
		{"a Pod that is ready", Pod, workload(1, 1, fields{}, conditions("Ready", "True")), true, ""},
		{"a Pod that is not ready", Pod, workload(1, 1, fields{}, conditions("Ready", "False")), false, ""},
		{"a bound volume", phase("Bound"), workload(1, 1, fields{}, fields{"phase": "Bound"}), true, ""},
		{"a pending volume", phase("Bound"), workload(1, 1, fields{}, fields{"phase": "Pending"}), false, ""},
	} {
		got := test.of(test.object)
		if got.ready != test.ready || got.fails != test.fails {
			t.Errorf("%s: %+v", test.name, got)
		}
		if !got.ready && got.fails == "" && got.lacks == "" && test.object.GetKind() != "Pod" && test.name != "a Pod that is not ready" {
			t.Errorf("%s: nothing is said of what it lacks", test.name)
		}
	}
}

func TestCustom(t *testing.T) {
	ready := workload(1, 1, fields{}, conditions("Ready", "True"))
	ready.Object["status"].(fields)["phase"] = "Running"
	for expression, want := range map[string]bool{
		"condition=Ready":                  true,
		"condition=Ready=False":            false,
		"jsonpath={.status.phase}=Running": true,
		"jsonpath={.status.phase}=Failed":  false,
		"jsonpath={.status.phase}":         true,
		"jsonpath={.status.none}":          false,
	} {
		judge, err := custom(expression)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := judge(t.Context(), ready); err != nil || got.ready != want {
			t.Errorf("%s: %+v, %v", expression, got, err)
		}
	}
	if _, err := custom("Ready"); err == nil {
		t.Error("an expression of neither kind is accepted")
	}
}
