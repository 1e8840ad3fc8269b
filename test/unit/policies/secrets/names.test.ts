import { describe, expect, it } from "vitest";
import { isPublicName, isSecretName } from "../../../../policies/secrets/names";

describe("a key", () => {
  it.each([
    "DB_PASSWORD",
    "API_TOKEN",
    "apiKey",
    "SECRET_KEY",
    "aws_secret_access_key",
    "client-secret",
    "AUTH",
  ])("calls a secret: %s", (key) => expect(isSecretName(key, { certain: true })).toBe(true));

  it.each([
    "DB_PASSWORD_FILE",
    "ACCESS_TOKEN_EXPIRE_MINUTES",
    "TOKEN_URL",
    "AUTHOR",
    "KEYBOARD",
    "SECRET_ARN",
    "skipCredentialsValidation",
    "LOG_LEVEL",
    "run.credentials.apply.sh",
  ])("calls none: %s", (key) => expect(isSecretName(key, { certain: true })).toBe(false));

  it.each(["MINIO_ACCESS_KEY", "MINIO_ACCESSKEY", "SESSION_COOKIE", "SENTRY_DSN", "JWT_LEEWAY"])(
    "that harmless ones have as well is hidden, and not refused: %s",
    (key) => {
      expect(isSecretName(key)).toBe(true);
      expect(isSecretName(key, { certain: true })).toBe(false);
    },
  );

  it.each(["AWS_SECRET_ACCESS_KEY", "JWT_KEY", "COOKIE_SECRET", "ACCESS_TOKEN"])(
    "is refused for another word that it has: %s",
    (key) => expect(isSecretName(key, { certain: true })).toBe(true),
  );

  it("is one of what all may know, unless it calls a secret as well", () => {
    expect(isPublicName("RSA_PUBLIC_KEY_PEM")).toBe(true);
    expect(isPublicName("PUBLIC_API_SECRET")).toBe(false);
    expect(isPublicName("LOG_LEVEL")).toBe(false);
  });
});
