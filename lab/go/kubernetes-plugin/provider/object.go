package provider

import (
	"strconv"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"google.golang.org/protobuf/types/known/structpb"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"trireme.local/toolchain/kubernetes-plugin/await"
	"trireme.local/toolchain/kubernetes-plugin/rules"
)

const (
	skipAwaitKey   = "pulumi.com/skipAwait"
	timeoutKey     = "pulumi.com/timeoutSeconds"
	waitForKey     = "pulumi.com/waitFor"
	patchForceKey  = "pulumi.com/patchForce"
	propagationKey = "pulumi.com/deletionPropagationPolicy"
)

func object(properties map[string]any) *unstructured.Unstructured {
	return &unstructured.Unstructured{Object: properties}
}

// An object's identity: its namespace and name, or its name alone.
func id(object *unstructured.Unstructured) string {
	if object.GetNamespace() == "" {
		return object.GetName()
	}
	return object.GetNamespace() + "/" + object.GetName()
}

// named is an object that says who it is and no more.
func named(apiVersion, kind, id string) *unstructured.Unstructured {
	one := &unstructured.Unstructured{}
	one.SetAPIVersion(apiVersion)
	one.SetKind(kind)
	namespace, name, found := strings.Cut(id, "/")
	if !found {
		namespace, name = "", id
	}
	one.SetNamespace(namespace)
	one.SetName(name)
	return one
}

// Tells whether anything in a value will be known only once something else is made.
func unknown(value any) bool {
	switch value := value.(type) {
	case string:
		return value == plugin.UnknownStringValue
	case map[string]any:
		for _, one := range value {
			if unknown(one) {
				return true
			}
		}
	case []any:
		for _, one := range value {
			if unknown(one) {
				return true
			}
		}
	}
	return false
}

// What was left undefined is no property.
func withoutNulls(value any) any {
	switch value := value.(type) {
	case map[string]any:
		kept := map[string]any{}
		for key, one := range value {
			if one != nil {
				kept[key] = withoutNulls(one)
			}
		}
		return kept
	case []any:
		kept := make([]any, len(value))
		for index, one := range value {
			kept[index] = withoutNulls(one)
		}
		return kept
	}
	return value
}

func properties(message *structpb.Struct) map[string]any {
	return withoutNulls(message.AsMap()).(map[string]any)
}

func secret(value any) map[string]any {
	return map[string]any{resource.SigKey: resource.SecretSig, "value": value}
}

// outputs is what the state keeps of a live object.
func outputs(live *unstructured.Unstructured) (*structpb.Struct, error) {
	kept := live.DeepCopy()
	kept.SetManagedFields(nil)
	if kept.GetKind() == "Secret" && kept.GroupVersionKind().Group == "" {
		for _, field := range []string{"data", "stringData"} {
			if value, there := kept.Object[field]; there {
				kept.Object[field] = secret(value)
			}
		}
	}
	return message(kept.Object)
}

// A message knows no integers.
func message(values map[string]any) (*structpb.Struct, error) {
	return structpb.NewStruct(floats(values).(map[string]any))
}

func floats(value any) any {
	switch value := value.(type) {
	case int64:
		return float64(value)
	case map[string]any:
		all := make(map[string]any, len(value))
		for key, one := range value {
			all[key] = floats(one)
		}
		return all
	case []any:
		all := make([]any, len(value))
		for index, one := range value {
			all[index] = floats(one)
		}
		return all
	}
	return value
}

// How long an operation may take: what the resource's options say, else its annotation, else what is usual.
func timeout(seconds float64, object *unstructured.Unstructured) time.Duration {
	if seconds > 0 {
		return time.Duration(seconds * float64(time.Second))
	}
	if given, err := strconv.Atoi(rules.Annotation(object.Object, timeoutKey)); err == nil && given > 0 {
		return time.Duration(given) * time.Second
	}
	return await.Timeout(object.GetKind())
}

func propagation(object *unstructured.Unstructured) metav1.DeletionPropagation {
	switch rules.Annotation(object.Object, propagationKey) {
	case "background":
		return metav1.DeletePropagationBackground
	case "orphan":
		return metav1.DeletePropagationOrphan
	}
	return metav1.DeletePropagationForeground
}
