// Package shim opens the upstream provider's internal packages: its module's path lies under theirs.
package shim

import (
	"context"

	fw "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/hashicorp/terraform-provider-aws/internal"
	"github.com/hashicorp/terraform-provider-aws/internal/provider/framework"
	"github.com/hashicorp/terraform-provider-aws/internal/provider/sdkv2"
)

// New makes both halves of the provider: resources written with the old SDK and with the plugin framework.
func New(ctx context.Context) (*schema.Provider, fw.Provider, error) {
	internal.RegisterSmarterrFS()
	sdk, err := sdkv2.NewProvider(ctx)
	if err != nil {
		return nil, nil, err
	}
	half, err := framework.NewProvider(ctx, sdk)
	return sdk, half, err
}
