package main

import (
	"trireme.local/toolchain/plugins/bridge"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/terraform-providers/terraform-provider-random/shim"
)

var version = "4.21.2" // -X main.version=

func main() {
	res := func(name string) *tfbridge.ResourceInfo {
		return &tfbridge.ResourceInfo{Tok: bridge.Type("random", "index", name)}
	}
	bridge.ServeFramework("random", version, shim.New(), map[string]*tfbridge.ResourceInfo{
		"random_bytes":    res("RandomBytes"),
		"random_id":       res("RandomId"),
		"random_integer":  res("RandomInteger"),
		"random_password": res("RandomPassword"),
		"random_pet":      res("RandomPet"),
		"random_shuffle":  res("RandomShuffle"),
		"random_string":   res("RandomString"),
		"random_uuid":     res("RandomUuid"),
	})
}
