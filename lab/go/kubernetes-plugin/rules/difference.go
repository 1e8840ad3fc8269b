package rules

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// Kind is what happened to a property.
type Kind int

const (
	Added Kind = iota
	Deleted
	Updated
)

var (
	indices = regexp.MustCompile(`\[\d+\]`)
	plain   = regexp.MustCompile(`^[A-Za-z_][\w-]*$`)
)

// Difference is how to come from an old object to a new one: what happened to each property, by its path as Pulumi writes it.
func Difference(old, new map[string]any) map[string]Kind {
	found := map[string]Kind{}
	compare("", old, new, found)
	return found
}

func compare(path string, old, new any, found map[string]Kind) {
	switch old := old.(type) {
	case map[string]any:
		if new, same := new.(map[string]any); same {
			compareObjects(path, old, new, found)
			return
		}
	case []any:
		if new, same := new.([]any); same {
			compareArrays(path, old, new, found)
			return
		}
	}
	if !equal(old, new) {
		found[path] = Updated
	}
}

func compareObjects(path string, old, new map[string]any, found map[string]Kind) {
	for key, before := range old {
		if after, there := new[key]; there {
			compare(member(path, key), before, after, found)
		} else {
			found[member(path, key)] = Deleted
		}
	}
	for key := range new {
		if _, there := old[key]; !there {
			found[member(path, key)] = Added
		}
	}
}

func compareArrays(path string, old, new []any, found map[string]Kind) {
	for index := range max(len(old), len(new)) {
		at := fmt.Sprintf("%s[%d]", path, index)
		switch {
		case index >= len(new):
			found[at] = Deleted
		case index >= len(old):
			found[at] = Added
		default:
			compare(at, old[index], new[index], found)
		}
	}
}

// One number is another's equal whatever Go keeps them in.
func equal(a, b any) bool {
	return reflect.DeepEqual(a, b) || (isNumber(a) && isNumber(b) && fmt.Sprint(a) == fmt.Sprint(b))
}

func isNumber(value any) bool {
	switch value.(type) {
	case int, int64, float64:
		return true
	}
	return false
}

func member(path, key string) string {
	switch {
	case !plain.MatchString(key):
		return fmt.Sprintf(`%s["%s"]`, path, strings.ReplaceAll(key, `"`, `\"`))
	case path == "":
		return key
	}
	return path + "." + key
}

// Project takes from a live object what the inputs speak of, so that it can be compared with them. What the live object has
// in the same meaning but in other words is left in the inputs' words: `desired` is what the server makes of them.
func Project(inputs, desired, live any) any {
	switch inputs := inputs.(type) {
	case map[string]any:
		live, same := live.(map[string]any)
		if !same {
			return live
		}
		desired, _ := desired.(map[string]any)
		projected := map[string]any{}
		for key, value := range inputs {
			if there, found := live[key]; found {
				projected[key] = Project(value, desired[key], there)
			} else if wanted, found := desired[key]; !found || wanted == nil {
				// The server keeps no such property: stringData, or one that is empty.
				projected[key] = value
			}
		}
		return projected
	case []any:
		live, same := live.([]any)
		desired, known := desired.([]any)
		if !same || !known || len(live) != len(inputs) || len(desired) != len(inputs) {
			if same && reflect.DeepEqual(live, desired) {
				return inputs
			}
			return live
		}
		projected := make([]any, len(inputs))
		for index := range inputs {
			projected[index] = Project(inputs[index], desired[index], live[index])
		}
		return projected
	}
	if equal(live, desired) {
		return inputs
	}
	return live
}

// Top is the name that a path begins with.
func Top(path string) string {
	if end := strings.IndexAny(path, ".["); end > 0 {
		return path[:end]
	}
	return path
}

// Sorted is the paths of a difference in order.
func Sorted(difference map[string]Kind) []string {
	paths := make([]string, 0, len(difference))
	for path := range difference {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	return paths
}
