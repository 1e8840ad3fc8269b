package main

import (
	"context"
	"log"

	"trireme.local/toolchain/aws-plugin/bridge"

	"github.com/hashicorp/terraform-provider-aws/shim"
)

var version = "7.48.0" // -X main.version=

func main() {
	ctx := context.Background()
	sdk, half, err := shim.New(ctx)
	if err != nil {
		log.Fatal(err)
	}
	bridge.Serve(ctx, version, sdk, half)
}
