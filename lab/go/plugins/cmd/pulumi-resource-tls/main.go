package main

import (
	"trireme.local/toolchain/plugins/bridge"

	"github.com/hashicorp/terraform-provider-tls/shim"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
)

var version = "5.6.1" // -X main.version=

func main() {
	res := func(name string) *tfbridge.ResourceInfo {
		return &tfbridge.ResourceInfo{Tok: bridge.Type("tls", "index", name)}
	}
	bridge.ServeFramework("tls", version, shim.New(), map[string]*tfbridge.ResourceInfo{
		"tls_cert_request":        res("CertRequest"),
		"tls_locally_signed_cert": res("LocallySignedCert"),
		"tls_private_key":         res("PrivateKey"),
		"tls_self_signed_cert":    res("SelfSignedCert"),
	})
}
