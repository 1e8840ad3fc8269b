// Package cluster speaks to the API server.
package cluster

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sync"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/restmapper"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
)

// Settings are how to reach a cluster, as the provider's arguments of the same names say.
type Settings struct {
	Kubeconfig string // a path, or what such a file holds; by default as kubectl finds it
	Context    string
	Cluster    string
	Namespace  string
	QPS        float32
	Burst      int
}

// Cluster is an API server and what it knows.
type Cluster struct {
	client    dynamic.Interface
	discovery discovery.CachedDiscoveryInterface
	mapper    *restmapper.DeferredDiscoveryRESTMapper
	mutex     sync.Mutex
	Namespace string
}

// Connect prepares to speak to a cluster; it does not ask it anything yet.
func Connect(settings Settings) (*Cluster, error) {
	overrides := &clientcmd.ConfigOverrides{
		CurrentContext: settings.Context,
		Context:        api.Context{Cluster: settings.Cluster, Namespace: settings.Namespace},
	}
	loader, err := load(settings.Kubeconfig, overrides)
	if err != nil {
		return nil, err
	}
	config, err := loader.ClientConfig()
	if err != nil {
		return nil, err
	}
	namespace, _, err := loader.Namespace()
	if err != nil {
		return nil, err
	}
	config.QPS, config.Burst = settings.QPS, settings.Burst
	config.WarningHandlerWithContext = quiet{}
	client, err := dynamic.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	found, err := discovery.NewDiscoveryClientForConfig(config)
	if err != nil {
		return nil, err
	}
	cached := memory.NewMemCacheClient(found)
	return &Cluster{
		client:    client,
		discovery: cached,
		mapper:    restmapper.NewDeferredDiscoveryRESTMapper(cached),
		Namespace: namespace,
	}, nil
}

func load(kubeconfig string, overrides *clientcmd.ConfigOverrides) (clientcmd.ClientConfig, error) {
	rules := clientcmd.NewDefaultClientConfigLoadingRules()
	if kubeconfig == "" {
		return clientcmd.NewNonInteractiveDeferredLoadingClientConfig(rules, overrides), nil
	}
	if _, err := os.Stat(kubeconfig); err == nil {
		rules.ExplicitPath = kubeconfig
		return clientcmd.NewNonInteractiveDeferredLoadingClientConfig(rules, overrides), nil
	}
	config, err := clientcmd.Load([]byte(kubeconfig))
	if err != nil || len(config.Clusters) == 0 {
		return nil, fmt.Errorf("kubeconfig is neither the path of a file that exists nor what such a file holds")
	}
	return clientcmd.NewNonInteractiveClientConfig(*config, overrides.CurrentContext, overrides, nil), nil
}

// Reachable tells whether the server answers; why not, if it does not.
func (c *Cluster) Reachable() error {
	_, err := c.discovery.ServerVersion()
	return err
}

func (c *Cluster) mapping(kind schema.GroupVersionKind) (*meta.RESTMapping, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	mapping, err := c.mapper.RESTMapping(kind.GroupKind(), kind.Version)
	if meta.IsNoMatchError(err) {
		// Its definition may be newer than what we remember.
		c.mapper.Reset()
		mapping, err = c.mapper.RESTMapping(kind.GroupKind(), kind.Version)
	}
	return mapping, err
}

// Namespaced tells whether objects of a kind live in a namespace.
func (c *Cluster) Namespaced(object *unstructured.Unstructured) (bool, error) {
	mapping, err := c.mapping(object.GroupVersionKind())
	if err != nil {
		return false, err
	}
	return mapping.Scope.Name() == meta.RESTScopeNameNamespace, nil
}

// Of is the collection that an object belongs to.
func (c *Cluster) Of(object *unstructured.Unstructured) (dynamic.ResourceInterface, error) {
	mapping, err := c.mapping(object.GroupVersionKind())
	if err != nil {
		return nil, err
	}
	collection := c.client.Resource(mapping.Resource)
	if mapping.Scope.Name() != meta.RESTScopeNameNamespace {
		return collection, nil
	}
	namespace := object.GetNamespace()
	if namespace == "" {
		namespace = c.Namespace
	}
	return collection.Namespace(namespace), nil
}

// Get reads an object; nil where there is none.
func (c *Cluster) Get(ctx context.Context, object *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	collection, err := c.Of(object)
	if err != nil {
		return nil, err
	}
	live, err := collection.Get(ctx, object.GetName(), metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return nil, nil
	}
	return live, err
}

// List reads the objects of a kind that a selector of labels selects.
func (c *Cluster) List(ctx context.Context, kind schema.GroupVersionKind, namespace, selector string) ([]unstructured.Unstructured, error) {
	mapping, err := c.mapping(kind)
	if err != nil {
		return nil, err
	}
	list, err := c.client.Resource(mapping.Resource).Namespace(namespace).List(ctx, metav1.ListOptions{LabelSelector: selector})
	if err != nil {
		return nil, err
	}
	return list.Items, nil
}

// Apply makes an object what is wanted, as the manager of the fields that it names.
type Apply struct {
	Manager string
	DryRun  bool
	Force   bool
}

// Apply makes or changes an object on the server's side.
func (c *Cluster) Apply(ctx context.Context, object *unstructured.Unstructured, how Apply) (*unstructured.Unstructured, error) {
	collection, err := c.Of(object)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(object.Object)
	if err != nil {
		return nil, err
	}
	options := metav1.PatchOptions{FieldManager: how.Manager, Force: &how.Force, FieldValidation: metav1.FieldValidationStrict}
	if how.DryRun {
		options.DryRun = []string{metav1.DryRunAll}
	}
	return collection.Patch(ctx, object.GetName(), types.ApplyPatchType, body, options)
}

// Create makes an object that the server gives its name.
func (c *Cluster) Create(ctx context.Context, object *unstructured.Unstructured, how Apply) (*unstructured.Unstructured, error) {
	collection, err := c.Of(object)
	if err != nil {
		return nil, err
	}
	options := metav1.CreateOptions{FieldManager: how.Manager, FieldValidation: metav1.FieldValidationStrict}
	if how.DryRun {
		options.DryRun = []string{metav1.DryRunAll}
	}
	return collection.Create(ctx, object, options)
}

// Delete begins to delete an object.
func (c *Cluster) Delete(ctx context.Context, object *unstructured.Unstructured, propagation metav1.DeletionPropagation) error {
	collection, err := c.Of(object)
	if err != nil {
		return err
	}
	return collection.Delete(ctx, object.GetName(), metav1.DeleteOptions{PropagationPolicy: &propagation})
}

type quiet struct{}

// The server's warnings would otherwise go to the plugin's own output.
func (quiet) HandleWarningHeaderWithContext(context.Context, int, string, string) {}
