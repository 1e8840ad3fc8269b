import { describe, expect, it } from "vitest";
import { fullReference, holdsImage, imageDigests, namedImage } from "../../../../lab/cluster/images";

const listing = `REF TYPE DIGEST SIZE PLATFORMS LABELS
docker.io/library/redis:7 application/vnd.docker.distribution.manifest.v2+json sha256:aaa 1 MiB linux/amd64 -
sha256:111 application/vnd.docker.distribution.manifest.v2+json sha256:aaa 1 MiB linux/amd64 -
sha256:222 application/vnd.docker.distribution.manifest.v2+json sha256:bbb 1 MiB linux/amd64 -
trireme.local/nginx:1 application/vnd.docker.distribution.manifest.v2+json sha256:bbb 1 MiB linux/amd64 -
`;

describe("an image's full reference", () => {
  it.each([
    ["redis", "docker.io/library/redis:latest"],
    ["redis:7", "docker.io/library/redis:7"],
    ["team/app:1", "docker.io/team/app:1"],
    ["trireme.local/nginx:1", "trireme.local/nginx:1"],
    ["localhost/app:1", "localhost/app:1"],
    ["registry:5000/app", "registry:5000/app:latest"],
    ["team/app@sha256:abc", "docker.io/team/app@sha256:abc"],
  ])("of %s is %s", (short, full) => {
    expect(fullReference(short)).toBe(full);
  });
});

describe("an image to load", () => {
  it("has the engine's name, or one of its own", () => {
    expect(namedImage("redis:7")).toEqual({ name: "redis:7", source: "redis:7" });
    expect(namedImage("app/web:v1=local/web:latest")).toEqual({
      name: "app/web:v1",
      source: "local/web:latest",
    });
  });
});

describe("a node holds an image", () => {
  const digests = imageDigests(listing);

  it("under its name with the engine's id", () => {
    expect(holdsImage(digests, "redis:7", "sha256:111")).toBe(true);
    expect(holdsImage(digests, "trireme.local/nginx:1", "sha256:222")).toBe(true);
  });

  it("not where the name is another image's, or unknown, or the image has another name", () => {
    expect(holdsImage(digests, "redis:7", "sha256:222")).toBe(false);
    expect(holdsImage(digests, "redis:8", "sha256:111")).toBe(false);
    expect(holdsImage(digests, "redis:7", "sha256:333")).toBe(false);
  });
});
