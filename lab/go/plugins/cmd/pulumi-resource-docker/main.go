package main

import (
	"trireme.local/toolchain/plugins/bridge"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/terraform-providers/terraform-provider-docker/shim"
)

var version = "5.2.0" // -X main.version=

func main() {
	type fields = map[string]*tfbridge.SchemaInfo
	res := func(name string, f fields) *tfbridge.ResourceInfo {
		return &tfbridge.ResourceInfo{
			Tok: bridge.Type("docker", "index", name), Fields: f,
			DeleteBeforeReplace: true, // names are unique on a daemon
		}
	}
	bridge.ServeSDK("docker", version, shim.New(version), map[string]*tfbridge.ResourceInfo{
		"docker_container": res("Container", fields{
			"name":              tfbridge.AutoName("name", 255, "-"),
			"command":           {Name: "command"},          // not "commands"
			"networks_advanced": {Name: "networksAdvanced"}, // not "networksAdvanceds"
		}),
		"docker_image":   res("RemoteImage", nil),
		"docker_network": res("Network", fields{"name": tfbridge.AutoName("name", 255, "-")}),
		"docker_volume":  res("Volume", fields{"name": tfbridge.AutoName("name", 255, "-")}),
	})
}
