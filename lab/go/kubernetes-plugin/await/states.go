package await

import (
	"context"
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/util/jsonpath"
	"trireme.local/toolchain/kubernetes-plugin/cluster"
)

type judge func(ctx context.Context, object *unstructured.Unstructured) (state, error)

// What is not named is there once it is made.
func judgeOf(c *cluster.Cluster, object *unstructured.Unstructured, waitFor string) (judge, error) {
	if waitFor != "" {
		return custom(waitFor)
	}
	alone := func(of func(*unstructured.Unstructured) state) judge {
		return func(_ context.Context, object *unstructured.Unstructured) (state, error) { return of(object), nil }
	}
	group := object.GroupVersionKind().Group
	switch group + "/" + object.GetKind() {
	case "apps/Deployment":
		return rollout(c, Deployment), nil
	case "apps/StatefulSet":
		return rollout(c, StatefulSet), nil
	case "apps/DaemonSet":
		return rollout(c, DaemonSet), nil
	case "batch/Job":
		return rollout(c, Job), nil
	case "/Pod":
		return alone(Pod), nil
	case "/PersistentVolume":
		return alone(phase("Available", "Bound")), nil
	case "/PersistentVolumeClaim":
		return claim(c), nil
	case "/Service":
		return service(c), nil
	case "networking.k8s.io/Ingress":
		return alone(addressed), nil
	case "apiextensions.k8s.io/CustomResourceDefinition":
		return alone(condition("Established", "True")), nil
	}
	return nil, nil
}

func number(object *unstructured.Unstructured, otherwise int64, path ...string) int64 {
	value, found, err := unstructured.NestedInt64(object.Object, path...)
	if !found || err != nil {
		return otherwise
	}
	return value
}

func text(object map[string]any, path ...string) string {
	value, _, _ := unstructured.NestedString(object, path...)
	return value
}

func conditionOf(object *unstructured.Unstructured, kind string) map[string]any {
	conditions, _, _ := unstructured.NestedSlice(object.Object, "status", "conditions")
	for _, one := range conditions {
		if condition, ok := one.(map[string]any); ok && condition["type"] == kind {
			return condition
		}
	}
	return map[string]any{}
}

func unseen(object *unstructured.Unstructured) bool {
	return number(object, 0, "status", "observedGeneration") < object.GetGeneration()
}

// Deployment is rolled out when every replica is of the newest template and available, and no older one is left.
func Deployment(object *unstructured.Unstructured) state {
	wanted := number(object, 1, "spec", "replicas")
	all, updated := number(object, 0, "status", "replicas"), number(object, 0, "status", "updatedReplicas")
	available := number(object, 0, "status", "availableReplicas")
	switch {
	case unseen(object) || updated < wanted:
		return lacking("%d of %d replicas are updated", updated, wanted)
	case all > updated:
		return lacking("%d old replicas are left", all-updated)
	case available < updated:
		return lacking("%d of %d updated replicas are available", available, updated)
	}
	return readyState
}

// StatefulSet is rolled out when every replica, down to the partition, is of the newest template and ready.
func StatefulSet(object *unstructured.Unstructured) state {
	wanted := number(object, 1, "spec", "replicas")
	partition := number(object, 0, "spec", "updateStrategy", "rollingUpdate", "partition")
	ready, updated := number(object, 0, "status", "readyReplicas"), number(object, 0, "status", "updatedReplicas")
	onDelete := text(object.Object, "spec", "updateStrategy", "type") == "OnDelete"
	switch {
	case unseen(object) || ready < wanted:
		return lacking("%d of %d replicas are ready", ready, wanted)
	case !onDelete && updated < wanted-partition:
		return lacking("%d of %d replicas are updated", updated, wanted-partition)
	}
	return readyState
}

// DaemonSet is rolled out when the pod of every node is of the newest template and available.
func DaemonSet(object *unstructured.Unstructured) state {
	wanted := number(object, 0, "status", "desiredNumberScheduled")
	updated, available := number(object, 0, "status", "updatedNumberScheduled"), number(object, 0, "status", "numberAvailable")
	switch {
	case unseen(object) || updated < wanted:
		return lacking("%d of %d pods are updated", updated, wanted)
	case available < wanted:
		return lacking("%d of %d pods are available", available, wanted)
	}
	return readyState
}

// Job is done when it is complete.
func Job(object *unstructured.Unstructured) state {
	failed := conditionOf(object, "Failed")
	switch {
	case conditionOf(object, "Complete")["status"] == "True" || conditionOf(object, "Suspended")["status"] == "True":
		return readyState
	case failed["status"] == "True":
		return state{fails: fmt.Sprintf("%v: %v", failed["reason"], failed["message"])}
	}
	return lacking("%d active, %d failed pods", number(object, 0, "status", "active"), number(object, 0, "status", "failed"))
}

// Pod is ready, or has done its work.
func Pod(object *unstructured.Unstructured) state {
	switch text(object.Object, "status", "phase") {
	case "Succeeded":
		return readyState
	case "Failed":
		return state{fails: strings.Join(podFaults(object), "; ")}
	}
	if conditionOf(object, "Ready")["status"] == "True" {
		return readyState
	}
	return lacking("%s", strings.Join(podFaults(object), "; "))
}

func podFaults(pod *unstructured.Unstructured) []string {
	if scheduled := conditionOf(pod, "PodScheduled"); scheduled["status"] == "False" {
		return []string{fmt.Sprintf("not scheduled: %v", scheduled["message"])}
	}
	var faults []string
	for _, field := range []string{"initContainerStatuses", "containerStatuses"} {
		statuses, _, _ := unstructured.NestedSlice(pod.Object, "status", field)
		for _, one := range statuses {
			status, _ := one.(map[string]any)
			if reason := text(status, "state", "waiting", "reason"); reason != "" {
				faults = append(faults, fmt.Sprintf("container %v: %s %s", status["name"], reason, text(status, "state", "waiting", "message")))
			} else if reason := text(status, "state", "terminated", "reason"); reason != "" && reason != "Completed" {
				faults = append(faults, fmt.Sprintf("container %v: %s", status["name"], reason))
			} else if status["ready"] != true && field == "containerStatuses" {
				faults = append(faults, fmt.Sprintf("containers with unready status: [%v]", status["name"]))
			}
		}
	}
	return faults
}

// What a workload lacks, and what stands in the way of its pods.
func rollout(c *cluster.Cluster, of func(*unstructured.Unstructured) state) judge {
	return func(ctx context.Context, object *unstructured.Unstructured) (state, error) {
		now := of(object)
		if now.ready || now.fails != "" {
			return now, nil
		}
		matching, _, _ := unstructured.NestedStringMap(object.Object, "spec", "selector", "matchLabels")
		pods, err := c.List(ctx, schema.GroupVersionKind{Version: "v1", Kind: "Pod"}, object.GetNamespace(), labels.SelectorFromSet(matching).String())
		if err != nil {
			return now, err
		}
		for index := range pods {
			if faults := podFaults(&pods[index]); len(faults) > 0 {
				now.lacks += fmt.Sprintf("; pod %s: %s", pods[index].GetName(), strings.Join(faults, "; "))
			}
		}
		return now, nil
	}
}

func phase(good ...string) func(*unstructured.Unstructured) state {
	return func(object *unstructured.Unstructured) state {
		now := text(object.Object, "status", "phase")
		for _, one := range good {
			if now == one {
				return readyState
			}
		}
		return lacking("its phase is %s", now)
	}
}

// A claim whose volume is made for its first pod stays without one until there is a pod.
func claim(c *cluster.Cluster) judge {
	bound := phase("Bound")
	return func(ctx context.Context, object *unstructured.Unstructured) (state, error) {
		now := bound(object)
		name := text(object.Object, "spec", "storageClassName")
		if now.ready || name == "" {
			return now, nil
		}
		class := &unstructured.Unstructured{}
		class.SetGroupVersionKind(schema.GroupVersionKind{Group: "storage.k8s.io", Version: "v1", Kind: "StorageClass"})
		class.SetName(name)
		live, err := c.Get(ctx, class)
		if err == nil && live != nil && text(live.Object, "volumeBindingMode") == "WaitForFirstConsumer" {
			return readyState, nil
		}
		return now, err
	}
}

func addressed(object *unstructured.Unstructured) state {
	ingress, _, _ := unstructured.NestedSlice(object.Object, "status", "loadBalancer", "ingress")
	if len(ingress) > 0 {
		return readyState
	}
	return lacking("it has no address yet")
}

// A service serves when a pod is behind it, and has an address where it was to get one.
func service(c *cluster.Cluster) judge {
	return func(ctx context.Context, object *unstructured.Unstructured) (state, error) {
		kind := text(object.Object, "spec", "type")
		selector, _, _ := unstructured.NestedStringMap(object.Object, "spec", "selector")
		if kind == "LoadBalancer" {
			if now := addressed(object); !now.ready {
				return now, nil
			}
		}
		if kind == "ExternalName" || len(selector) == 0 {
			return readyState, nil
		}
		slices, err := c.List(ctx, schema.GroupVersionKind{Group: "discovery.k8s.io", Version: "v1", Kind: "EndpointSlice"},
			object.GetNamespace(), "kubernetes.io/service-name="+object.GetName())
		if err != nil {
			return state{}, err
		}
		for index := range slices {
			endpoints, _, _ := unstructured.NestedSlice(slices[index].Object, "endpoints")
			for _, one := range endpoints {
				endpoint, _ := one.(map[string]any)
				if ready, found, _ := unstructured.NestedBool(endpoint, "conditions", "ready"); ready || !found {
					return readyState, nil
				}
			}
		}
		return lacking("no ready pod is behind it"), nil
	}
}

func condition(kind, status string) func(*unstructured.Unstructured) state {
	return func(object *unstructured.Unstructured) state {
		now := conditionOf(object, kind)
		if fmt.Sprint(now["status"]) == status {
			return readyState
		}
		return lacking("its condition %s is %v: %v", kind, now["status"], now["message"])
	}
}

// As the annotation pulumi.com/waitFor says: condition=TYPE, condition=TYPE=STATUS, jsonpath={.path} or jsonpath={.path}=VALUE.
func custom(expression string) (judge, error) {
	if rest, found := strings.CutPrefix(expression, "condition="); found {
		kind, status, given := strings.Cut(rest, "=")
		if !given {
			status = "True"
		}
		of := condition(kind, status)
		return func(_ context.Context, object *unstructured.Unstructured) (state, error) { return of(object), nil }, nil
	}
	rest, found := strings.CutPrefix(expression, "jsonpath=")
	if !found {
		return nil, fmt.Errorf(`pulumi.com/waitFor is %q; it begins with "condition=" or "jsonpath="`, expression)
	}
	template, wanted, given := strings.Cut(rest, "}=")
	if given {
		template += "}"
	}
	path := jsonpath.New("waitFor").AllowMissingKeys(true)
	if err := path.Parse(template); err != nil {
		return nil, fmt.Errorf("pulumi.com/waitFor is %q: %w", expression, err)
	}
	return func(_ context.Context, object *unstructured.Unstructured) (state, error) {
		var found strings.Builder
		if err := path.Execute(&found, object.Object); err != nil {
			return state{}, err
		}
		if (given && found.String() == wanted) || (!given && found.Len() > 0) {
			return readyState, nil
		}
		return lacking("%s is %q", template, found.String()), nil
	}, nil
}
