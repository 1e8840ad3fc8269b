// Package provider answers Pulumi's engine.
package provider

import (
	"context"
	"fmt"
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/common/diag"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	host "github.com/pulumi/pulumi/sdk/v3/go/pulumi/provider"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"
	"trireme.local/toolchain/kubernetes-plugin/cluster"
	"trireme.local/toolchain/kubernetes-plugin/rules"
)

// The manager of the fields that the program sets.
const manager = "pulumi-kubernetes"

type provider struct {
	pulumirpc.UnimplementedResourceProviderServer

	host    *host.HostClient
	version string
	ended   context.Context
	cancel  context.CancelFunc

	settings    settings
	cluster     *cluster.Cluster
	unreachable error
}

// New is a provider that has yet to be told how to reach a cluster.
func New(host *host.HostClient, version string) pulumirpc.ResourceProviderServer {
	ended, cancel := context.WithCancel(context.Background())
	return &provider{host: host, version: version, ended: ended, cancel: cancel}
}

func (p *provider) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: p.version}, nil
}

func (p *provider) CheckConfig(_ context.Context, request *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	if name, reason := refusal(request.GetNews().AsMap()); reason != "" {
		failures := []*pulumirpc.CheckFailure{{Property: name, Reason: reason}}
		return &pulumirpc.CheckResponse{Inputs: request.GetNews(), Failures: failures}, nil
	}
	return &pulumirpc.CheckResponse{Inputs: request.GetNews()}, nil
}

// Another way to a cluster is no other cluster; who means one says so by clusterIdentifier.
func (p *provider) DiffConfig(_ context.Context, request *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	difference := rules.Difference(properties(request.GetOldInputs()), properties(request.GetNews()))
	response := &pulumirpc.DiffResponse{Changes: pulumirpc.DiffResponse_DIFF_NONE}
	for _, path := range rules.Sorted(difference) {
		response.Changes = pulumirpc.DiffResponse_DIFF_SOME
		response.Diffs = append(response.Diffs, path)
		if path == "clusterIdentifier" {
			response.Replaces = append(response.Replaces, path)
		}
	}
	return response, nil
}

func (p *provider) Configure(_ context.Context, request *pulumirpc.ConfigureRequest) (*pulumirpc.ConfigureResponse, error) {
	answer := &pulumirpc.ConfigureResponse{SupportsPreview: true}
	arguments := properties(request.GetArgs())
	if unknown(arguments) {
		p.unreachable = fmt.Errorf("the provider's arguments are not known yet")
		return answer, nil
	}
	var err error
	if p.settings, err = settingsOf(arguments); err != nil {
		return nil, err
	}
	if p.cluster, err = cluster.Connect(p.settings.cluster); err != nil {
		p.unreachable = err
		return answer, nil
	}
	p.unreachable = p.cluster.Reachable()
	return answer, nil
}

func (p *provider) reach() error {
	if p.unreachable == nil {
		return nil
	}
	return status.Errorf(codes.Unavailable, "the configured Kubernetes cluster is unreachable: %v", p.unreachable)
}

func (p *provider) Check(_ context.Context, request *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	urn := resource.URN(request.GetUrn())
	news, olds := properties(request.GetNews()), properties(request.GetOlds())
	if reason := rules.Unsupported(string(urn.Type()), news); reason != "" {
		failures := []*pulumirpc.CheckFailure{{Reason: reason}}
		return &pulumirpc.CheckResponse{Inputs: request.GetNews(), Failures: failures}, nil
	}
	if err := rules.Name(news, olds, urn.Name(), request.GetRandomSeed()); err != nil {
		return nil, err
	}
	p.place(news, olds)
	inputs, err := message(news)
	return &pulumirpc.CheckResponse{Inputs: inputs}, err
}

// An object without a namespace goes to the provider's, if it is of a kind that lives in one.
func (p *provider) place(news, olds map[string]any) {
	metadata := rules.Metadata(news)
	if namespace, there := metadata["namespace"]; (there && namespace != "") || p.unreachable != nil {
		return
	}
	namespaced, err := p.cluster.Namespaced(object(news))
	if err != nil {
		// Its kind is defined by an object that is still to be made: what it was, it stays.
		if was, there := rules.Metadata(olds)["namespace"]; there {
			metadata["namespace"] = was
		}
		return
	}
	if namespaced {
		metadata["namespace"] = p.cluster.Namespace
	}
}

func (p *provider) Diff(_ context.Context, request *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	olds, news := properties(request.GetOldInputs()), properties(request.GetNews())
	old := object(olds)
	fixed := rules.Immutable(old.GroupVersionKind().Group, old.GetKind(), olds, p.settings.rules)
	response := &pulumirpc.DiffResponse{
		Changes:         pulumirpc.DiffResponse_DIFF_NONE,
		DetailedDiff:    map[string]*pulumirpc.PropertyDiff{},
		HasDetailedDiff: true,
	}
	difference := rules.Difference(olds, news)
	for _, path := range rules.Sorted(difference) {
		replaces := rules.Replaces(path, fixed)
		response.Changes = pulumirpc.DiffResponse_DIFF_SOME
		if top := rules.Top(path); !slices.Contains(response.Diffs, top) {
			response.Diffs = append(response.Diffs, top)
		}
		response.DetailedDiff[path] = &pulumirpc.PropertyDiff{Kind: kinds[difference[path]][replaces], InputDiff: true}
		if replaces {
			response.Replaces = append(response.Replaces, path)
		}
	}
	next := object(news)
	// Two objects of one name cannot be.
	response.DeleteBeforeReplace = len(response.Replaces) > 0 && rules.Annotation(news, rules.AutonamedKey) != "true" &&
		next.GetName() == old.GetName() && next.GetNamespace() == old.GetNamespace()
	return response, nil
}

var kinds = map[rules.Kind]map[bool]pulumirpc.PropertyDiff_Kind{
	rules.Added:   {false: pulumirpc.PropertyDiff_ADD, true: pulumirpc.PropertyDiff_ADD_REPLACE},
	rules.Deleted: {false: pulumirpc.PropertyDiff_DELETE, true: pulumirpc.PropertyDiff_DELETE_REPLACE},
	rules.Updated: {false: pulumirpc.PropertyDiff_UPDATE, true: pulumirpc.PropertyDiff_UPDATE_REPLACE},
}

func (p *provider) Invoke(_ context.Context, request *pulumirpc.InvokeRequest) (*pulumirpc.InvokeResponse, error) {
	return nil, status.Errorf(codes.Unimplemented, "%s takes Pulumi's official plugin", request.GetTok())
}

func (p *provider) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	p.cancel()
	return &emptypb.Empty{}, nil
}

// An operation ends when the engine gives it up, and when all are cancelled.
func (p *provider) within(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	stop := context.AfterFunc(p.ended, cancel)
	return ctx, func() { stop(); cancel() }
}

// Shown beside the resource while it is worked on.
func (p *provider) teller(ctx context.Context, urn string) func(string) {
	return func(text string) { _ = p.host.LogStatus(ctx, diag.Info, resource.URN(urn), text) }
}
