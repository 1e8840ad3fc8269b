import { describe, expect, it } from "vitest";
import { clientsCalled, keepClients, keepServices } from "../../../../lab/build/aws-source";

const packages = `package sdkv2

import (
	"context"

	"github.com/hashicorp/terraform-provider-aws/internal/conns"
	"github.com/hashicorp/terraform-provider-aws/internal/service/account"
	"github.com/hashicorp/terraform-provider-aws/internal/service/ec2"
)

func servicePackages(ctx context.Context) []conns.ServicePackage {
	v := []conns.ServicePackage{
		account.ServicePackage(ctx),
		ec2.ServicePackage(ctx),
	}
	return v
}
`;

const clients = `package conns

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/account"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	elasticloadbalancingv2 "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
)

func (c *AWSClient) AccountClient(ctx context.Context) *account.Client {
	return errs.Must(client[*account.Client](ctx, c, make(map[string]any)))
}

func (c *AWSClient) EC2Client(ctx context.Context) *ec2.Client {
	return errs.Must(client[*ec2.Client](ctx, c, make(map[string]any)))
}

func (c *AWSClient) ELBV2Client(ctx context.Context) *elasticloadbalancingv2.Client {
	return nil
}
`;

describe("a trimmed copy of the AWS provider", () => {
  it("registers the services that are kept, and imports no other", () => {
    const kept = keepServices(packages, ["ec2"]);
    expect(kept).not.toContain("account");
    expect(kept).toContain("\t\tec2.ServicePackage(ctx),\n\t}");
    expect(kept).toContain('"github.com/hashicorp/terraform-provider-aws/internal/conns"');
    expect(keepServices(packages, ["account", "ec2"])).toBe(packages);
  });

  it("has a client for each that its sources call, and imports no other's package", () => {
    const called = new Set(clientsCalled("conn := meta.(*conns.AWSClient).EC2Client(ctx)"));
    expect([...called]).toEqual(["EC2Client"]);
    const kept = keepClients(clients, called);
    expect(kept).not.toMatch(/account|elasticloadbalancingv2/);
    expect(kept).toMatch(/service\/ec2"\n\)\n\nfunc \(c \*AWSClient\) EC2Client/);
    expect(keepClients(clients, new Set(["AccountClient", "EC2Client", "ELBV2Client"]))).toBe(clients);
  });

  it("keeps an import under another name while its name is used", () => {
    expect(keepClients(clients, new Set(["ELBV2Client"]))).toContain('elasticloadbalancingv2 "github.com');
  });
});
