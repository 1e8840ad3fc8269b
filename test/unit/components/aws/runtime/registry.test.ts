import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, vi } from "vitest";
import { registryLogin, registryRegion } from "../../../../../components/aws/runtime/registry";

it("knows a registry of ECR by its host", () => {
  expect(registryRegion("123456789012.dkr.ecr.eu-west-1.amazonaws.com")).toBe("eu-west-1");
  expect(registryRegion("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn")).toBe("cn-north-1");
  for (const other of [
    "public.ecr.aws",
    "docker.io",
    "dkr.ecr.eu-west-1.amazonaws.com",
    "1.dkr.ecr.x.example.com",
  ])
    expect(registryRegion(other)).toBeUndefined();
});

it("gets a login from ECR by the credentials for AWS", async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  const asked: unknown[] = [];
  const authorizationToken = Buffer.from("AWS:a:b").toString("base64");
  const server = createServer((request, response) => {
    asked.push(
      request.headers["x-amz-target"],
      /\/([a-z]+)\/aws4_request/.exec(request.headers.authorization ?? "")?.[1],
    );
    response.end(JSON.stringify({ authorizationData: [{ authorizationToken }] }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await registryLogin({ region: "eu-west-1", endpoints: { ecr: url } })).toEqual({
      user: "AWS",
      password: "a:b",
    });
    expect(asked).toEqual(["AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken", "ecr"]);
  } finally {
    server.close();
    vi.unstubAllEnvs();
  }
});
