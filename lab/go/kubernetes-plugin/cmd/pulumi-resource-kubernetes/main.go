// Command pulumi-resource-kubernetes takes the place of Pulumi's official plugin of that name where it cannot be downloaded.
package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/cmdutil"
	host "github.com/pulumi/pulumi/sdk/v3/go/pulumi/provider"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"trireme.local/toolchain/kubernetes-plugin/provider"
)

// Set by the linker.
var version = "4.0.0"

func main() {
	make := func(host *host.HostClient) (pulumirpc.ResourceProviderServer, error) {
		return provider.New(host, version), nil
	}
	if err := host.Main("kubernetes", make); err != nil {
		cmdutil.ExitError(err.Error())
	}
}
