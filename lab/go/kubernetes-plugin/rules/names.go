package rules

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

const (
	// AutonamedKey marks an object whose name was made up.
	AutonamedKey = "pulumi.com/autonamed"
	official     = "it takes Pulumi's official plugin"
)

// Metadata is an object's, made if there is none.
func Metadata(object map[string]any) map[string]any {
	metadata, ok := object["metadata"].(map[string]any)
	if !ok {
		metadata = map[string]any{}
		object["metadata"] = metadata
	}
	return metadata
}

// Annotation is the value of an object's annotation; empty where it has none.
func Annotation(object map[string]any, key string) string {
	metadata, _ := object["metadata"].(map[string]any)
	annotations, _ := metadata["annotations"].(map[string]any)
	value, _ := annotations[key].(string)
	return value
}

// Name gives an object without a name the one it had, or one of the resource's name and random digits.
func Name(object, old map[string]any, resourceName string, seed []byte) error {
	metadata := Metadata(object)
	if has(metadata, "name") || has(metadata, "generateName") {
		return nil
	}
	name, _ := Metadata(old)["name"].(string)
	if name == "" || Annotation(old, AutonamedKey) != "true" {
		made, err := resource.NewUniqueName(seed, resourceName+"-", 0, 0, nil)
		if err != nil {
			return err
		}
		name = made
	}
	annotations, ok := metadata["annotations"].(map[string]any)
	if !ok {
		annotations = map[string]any{}
		metadata["annotations"] = annotations
	}
	metadata["name"], annotations[AutonamedKey] = name, "true"
	return nil
}

func has(metadata map[string]any, key string) bool {
	value, there := metadata[key]
	return there && value != nil && value != ""
}

// Unsupported tells why resources of a type cannot be had with this plugin; empty where they can.
func Unsupported(token string, object map[string]any) string {
	parts := strings.Split(token, ":")
	module, name := parts[min(1, len(parts)-1)], parts[len(parts)-1]
	kind, _ := object["kind"].(string)
	for _, prefix := range []string{"helm.sh/", "yaml", "kustomize"} {
		if strings.HasPrefix(module, prefix) && kind == "" {
			return fmt.Sprintf("%s is made by the plugin itself, not by the cluster: %s", token, official)
		}
	}
	switch {
	case kind == "" || object["apiVersion"] == nil || object["apiVersion"] == "":
		return fmt.Sprintf("%s has no apiVersion and kind of an object of Kubernetes: %s", token, official)
	case name == kind+"Patch":
		return fmt.Sprintf("%s changes an object that somebody else made: %s", token, official)
	case strings.HasSuffix(kind, "List") && has(object, "items"):
		return fmt.Sprintf("%s is many objects in one: write one resource each, or %s", token, official)
	}
	return ""
}
