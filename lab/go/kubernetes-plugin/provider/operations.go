package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil/rpcerror"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/structpb"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"trireme.local/toolchain/kubernetes-plugin/await"
	"trireme.local/toolchain/kubernetes-plugin/cluster"
	"trireme.local/toolchain/kubernetes-plugin/rules"
)

func (p *provider) Create(ctx context.Context, request *pulumirpc.CreateRequest) (*pulumirpc.CreateResponse, error) {
	made, state, err := p.put(ctx, request.GetUrn(), request.GetProperties(), request.GetTimeout(), request.GetPreview())
	return &pulumirpc.CreateResponse{Id: made, Properties: state}, err
}

func (p *provider) Update(ctx context.Context, request *pulumirpc.UpdateRequest) (*pulumirpc.UpdateResponse, error) {
	_, state, err := p.put(ctx, request.GetUrn(), request.GetNews(), request.GetTimeout(), request.GetPreview())
	return &pulumirpc.UpdateResponse{Properties: state}, err
}

// put makes an object what its inputs say, and waits until it is.
func (p *provider) put(ctx context.Context, urn string, inputs *structpb.Struct, seconds float64, preview bool) (string, *structpb.Struct, error) {
	ctx, stop := p.within(ctx)
	defer stop()
	wanted := object(properties(inputs))
	if preview && (p.unreachable != nil || unknown(wanted.Object)) {
		return "", inputs, nil
	}
	if err := p.reach(); err != nil {
		return "", nil, err
	}
	how := cluster.Apply{
		Manager: manager,
		DryRun:  preview,
		Force:   p.settings.force || rules.Annotation(wanted.Object, patchForceKey) == "true",
	}
	apply := p.cluster.Apply
	if wanted.GetName() == "" {
		apply = p.cluster.Create
	}
	live, err := apply(ctx, wanted, how)
	if preview && (apierrors.IsNotFound(err) || meta.IsNoMatchError(err)) {
		// Its namespace or its kind is made by the same update.
		return "", inputs, nil
	}
	if err != nil {
		return "", nil, explained(err)
	}
	if preview {
		state, err := outputs(live)
		return "", state, err
	}
	return p.settle(ctx, urn, wanted, live, timeout(seconds, wanted))
}

func (p *provider) settle(ctx context.Context, urn string, wanted, live *unstructured.Unstructured, timeout time.Duration) (string, *structpb.Struct, error) {
	var unready error
	if rules.Annotation(wanted.Object, skipAwaitKey) != "true" {
		waitFor := rules.Annotation(wanted.Object, waitForKey)
		live, unready = await.Ready(ctx, p.cluster, live, timeout, waitFor, p.teller(ctx, urn))
	}
	state, err := outputs(live)
	if err != nil {
		return "", nil, err
	}
	if unready == nil {
		return id(live), state, nil
	}
	inputs, err := message(wanted.Object)
	if err != nil {
		return "", nil, err
	}
	// It is made, though not well: the state must know it, and the next update tries again.
	return "", nil, rpcerror.WithDetails(
		rpcerror.New(codes.Unknown, unready.Error()),
		&pulumirpc.ErrorResourceInitFailed{Id: id(live), Properties: state, Inputs: inputs, Reasons: []string{unready.Error()}},
	)
}

func explained(err error) error {
	if apierrors.IsConflict(err) {
		return fmt.Errorf("%w; the annotation %s: \"true\" takes such fields over", err, patchForceKey)
	}
	return err
}

func (p *provider) Read(ctx context.Context, request *pulumirpc.ReadRequest) (*pulumirpc.ReadResponse, error) {
	ctx, stop := p.within(ctx)
	defer stop()
	if err := p.reach(); err != nil {
		return nil, err
	}
	inputs, state := properties(request.GetInputs()), properties(request.GetProperties())
	apiVersion, kind := typeOf(request.GetUrn(), inputs, state)
	live, err := p.cluster.Get(ctx, named(apiVersion, kind, request.GetId()))
	if meta.IsNoMatchError(err) || (err == nil && live == nil) {
		return &pulumirpc.ReadResponse{}, nil
	}
	if err != nil {
		return nil, err
	}
	current, err := p.inputsOf(ctx, inputs, live)
	if err != nil {
		return nil, err
	}
	read, err := message(current)
	if err != nil {
		return nil, err
	}
	kept, err := outputs(live)
	return &pulumirpc.ReadResponse{Id: id(live), Properties: kept, Inputs: read}, err
}

// What the inputs would have to be to make the live object.
func (p *provider) inputsOf(ctx context.Context, inputs map[string]any, live *unstructured.Unstructured) (map[string]any, error) {
	if len(inputs) == 0 {
		all := live.DeepCopy()
		all.SetManagedFields(nil)
		delete(all.Object, "status")
		for _, field := range []string{"creationTimestamp", "generation", "resourceVersion", "uid"} {
			unstructured.RemoveNestedField(all.Object, "metadata", field)
		}
		return all.Object, nil
	}
	how := cluster.Apply{Manager: manager, DryRun: true, Force: true}
	desired, err := p.cluster.Apply(ctx, object(inputs), how)
	if apierrors.IsInvalid(err) {
		// A property that cannot be changed was: what is there now is all that can be said.
		desired, err = object(inputs), nil
	}
	if err != nil {
		return nil, err
	}
	projected, _ := rules.Project(inputs, desired.Object, live.Object).(map[string]any)
	return projected, nil
}

// An object's type is known from what is known of it, else from the type of its resource: `kubernetes:apps/v1:Deployment`.
func typeOf(urn string, known ...map[string]any) (apiVersion, kind string) {
	for _, one := range known {
		apiVersion, _ := one["apiVersion"].(string)
		kind, _ := one["kind"].(string)
		if apiVersion != "" && kind != "" {
			return apiVersion, kind
		}
	}
	token := resource.URN(urn).Type()
	apiVersion = string(token.Module().Name())
	if apiVersion == "core/v1" {
		apiVersion = "v1"
	}
	return apiVersion, string(token.Name())
}

func (p *provider) Delete(ctx context.Context, request *pulumirpc.DeleteRequest) (*emptypb.Empty, error) {
	ctx, stop := p.within(ctx)
	defer stop()
	done := &emptypb.Empty{}
	if p.unreachable != nil && p.settings.deleteUnreachable {
		return done, nil
	}
	if err := p.reach(); err != nil {
		return nil, err
	}
	state := properties(request.GetProperties())
	apiVersion, kind := typeOf(request.GetUrn(), state)
	live, err := p.cluster.Get(ctx, named(apiVersion, kind, request.GetId()))
	if meta.IsNoMatchError(err) || (err == nil && live == nil) {
		return done, nil
	}
	if err != nil {
		return nil, err
	}
	if err := p.cluster.Delete(ctx, live, propagation(live)); apierrors.IsNotFound(err) {
		return done, nil
	} else if err != nil {
		return nil, err
	}
	if rules.Annotation(live.Object, skipAwaitKey) == "true" {
		return done, nil
	}
	return done, await.Gone(ctx, p.cluster, live, timeout(request.GetTimeout(), live), p.teller(ctx, request.GetUrn()))
}
