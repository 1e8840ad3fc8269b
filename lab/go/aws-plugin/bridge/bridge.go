// Package bridge turns the upstream Terraform provider of AWS into a Pulumi resource plugin.
package bridge

import (
	"context"
	"log"
	"os"
	"strings"

	fw "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	pf "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	sdkv2 "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v2"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/x/muxer"
	"github.com/pulumi/pulumi-terraform-bridge/v3/unstable/metadata"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
)

const pkg = "aws"

// token spells "ec2 Vpc" as aws:ec2/vpc:Vpc.
func token(place string) string {
	module, member, _ := strings.Cut(place, " ")
	return pkg + ":" + module + "/" + strings.ToLower(member[:1]) + member[1:] + ":" + member
}

// providerInfo maps both halves of the provider to the names of the npm package.
func providerInfo(ctx context.Context, version string, sdk *schema.Provider, half fw.Provider) tfbridge.ProviderInfo {
	muxed := pf.MuxShimWithPF(ctx, sdkv2.NewProvider(sdk), half)
	info := tfbridge.ProviderInfo{
		Name:         pkg,
		Version:      version,
		P:            muxed,
		Resources:    map[string]*tfbridge.ResourceInfo{},
		DataSources:  map[string]*tfbridge.DataSourceInfo{},
		MetadataInfo: tfbridge.NewProviderMetadata(nil),
	}
	for name, place := range resources {
		info.Resources[name] = &tfbridge.ResourceInfo{
			Tok:                 tokens.Type(token(place)),
			Fields:              fields[name],
			DeleteBeforeReplace: oneAtATime[name],
		}
	}
	const firewall = "aws_wafv2_web_acl"
	info.Resources[firewall].Fields = singular(muxed.ResourcesMap().Get(firewall).Schema(), "not_statement", "statement")
	for name, place := range dataSources {
		info.DataSources[name] = &tfbridge.DataSourceInfo{Tok: tokens.ModuleMember(token(place))}
	}
	info.SetAutonaming(255, "-")
	return info
}

// Serve serves both halves of the provider as one plugin.
func Serve(ctx context.Context, version string, sdk *schema.Provider, half fw.Provider) {
	info := providerInfo(ctx, version, sdk, half)
	if len(os.Args) > 1 && os.Args[1] == "names" {
		dump(info)
	}
	// Which half answers for what is found here; Pulumi's own plugin finds it when its schema is generated.
	dispatch, err := info.P.(dispatcher).ResolveDispatch(&info)
	if err == nil {
		err = metadata.Set(info.GetMetadata(), "mux", dispatch)
	}
	if err != nil {
		log.Fatal(err)
	}
	pf.MainWithMuxer(ctx, pkg, info, []byte("{}"))
}

type dispatcher interface {
	ResolveDispatch(*tfbridge.ProviderInfo) (muxer.DispatchTable, error)
}
