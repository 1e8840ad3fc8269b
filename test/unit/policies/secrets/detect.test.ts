import { describe, expect, it } from "vitest";
import { entropy, secretIn } from "../../../../policies/secrets/detect";

describe("a text", () => {
  it.each([
    "-----BEGIN RSA PRIVATE KEY-----",
    "AKIAIOSFODNN7EXAMPLE",
    "postgresql://shop:hunter2@db:5432/shop",
    `ghp_${"a1B2".repeat(9)}`,
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl",
  ])("has the form of a secret: %s", (text) => expect(secretIn(text, 4)).toBe("has the form of a secret"));

  it("beside a certificate is seen", () => {
    const certificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    expect(secretIn(`${certificate}kX9mQ2vL7pR4tW8yZ3nB6cF1`, 4)).toBe("is as random as a secret");
  });

  it.each(["9f86d081884c7d659a2feaa0c55ad015", "kX9mQ2vL7pR4tW8yZ3nB6cF1"])(
    "is as random as one: %s",
    (text) => expect(secretIn(text, 4)).toBe("is as random as a secret"),
  );

  it.each([
    "info",
    "https://shop.example.com/api/v1/orders",
    "if command -v curl >/dev/null; then curl -fsS http://127.0.0.1:8000/health; fi",
    `ghcr.io/your-org/web@sha256:${"9f86d081".repeat(8)}`,
    "arn:aws:iam::123456789012:role/shop-production-web",
    "arn:aws:elasticache:eu-west-1:123456789012:snapshot:kX9mQ2vL7pR4tW8yZ3nB6cF1",
    "postgresql://shop@db:5432/shop",
    `-----BEGIN CERTIFICATE-----\nMIIB${"kX9mQ2vL7pR4tW8yZ3nB6cF1".repeat(3)}\n-----END CERTIFICATE-----\n`,
  ])("is plain: %s", (text) => expect(secretIn(text, 4)).toBeUndefined());
});

describe("entropy", () => {
  it("is none for one letter and whole bits for evenly many", () => {
    expect(entropy("aaaa")).toBe(0);
    expect(entropy("abcdabcd")).toBe(2);
  });
});
