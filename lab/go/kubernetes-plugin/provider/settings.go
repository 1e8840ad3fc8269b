package provider

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"

	"trireme.local/toolchain/kubernetes-plugin/cluster"
	"trireme.local/toolchain/kubernetes-plugin/rules"
)

const (
	defaultQPS   = 50
	defaultBurst = 120
)

// What the provider was told, by the names of the npm package's arguments.
type settings struct {
	cluster           cluster.Settings
	rules             rules.Options
	force             bool
	deleteUnreachable bool
}

// Arguments that cannot be had with this plugin, and what they would do.
var refused = map[string]string{
	"renderYamlToDirectory": "renders manifests instead of making objects",
}

// The npm package sends everything but strings as JSON in a string; what was left out may come as null.
func argument(arguments map[string]any, name string) string {
	value, _ := arguments[name].(string)
	if value == "null" {
		return ""
	}
	if value == "" {
		if truth, ok := arguments[name].(bool); ok {
			return strconv.FormatBool(truth)
		}
	}
	return value
}

func flag(arguments map[string]any, name, variable string) bool {
	value := argument(arguments, name)
	if value == "" {
		value = os.Getenv(variable)
	}
	truth, err := strconv.ParseBool(value)
	return err == nil && truth
}

func refusal(arguments map[string]any) (name, reason string) {
	for name, what := range refused {
		if argument(arguments, name) != "" {
			return name, fmt.Sprintf("%s %s: it takes Pulumi's official plugin", name, what)
		}
	}
	if argument(arguments, "enableServerSideApply") == "false" {
		return "enableServerSideApply", "objects are applied on the server's side alone: false takes Pulumi's official plugin"
	}
	return "", ""
}

func settingsOf(arguments map[string]any) (settings, error) {
	var client struct {
		QPS   *float32 `json:"qps"`
		Burst *int     `json:"burst"`
	}
	if text := argument(arguments, "kubeClientSettings"); text != "" {
		if err := json.Unmarshal([]byte(text), &client); err != nil {
			return settings{}, fmt.Errorf("kubeClientSettings: %w", err)
		}
	}
	told := settings{
		cluster: cluster.Settings{
			Kubeconfig: argument(arguments, "kubeconfig"),
			Context:    argument(arguments, "context"),
			Cluster:    argument(arguments, "cluster"),
			Namespace:  argument(arguments, "namespace"),
			QPS:        defaultQPS,
			Burst:      defaultBurst,
		},
		rules: rules.Options{
			MutableConfigMaps: flag(arguments, "enableConfigMapMutable", "PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE"),
			MutableSecrets:    flag(arguments, "enableSecretMutable", "PULUMI_K8S_ENABLE_SECRET_MUTABLE"),
		},
		force:             flag(arguments, "enablePatchForce", "PULUMI_K8S_ENABLE_PATCH_FORCE"),
		deleteUnreachable: flag(arguments, "deleteUnreachable", "PULUMI_K8S_DELETE_UNREACHABLE"),
	}
	if client.QPS != nil {
		told.cluster.QPS = *client.QPS
	}
	if client.Burst != nil {
		told.cluster.Burst = *client.Burst
	}
	return told, nil
}
