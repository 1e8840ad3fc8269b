import { createHash, createPublicKey } from "node:crypto";
import { isSecret, runtime, type Output } from "@pulumi/pulumi";
import { vi } from "vitest";

/** A public key in the form that the provider gives it, for what reads it; nobody has the private one. */
function publicKey(name: string): string {
  const bytes = Array.from({ length: 8 }, (_, index) =>
    createHash("sha256").update(`${name} ${index}`).digest(),
  );
  const modulus = Buffer.concat(bytes);
  modulus.writeUInt8(modulus.readUInt8(0) | 0x80, 0);
  const n = modulus.toString("base64url");
  return createPublicKey({ key: { kty: "RSA", n, e: "AQAB" }, format: "jwk" }).export({
    type: "spki",
    format: "pem",
  }) as string;
}

/** A resource as the engine is asked for it. */
export interface Registration {
  readonly type: string;
  readonly name: string;
  /** Name of the parent; empty for the root. */
  readonly parent: string;
  /** Inputs without the marks of secrets. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Every text of the inputs with its path, and whether it is marked as secret. */
  readonly texts: readonly { readonly path: string; readonly text: string; readonly secret: boolean }[];
  /** Kind and name of the resources that it depends on, sorted: `Container shop-dev-db`. */
  readonly dependsOn: readonly string[];
  readonly protect: boolean;
  /** Paths of inputs that keep what they were. */
  readonly ignoreChanges: readonly string[];
  readonly retainOnDelete: boolean;
  readonly deleteBeforeReplace: boolean;
  /** How long its creation may take; empty: the provider's own. */
  readonly createTimeout: string;
}

export interface Deployment<T> {
  readonly result: T;
  /** Sorted by type and name. */
  readonly resources: readonly Registration[];
  /** Names of the components that registered their outputs. */
  readonly withOutputs: ReadonlySet<string>;
}

/** Marks a secret among the inputs that are sent to the engine. */
const secretSignature = "4dabf18193072939515e22adb298388d";

/** What AWS would answer beside the inputs: names, ARNs and addresses that are told by the resource's own name. */
function awsState(type: string, name: string, inputs: Record<string, unknown>): Record<string, unknown> {
  const kind = kindOf(type);
  const own = `${name}-0a1b2c3`;
  const hosts = [inputs.domainName, ...((inputs.subjectAlternativeNames as unknown[] | undefined) ?? [])];
  return {
    name: own,
    ...(kind === "Bucket"
      ? {
          bucket: name,
          bucketDomainName: `${own}.s3.amazonaws.com`,
          bucketRegionalDomainName: `${own}.s3.eu-west-1.amazonaws.com`,
        }
      : {}),
    ...(kind === "Certificate"
      ? {
          domainValidationOptions: hosts.map((domainName) => ({
            domainName,
            resourceRecordName: `_proof.${String(domainName)}`,
            resourceRecordType: "CNAME",
            resourceRecordValue: "_proof.acm-validations.aws",
          })),
        }
      : {}),
    ...(kind === "Distribution" ? { domainName: "d111.cloudfront.net", hostedZoneId: "Z2FDTNDATAQYW2" } : {}),
    ...(kind === "LoadBalancer"
      ? { dnsName: `${own}.elb.amazonaws.com`, zoneId: "Z32O12XQLNTSW2", arnSuffix: `app/${own}/1` }
      : {}),
    ...(kind === "Workspace"
      ? { prometheusEndpoint: `https://aps-workspaces.eu-west-1.amazonaws.com/workspaces/${own}/` }
      : {}),
    ...(kind === "TargetGroup" ? { arnSuffix: `targetgroup/${own}/1` } : {}),
    ...(kind === "SecretVersion" ? { versionId: "v1", arn: `arn:aws:secretsmanager:::secret:${own}` } : {}),
    ...(kind === "VpcEndpoint" ? { prefixListId: "pl-s3" } : {}),
    ...(kind === "Instance" ? { address: `${own}.rds.aws`, endpoint: `${own}.rds.aws:5432` } : {}),
    ...(type === "aws:ec2/instance:Instance" ? { privateIp: `address of ${own}` } : {}),
    ...(kind === "ReplicationGroup"
      ? { primaryEndpointAddress: `${own}.cache.aws`, memberClusters: [`${own}-001`] }
      : {}),
    ...(type === "aws:msk/cluster:Cluster" ? { bootstrapBrokersTls: `b-1.${own}.kafka.aws:9094` } : {}),
    ...(kind === "Proxy" ? { endpoint: `${own}.proxy.aws` } : {}),
    ...inputs,
    ...(inputs.arn === undefined ? { arn: `arn:aws:mock:eu-west-1:123456789012:${kind}/${own}` } : {}),
  };
}

/** What the program asks of the cloud that no resource tells. */
const answeredCalls: Readonly<
  Record<string, (inputs: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>>
> = {
  "aws:ec2/getManagedPrefixList:getManagedPrefixList": ({ name }) => ({
    id: String(name).endsWith(".s3") ? "pl-s3" : "pl-cloudfront",
  }),
  "aws:ssm/getParameter:getParameter": ({ name }) => ({ value: `value of ${String(name)}` }),
  // Its first digit tells the VPC, its last one the zone.
  "aws:ec2/getSubnet:getSubnet": ({ id }) => ({
    vpcId: `vpc-${String(id).charAt(7).repeat(17)}`,
    availabilityZone: `eu-west-1${"abc".charAt(Number(String(id).at(-1)) - 1)}`,
  }),
};

/** What the provider would answer; a generated value is told by its resource's name. */
function stateOf(type: string, name: string, inputs: Record<string, unknown>): Record<string, unknown> {
  switch (type) {
    case "random:index/randomPassword:RandomPassword":
      return { ...inputs, result: `generated ${name}` };
    case "random:index/randomBytes:RandomBytes":
      return { ...inputs, hex: `generated ${name} hex`, base64: `generated ${name} base64` };
    case "tls:index/privateKey:PrivateKey":
      return { ...inputs, privateKeyPem: `generated ${name} private`, publicKeyPem: publicKey(name) };
    case "docker:index/remoteImage:RemoteImage":
      return { ...inputs, imageId: `sha256:${name}` };
    case "docker:index/container:Container":
      return { ...inputs, name: `${name}-0a1b2c3`, exitCode: 0, containerLogs: "" };
    default:
      if (type.startsWith("aws:")) return awsState(type, name, inputs);
      return type.startsWith("kubernetes:")
        ? { ...inputs, metadata: { name: `${name}-0a1b2c3`, ...(inputs.metadata as object | undefined) } }
        : { ...inputs, name: `${name}-0a1b2c3` };
  }
}

/**
 * The SDK keeps a stack trace of each of its promises, and the test runner maps each line of them to its source: half of
 * a deployment's time. One frame still says where the program itself failed.
 */
async function withoutStacks<T>(run: () => Promise<T>): Promise<T> {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 1;
  try {
    return await run();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/**
 * Runs a program against a mocked engine and waits for all that it registers.
 *
 * @param answers state of single resources by name, in place of what the provider would answer
 */
export async function deploy<T>(
  program: () => T,
  options: {
    readonly stack?: string;
    readonly preview?: boolean;
    readonly answers?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  } = {},
): Promise<Deployment<T>> {
  await runtime.setMocks(
    {
      call: ({ token, inputs }) => {
        const answer = answeredCalls[token];
        if (answer === undefined) throw new Error(`the program called ${token}`);
        return answer(inputs as Record<string, unknown>);
      },
      newResource: ({ type, name, inputs }) =>
        // A preview of what does not exist yet knows its inputs alone.
        options.preview === true
          ? { id: undefined, state: inputs as Record<string, unknown> }
          : {
              id: `${name}-id`,
              state: {
                ...stateOf(type, name, inputs as Record<string, unknown>),
                ...options.answers?.[name],
              },
            },
    },
    "trireme",
    options.stack ?? "dev",
    options.preview ?? false,
  );
  const monitor = runtime.getMonitor();
  if (monitor === undefined) throw new Error("the mocked engine is not there");
  const resources = vi.spyOn(monitor, "registerResource");
  const outputs = vi.spyOn(monitor, "registerResourceOutputs");
  const result = await withoutStacks(async () => {
    const made = program();
    await runtime.disconnect();
    return made;
  });
  const made = {
    result,
    resources: resources.mock.calls
      .map(([request]) => request)
      .filter((request) => request.getType() !== "pulumi:pulumi:Stack")
      .map((request) => {
        const object = request.getObject()?.toJavaScript() ?? {};
        return {
          type: request.getType(),
          name: request.getName(),
          parent: nameOf(request.getParent()),
          inputs: unmarked(object) as Record<string, unknown>,
          texts: texts("", object, false),
          dependsOn: request.getDependenciesList().map(kindAndName).sort(),
          protect: request.getProtect() ?? false,
          ignoreChanges: request.getIgnorechangesList(),
          retainOnDelete: request.getRetainondelete() ?? false,
          deleteBeforeReplace: request.getDeletebeforereplace(),
          createTimeout: request.getCustomtimeouts()?.getCreate() ?? "",
        };
      })
      .sort((a, b) => compare(a.type, b.type) || compare(a.name, b.name)),
    withOutputs: new Set(outputs.mock.calls.map(([request]) => nameOf(request.getUrn()))),
  };
  // The test runner keeps the calls of a spy until it is restored.
  for (const spy of [resources, outputs]) spy.mockRestore();
  return made;
}

/** All resources as `Container shop-dev-db`, in their order. */
export function listed({ resources }: Deployment<unknown>): readonly string[] {
  return resources.map(({ type, name }) => `${kindOf(type)} ${name}`);
}

/** The one resource of this kind and name: `Container`, `shop-dev-db`. */
export function only(deployment: Deployment<unknown>, kind: string, name: string): Registration {
  const found = deployment.resources.filter((r) => kindOf(r.type) === kind && r.name === name);
  const [first] = found;
  if (first === undefined || found.length > 1)
    throw new Error(`${found.length} are ${kind} ${name}; there are\n${listed(deployment).join("\n")}`);
  return first;
}

/** What an output holds, whether it is known yet and whether it is secret. */
export async function resolved<T>(
  output: Output<T>,
): Promise<{ readonly value: T | undefined; readonly known: boolean; readonly secret: boolean }> {
  // Members that the SDK keeps out of its types; `apply` alone cannot tell an unknown from a late value.
  const inner = output as unknown as { promise(): Promise<T>; isKnown: Promise<boolean> };
  const [value, known, secret] = await Promise.all([inner.promise(), inner.isKnown, isSecret(output)]);
  return { value: known ? value : undefined, known, secret };
}

/** The known value of an output. */
export async function valueOf<T>(output: Output<T>): Promise<T> {
  const { value, known } = await resolved(output);
  if (!known) throw new Error("the output is not known yet");
  return value as T;
}

function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? "";
}

function kindAndName(urn: string): string {
  const [type = "", name = ""] = urn.split("::").slice(-2);
  return `${kindOf(type)} ${name}`;
}

/** `docker:index/container:Container`, with or without its parents' types → `Container`. */
export function kindOf(type: string): string {
  return type.split(":").at(-1) ?? "";
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isMarked(node: object): node is { readonly value: unknown } {
  return secretSignature in node;
}

function unmarked(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(unmarked);
  if (node === null || typeof node !== "object") return node;
  if (isMarked(node)) return unmarked(node.value);
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, unmarked(value)]));
}

function texts(path: string, node: unknown, secret: boolean): Registration["texts"] {
  if (typeof node === "string") return [{ path, text: node, secret }];
  if (node === null || typeof node !== "object") return [];
  if (isMarked(node)) return texts(path, node.value, true);
  return Object.entries(node).flatMap(([key, value]) => texts(`${path}.${key}`, value, secret));
}
