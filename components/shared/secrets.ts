import {
  ComponentResource,
  secret,
  type ComponentResourceOptions,
  type Input,
  type Output,
} from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import * as tls from "@pulumi/tls";
import {
  isRotating,
  isServer,
  type AnySecret,
  type Rotations,
  type SecretRef,
  type Server,
  type System,
} from "../model";
import { serverCertificate } from "./certificate";
import { partsOfSecret, type Joined } from "./join";
import type { PlatformArgs } from "./platform";

export interface SecretsArgs {
  readonly secrets: readonly AnySecret[];
  /** How often each was regenerated. @default never */
  readonly rotations?: Rotations;
  /** Stores that get a password. */
  readonly stores: readonly Server[];
  /** Values that the operator provides, by name. */
  readonly provided: Readonly<Record<string, Input<string>>>;
  /** Where another stack has them all: nothing is generated, and nothing provided, then. @default none */
  readonly joined?: Joined;
}

/** The parts of a secret. Those of another stack's are asked for one at a time: it tells what is used. */
type Parts = (part: SecretRef["part"]) => Output<string> | undefined;

type Generated = Readonly<Partial<Record<SecretRef["part"], Output<string>>>>;

/** A store's password in the generations that still matter. */
export interface StorePasswords {
  /** How often it was rotated. */
  readonly generation: number;
  /** Who consumers log in as, where another stack says it. @default as the engine has it in this generation */
  readonly user?: Output<string>;
  /** What consumers use. */
  readonly current: Output<string>;
  /** What they used before: valid until it is retired. The current one where there was no rotation. */
  readonly previous: Output<string>;
  /** What an empty store is started with. Its container keeps it, so that no rotation replaces a store. */
  readonly initial: Output<string>;
}

/** Generated and provided secrets: encrypted in the state, and nowhere but with their consumers. */
export abstract class GeneratedSecrets extends ComponentResource {
  private readonly parts: ReadonlyMap<string, Parts>;
  private readonly passwords: ReadonlyMap<string, StorePasswords>;

  constructor(
    type: `trireme:${string}:Secrets`,
    private readonly prefix: string,
    args: SecretsArgs,
    opts?: ComponentResourceOptions,
  ) {
    super(type, `${prefix}-secrets`, {}, opts);
    const { joined, rotations = {} } = args;
    const rotation = (name: string): number => rotations[name] ?? 0;
    this.parts = new Map(
      args.secrets.map((item) => [
        item.name,
        // What the operator encrypted in this stack's own file is its own.
        joined === undefined || args.provided[item.name] !== undefined
          ? partsIn(this.generate(item, args.provided, rotation(item.name)))
          : joinedParts(item, joined),
      ]),
    );
    this.passwords = new Map(
      args.stores.map((store) => [
        store.name,
        joined === undefined
          ? this.storeGenerations(store.name, isRotating(store) ? rotation(store.name) : 0)
          : joinedPasswords(store, joined),
      ]),
    );
    this.registerOutputs({});
  }

  /** The value of a secret. */
  value(ref: SecretRef): Output<string> {
    const value = this.parts.get(ref.name)?.(ref.part);
    if (value === undefined) throw new RangeError(`secret "${ref.name}" has no ${ref.part}`);
    if (ref.encoding !== "base64") return value;
    return value.apply((text) => Buffer.from(text).toString("base64"));
  }

  /** The password that consumers of a store use. */
  storePassword(store: string): Output<string> {
    return this.storePasswords(store).current;
  }

  /** The generated passwords of a store. */
  storePasswords(store: string): StorePasswords {
    const found = this.passwords.get(store);
    if (found === undefined) throw new RangeError(`store "${store}" has no password`);
    return found;
  }

  private generate(item: AnySecret, provided: SecretsArgs["provided"], rotation: number): Generated {
    const { source, name } = item;
    const opts = { parent: this };
    switch (source.type) {
      case "password":
        return { value: this.password(name, source.length, rotation) };
      case "hex":
        return { value: secret(this.bytes(name, source.bytes, rotation).hex) };
      case "base64":
        return { value: secret(this.bytes(name, source.bytes, rotation).base64) };
      case "rsa": {
        // A key knows no keepers: another name makes another key.
        const generation = rotation === 0 ? "" : `-${rotation}`;
        const key = new tls.PrivateKey(
          `${this.prefix}-${name}${generation}`,
          { algorithm: "RSA", rsaBits: source.bits },
          opts,
        );
        return { privateKey: secret(key.privateKeyPem), publicKey: key.publicKeyPem };
      }
      case "certificate": {
        const generation = rotation === 0 ? "" : `-${rotation}`;
        const made = serverCertificate(`${this.prefix}-${name}${generation}`, source, this);
        return { privateKey: secret(made.key), publicKey: made.certificate };
      }
      case "provided":
        return { value: secret(provided[name] ?? "") };
      default:
        return source satisfies never;
    }
  }

  /**
   * Two resources take turns, so that making a new password leaves the one before as it is; the initial one is a
   * third that never changes.
   */
  private storeGenerations(store: string, generation: number): StorePasswords {
    const initial = this.password(`${store}-password`, 32, 0);
    const made = (wanted: number): Output<string> => {
      if (wanted <= 0) return initial;
      return this.password(`${store}-password-${wanted % 2 === 0 ? "even" : "odd"}`, 32, wanted);
    };
    const current = made(generation);
    return { generation, current, previous: generation === 0 ? current : made(generation - 1), initial };
  }

  private bytes(name: string, length: number, rotation: number): random.RandomBytes {
    return new random.RandomBytes(
      `${this.prefix}-${name}`,
      { length, ...keepers(rotation) },
      { parent: this },
    );
  }

  /** Letters and digits only, so that it needs no escaping inside a URL. */
  private password(name: string, length: number, rotation: number): Output<string> {
    const args = { length, special: false, ...keepers(rotation) };
    return secret(new random.RandomPassword(`${this.prefix}-${name}`, args, { parent: this }).result);
  }
}

function partsIn(generated: Generated): Parts {
  return (part) => generated[part];
}

function joinedParts({ name, source }: AnySecret, joined: Joined): Parts {
  return (part) => (partsOfSecret(source).includes(part) ? joined({ ref: "secret", name, part }) : undefined);
}

function joinedPasswords({ name }: Server, joined: Joined): StorePasswords {
  const attribute = (of: "user" | "password") => joined({ ref: "store", name, attribute: of });
  const current = attribute("password");
  return { generation: 0, user: attribute("user"), current, previous: current, initial: current };
}

/** What a random value is kept for: with another number it is regenerated. */
function keepers(rotation: number): { readonly keepers?: Record<string, string> } {
  return rotation === 0 ? {} : { keepers: { rotation: String(rotation) } };
}

/** What `GeneratedSecrets` makes of a system, for every target alike. */
export function secretsOf({
  system,
  provided,
  rotations,
  joined,
}: Pick<PlatformArgs, "system" | "provided" | "rotations" | "joined">): SecretsArgs {
  const relayed = system.stores.filter(isServer).filter(({ external }) => external?.relay !== undefined);
  return {
    secrets: system.secrets,
    stores: [...ownStores(system), ...relayed],
    provided,
    ...(rotations === undefined ? {} : { rotations }),
    ...(joined === undefined ? {} : { joined }),
  };
}

/** The stores of a system that run in it and therefore have a password of their own. */
export function ownStores(system: System): readonly Server[] {
  return system.stores.filter(isServer).filter((store) => store.external === undefined);
}
