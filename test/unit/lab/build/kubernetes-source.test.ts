import { describe, expect, it } from "vitest";
import {
  embeddedSchema,
  isBuilt,
  withoutComponents,
  withoutSdk,
} from "../../../../lab/build/kubernetes-source";

const construct = `package provider

import (
	"context"

	providerhelmv4 "github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider/helm/v4"
	providerkustomizev2 "github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider/kustomize/v2"
	providerresource "github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider/resource"
	provideryamlv2 "github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider/yaml/v2"
)

var resourceProviders = map[string]providerresource.ResourceProviderFactory{
	"kubernetes:yaml/v2:ConfigFile":     provideryamlv2.NewConfigFileProvider,
	"kubernetes:yaml/v2:ConfigGroup":    provideryamlv2.NewConfigGroupProvider,
	"kubernetes:helm.sh/v4:Chart":       providerhelmv4.NewChartProvider,
	"kubernetes:kustomize/v2:Directory": providerkustomizev2.NewDirectoryProvider,
}
`;

describe("the copy of Pulumi's Kubernetes plugin that is built", () => {
  it("has none of the component resources, and all else", () => {
    expect(withoutComponents(construct)).toBe(`package provider

import (
	"context"

	providerresource "github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider/resource"
)

var resourceProviders = map[string]providerresource.ResourceProviderFactory{
}
`);
    expect(isBuilt("pkg/provider/helm/v4/chart.go")).toBe(false);
    expect(isBuilt("pkg/provider/provider_test.go")).toBe(false);
    expect(isBuilt("pkg/provider/helm_release.go")).toBe(true);
    expect(isBuilt("pkg/provider")).toBe(true);
    expect(isBuilt("")).toBe(true);
  });

  it("asks for no Go SDK of Kubernetes'", () => {
    const goMod = [
      "replace github.com/pulumi/pulumi-kubernetes/sdk/v4 => ../sdk",
      "require (",
      "\tgithub.com/pulumi/pulumi-kubernetes/sdk/v4 v4.24.0",
      "\tgithub.com/pulumi/pulumi/sdk/v3 v3.215.0",
      ")",
    ];
    expect(withoutSdk(goMod.join("\n"))).toBe(["require (", goMod[3], ")"].join("\n"));
  });

  it("embeds the schema under the version that is asked for", () => {
    expect(embeddedSchema('{\n  "name": "kubernetes",\n  "resources": {}\n}', "4.34.2")).toBe(
      '{"name":"kubernetes","resources":{},"version":"4.34.2"}',
    );
  });
});
