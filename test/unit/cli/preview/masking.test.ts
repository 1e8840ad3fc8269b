import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSecretName, looksRandom, withoutSecrets } from "../../../../cli/preview/masking";
import { renderMarkdown } from "../../../../cli/preview/markdown";
import { reportOf } from "../../../../cli/preview/report";
import type { ResourceState } from "../../../../cli/preview/steps";
import { renderTable } from "../../../../cli/preview/table";
import { context, digest, urn } from "./recordings";

const container = "docker:index/container:Container";
const marked = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});
const pem = (text: string) => `-----BEGIN RSA PRIVATE KEY-----\n${text}\n-----END RSA PRIVATE KEY-----`;

/** The places where a secret may hide, each with one in it. */
const hidingPlaces: Readonly<Record<string, (secret: string) => Partial<ResourceState> & { type?: string }>> =
  {
    "a marked value": (secret) => ({ inputs: { result: marked(secret) } }),
    "a marked item of a list": (secret) => ({ inputs: { envs: [marked(`DATABASE_URL=${secret}`), "A=b"] } }),
    "a marked value inside an object": (secret) => ({ inputs: { spec: { a: [{ b: marked(secret) }] } } }),
    "an additional secret output": (secret) => ({
      inputs: { connection: secret },
      additionalSecretOutputs: ["connection"],
    }),
    "a variable with a telling name": (secret) => ({ inputs: { envs: [`API_TOKEN=${secret}`] } }),
    "a variable of a pod": (secret) => ({ inputs: { env: [{ name: "DB_PASSWORD", value: secret }] } }),
    "a URL": (secret) => ({ inputs: { envs: [`DB=postgresql://app:${secret}@db:5432/app`] } }),
    "a private key": (secret) => ({ inputs: { content: pem(secret) } }),
    "a private key in a file": (secret) => ({
      inputs: { uploads: [{ file: "/etc/key", content: pem(`x\n${secret}`) }] },
    }),
    "a label": (secret) => ({ inputs: { labels: [{ label: "app.password", value: secret }] } }),
    "an argument": (secret) => ({ inputs: { command: ["serve", `--password=${secret}`] } }),
    "a long command": (secret) => ({
      inputs: { command: ["sh", "-c", `${"true && ".repeat(30)}TOKEN=${secret} serve`] },
    }),
    "a nested property with a telling name": (secret) => ({
      inputs: { settings: { auth: { clientSecret: secret } } },
    }),
    "an object that is shown whole": (secret) => ({ inputs: { list: [{ apiKey: secret }, "text"] } }),
    "a header of the proxy": (secret) => ({
      inputs: {
        uploads: [{ file: "/run/new/nginx.conf", content: `proxy_set_header X "Bearer ${secret}";\nb;\n` }],
      },
    }),
    "a secret of Kubernetes": (secret) => ({
      type: "kubernetes:core/v1:Secret",
      inputs: { data: { plain: secret }, stringData: { other: secret } },
    }),
    "a version of a secret on AWS": (secret) => ({
      type: "aws:secretsmanager/secretVersion:SecretVersion",
      inputs: { secretString: secret },
    }),
    "a camel-case property": (secret) => ({ inputs: { masterPassword: secret } }),
  };

const characters = [..."abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"];
const sentinel = fc
  .string({ unit: fc.constantFrom(...characters), minLength: 16, maxLength: 40 })
  .map((text) => `Zq9${text}`);

function rendered(state: Partial<ResourceState> & { type?: string }, op: string, message = ""): string {
  const type = state.type ?? container;
  const at = urn(type, "app-prod-web");
  const whole = { urn: at, type, custom: true, ...state };
  const other = { ...whole, inputs: { image: "web:1" } };
  const report = reportOf(
    "prod",
    "preview",
    {
      ...digest([
        {
          op,
          urn: at,
          ...(op === "create" ? {} : { oldState: op === "delete" ? whole : other }),
          ...(op === "delete" ? {} : { newState: whole }),
          diffReasons: Object.keys(state.inputs ?? {}),
        },
      ]),
      diagnostics: message === "" ? [] : [{ severity: "error", message }],
    },
    {
      verdicts: message === "" ? [] : [{ pack: "p", policy: "q", level: "mandatory", message }],
      packs: [],
      seconds: 1,
    },
    { ...context, prefix: "app-prod" },
  );
  return renderTable(report, { color: true }) + renderMarkdown(report);
}

describe("a planted secret", () => {
  it.each(Object.entries(hidingPlaces))("in %s is never shown", (_, hide) => {
    fc.assert(
      fc.property(sentinel, fc.constantFrom("create", "update", "replace", "delete"), (secret, op) => {
        expect(rendered(hide(secret), op)).not.toContain(secret);
      }),
      { numRuns: 25 },
    );
  });

  it("that goes in place of one that comes shows neither", () => {
    const [before, after] = ["Zq9before7777777777", "Zq9after88888888888"];
    const at = urn(container, "app-prod-web");
    const state = (secret: string) => ({
      urn: at,
      type: container,
      inputs: { envs: [`API_TOKEN=${secret}`, `URL=redis://:${secret}@r:1/0`] },
    });
    const report = reportOf(
      "prod",
      "preview",
      digest([{ op: "replace", urn: at, oldState: state(before), newState: state(after) }]),
      { verdicts: [], packs: [], seconds: 1 },
      { ...context, prefix: "app-prod" },
    );
    const text = renderTable(report, { color: false });
    expect(text).toContain("env API_TOKEN");
    expect(text).not.toContain(before);
    expect(text).not.toContain(after);
  });

  it.each([
    (secret: string) => `connecting to postgresql://app:${secret}@db/app failed`,
    (secret: string) => `image has PASSWORD=${secret} in its environment`,
    (secret: string) => `{"token": "${secret}"}`,
    (secret: string) => pem(secret),
  ])("in a message of the program or of a policy is never shown", (say) => {
    const secret = "Zq9abcDEF23456789x";
    expect(rendered({ inputs: {} }, "update", say(secret))).not.toContain(secret);
  });
});

describe("names", () => {
  it.each(["API_TOKEN", "password", "dbPassword", "SECRET_KEY", "accessKey", "client-secret", "SENTRY_DSN"])(
    "%s is one of a secret",
    (name) => expect(isSecretName(name)).toBe(true),
  );

  it.each(["ACCESS_TOKEN_EXPIRE_MINUTES", "RSA_PUBLIC_KEY_PEM", "LOG_LEVEL", "keyboard", "OAUTH_ISSUER"])(
    "%s is not the name of a secret",
    (name) => expect(isSecretName(name)).toBe(false),
  );
});

describe("texts", () => {
  it.each([
    "registry.example.com/syfthub-backend:v1.4.2",
    "sha256:89b45cae12d1d5cc2892dce338599c3738524865464773e5afa7bbb30a8fb02b",
    "HEALTH_CHECK_INTERVAL_SECONDS",
    "rw,nosuid,nodev,mode=1777",
  ])("%s that are not secret stay as they are", (text) => {
    expect(looksRandom(text)).toBe(false);
    expect(withoutSecrets(text)).toBe(text);
  });

  it("that are random are one", () => {
    expect(looksRandom("mR4tq7ZkP0wXv9LbNc2YhJd8")).toBe(true);
  });
});
