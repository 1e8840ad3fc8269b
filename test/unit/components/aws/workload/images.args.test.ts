import { describe, expect, it } from "vitest";
import {
  isEcr,
  placeOfImage,
  pulledImage,
  pulledReference,
  repositoryArn,
} from "../../../../../components/aws/workload/images.args";

const registry = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
const place = {
  account: "123456789012",
  region: "eu-west-1",
  registries: { "ghcr.io": { user: "acme", token: "t" } },
};

describe("an image", () => {
  it.each([
    [`${registry}/shop-api:v1`, `${registry}/shop-api:v1`],
    ["postgres:16-alpine", `${registry}/shop-prod-public/docker/library/postgres:16-alpine`],
    ["public.ecr.aws/x/y:1", `${registry}/shop-prod-public/x/y:1`],
    ["amazon/aws-cli:2.22.35", `${registry}/shop-prod-public/aws-cli/aws-cli:2.22.35`],
    ["ghcr.io/acme/api:v1", `${registry}/shop-prod-ghcr-io/acme/api:v1`],
    ["quay.io/acme/api:v1", "quay.io/acme/api:v1"],
    ["acme/api@sha256:00", "acme/api@sha256:00"],
  ])("%s is pulled as %s", (reference, pulled) => {
    expect(pulledReference(reference, "shop-prod", place)).toBe(pulled);
  });

  it("of Docker Hub is told by having no host", () => {
    expect(placeOfImage("acme/api:v1")).toEqual({ host: "docker.io", rest: "acme/api:v1" });
    expect(placeOfImage("localhost:5000/api")).toEqual({ host: "localhost:5000", rest: "api" });
  });

  it("in ECR belongs to a repository that a role can name", () => {
    expect(isEcr(`${registry}/shop-api:v1`)).toBe(true);
    expect(repositoryArn(`${registry}/shop/api@sha256:00`, "aws")).toBe(
      "arn:aws:ecr:eu-west-1:123456789012:repository/shop/api",
    );
    expect(repositoryArn("quay.io/acme/api:v1", "aws")).toBeUndefined();
  });

  it("that would be built is refused", () => {
    const source = {
      from: "build",
      context: "/x",
      dockerfile: "Dockerfile",
      args: {},
      hash: "h",
      watch: {},
    } as const;
    expect(() =>
      pulledImage({ name: "api", reference: "api:v1" }, { api: source }, { prefix: "shop", place }),
    ).toThrow('image "api" is built from sources, and tasks pull images; push it to a registry');
  });
});
