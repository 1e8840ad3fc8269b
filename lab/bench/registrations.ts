import { generateKeyPairSync } from "node:crypto";
import { runtime } from "@pulumi/pulumi";

/** A resource as a program asks the engine for it. */
export interface Registration {
  readonly type: string;
  readonly name: string;
  /** Inputs in clear, without the marks of secrets. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** The resources that it waits for. */
  readonly dependsOn: readonly { readonly type: string; readonly name: string }[];
}

/** What we read of the message in which the SDK registers a resource. */
interface RegisterRequest {
  getType(): string;
  getName(): string;
  getObject(): { toJavaScript(): unknown } | undefined;
  getDependenciesList(): readonly string[];
}

/** Marks a secret among the inputs that are sent to the engine. */
const secretSignature = "4dabf18193072939515e22adb298388d";

function unmarked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unmarked);
  if (value === null || typeof value !== "object") return value;
  if (secretSignature in value) return unmarked((value as { value?: unknown }).value);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, unmarked(member)]));
}

/** A real one: applications look at theirs. */
function keyPair(): Readonly<Record<"privateKeyPem" | "publicKeyPem", string>> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  return { privateKeyPem: privateKey, publicKeyPem: publicKey };
}

/** What providers would answer, as far as other resources ask. A name is the one that the program chose. */
function stateOf(
  type: string,
  name: string,
  inputs: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  switch (type) {
    case "docker:index/remoteImage:RemoteImage":
      return { ...inputs, imageId: inputs.name };
    case "docker:index/container:Container":
      return { ...inputs, name, exitCode: 0, containerLogs: "" };
    case "random:index/randomPassword:RandomPassword":
      return { ...inputs, result: `generated-${name}` };
    case "random:index/randomBytes:RandomBytes":
      return { ...inputs, hex: `generated-${name}`, base64: `generated-${name}` };
    case "tls:index/privateKey:PrivateKey":
      return { ...inputs, ...keyPair() };
    default:
      return { ...inputs, name };
  }
}

/** `urn:pulumi:stack::project::parent$type::name` */
function parsed(urn: string): { readonly type: string; readonly name: string } {
  const [, , types = "", ...name] = urn.split("::");
  return { type: types.slice(types.lastIndexOf("$") + 1), name: name.join("::") };
}

/**
 * Runs a program without an engine and waits for all that it registers.
 *
 * @param seen called with each resource, in the order of registration
 */
export async function registrations(
  stack: string,
  program: () => void,
  seen: (registration: Registration) => void,
): Promise<void> {
  await runtime.setMocks(
    {
      call: ({ token }) => {
        throw new Error(`the program called ${token}, which has no answer here`);
      },
      newResource: ({ type, name, inputs }) => ({
        id: `${name}-id`,
        state: stateOf(type, name, inputs as Record<string, unknown>),
      }),
    },
    "trireme",
    stack,
    false,
  );
  const monitor = runtime.getMonitor();
  if (monitor === undefined) throw new Error("the SDK made no mocked engine");
  const register = monitor.registerResource.bind(monitor) as (...args: unknown[]) => unknown;
  Object.assign(monitor, {
    registerResource: (request: RegisterRequest, ...rest: unknown[]) => {
      seen({
        type: request.getType(),
        name: request.getName(),
        get inputs() {
          return unmarked(request.getObject()?.toJavaScript() ?? {}) as Record<string, unknown>;
        },
        dependsOn: request.getDependenciesList().map(parsed),
      });
      return register(request, ...rest);
    },
  });
  program();
  await runtime.disconnect();
}
