// Package rules is what the official plugin decides without asking a cluster: which changes replace an object, and names.
package rules

import (
	"slices"
	"strings"
)

// Options are the settings of the plugin that change a rule.
type Options struct {
	MutableConfigMaps bool
	MutableSecrets    bool
}

var (
	selector  = []string{"spec.selector"}
	container = []string{
		"args", "command", "env", "image", "imagePullPolicy", "lifecycle", "livenessProbe", "ports", "readinessProbe",
		"resources", "securityContext", "stdin", "stdinOnce", "terminationMessagePath", "terminationMessagePolicy", "tty",
		"volumeDevices", "volumeMounts", "workingDir",
	}
	podSpec = []string{
		"affinity", "automountServiceAccountToken", "dnsConfig", "dnsPolicy", "enableServiceLinks", "hostAliases", "hostIPC",
		"hostNetwork", "hostPID", "hostname", "imagePullSecrets", "nodeName", "nodeSelector", "overhead", "preemptionPolicy",
		"priority", "priorityClassName", "readinessGates", "restartPolicy", "runtimeClassName", "schedulerName",
		"securityContext", "serviceAccount", "serviceAccountName", "shareProcessNamespace", "subdomain",
		"terminationGracePeriodSeconds", "volumes",
	}
	volumeSources = []string{
		"awsElasticBlockStore", "azureDisk", "azureFile", "cephfs", "cinder", "csi", "fc", "flexVolume", "flocker",
		"gcePersistentDisk", "glusterfs", "hostPath", "iscsi", "local", "nfs", "photonPersistentDisk", "portworxVolume",
		"quobyte", "rbd", "scaleIO", "storageos", "vsphereVolume",
	}
)

// By group and kind; a property stands for all below it.
var immutable = map[string][]string{
	"apps/DaemonSet":  selector,
	"apps/Deployment": selector,
	"apps/StatefulSet": {
		"spec.podManagementPolicy", "spec.revisionHistoryLimit", "spec.selector", "spec.serviceName", "spec.volumeClaimTemplates",
	},
	"batch/Job":              {"spec.completions", "spec.parallelism", "spec.selector", "spec.template"},
	"/PersistentVolume":      prefixed("spec.", volumeSources),
	"/PersistentVolumeClaim": {"spec.accessModes", "spec.selector", "spec.storageClassName", "spec.volumeName"},
	"/Pod": slices.Concat(
		prefixed("spec.", podSpec), prefixed("spec.containers[*].", container), prefixed("spec.initContainers[*].", container),
	),
	"/ResourceQuota": {"spec.scopes"},
	"/Secret":        {"type"},
	"/Service":       {"spec.clusterIP"},
	"rbac.authorization.k8s.io/ClusterRoleBinding": {"roleRef"},
	"rbac.authorization.k8s.io/RoleBinding":        {"roleRef"},
	"storage.k8s.io/StorageClass":                  {"parameters", "provisioner"},
}

func prefixed(prefix string, names []string) []string {
	all := make([]string, len(names))
	for index, name := range names {
		all[index] = prefix + name
	}
	return all
}

// Immutable is the properties of a kind that cannot be changed: an object that is to have another value is made anew.
func Immutable(group, kind string, old map[string]any, options Options) []string {
	properties := append([]string{"metadata.name", "metadata.namespace"}, immutable[group+"/"+kind]...)
	frozen := old["immutable"] == true
	if group == "" && kind == "ConfigMap" && (frozen || !options.MutableConfigMaps) {
		properties = append(properties, "binaryData", "data")
	}
	if group == "" && kind == "Secret" && (frozen || !options.MutableSecrets) {
		properties = append(properties, "data", "stringData")
	}
	return properties
}

// Replaces tells whether a change of the property at a path makes the object anew.
func Replaces(path string, properties []string) bool {
	general := indices.ReplaceAllString(path, "[*]")
	return slices.ContainsFunc(properties, func(property string) bool {
		rest, found := strings.CutPrefix(general, property)
		// A change of the whole is one of each part.
		return (found && (rest == "" || rest[0] == '.' || rest[0] == '[')) || strings.HasPrefix(property, general+".")
	})
}
