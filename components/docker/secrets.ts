import {
  ComponentResource,
  secret,
  type ComponentResourceOptions,
  type Input,
  type Output,
} from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import * as tls from "@pulumi/tls";
import { isServer, type AnySecret, type SecretRef, type Server, type System } from "../model";

export interface SecretsArgs {
  readonly secrets: readonly AnySecret[];
  /** Stores that get a password. */
  readonly stores: readonly Server[];
  /** Values that the operator gives, by name. */
  readonly given: Readonly<Record<string, Input<string>>>;
}

type Parts = Readonly<Partial<Record<SecretRef["part"], Output<string>>>>;

/** Generated and given secrets: encrypted in the state, and nowhere but with their consumers. */
export class Secrets extends ComponentResource {
  private readonly parts: ReadonlyMap<string, Parts>;
  private readonly passwords: ReadonlyMap<string, Output<string>>;

  constructor(
    private readonly prefix: string,
    args: SecretsArgs,
    opts?: ComponentResourceOptions,
  ) {
    super("trireme:docker:Secrets", `${prefix}-secrets`, {}, opts);
    this.parts = new Map(args.secrets.map((item) => [item.name, this.generate(item, args.given)]));
    this.passwords = new Map(args.stores.map(({ name }) => [name, this.password(`${name}-password`, 32)]));
    this.registerOutputs({});
  }

  /** The value of a secret. */
  value(ref: SecretRef): Output<string> {
    const value = this.parts.get(ref.name)?.[ref.part];
    if (value === undefined) throw new RangeError(`secret "${ref.name}" has no ${ref.part}`);
    if (ref.encoding !== "base64") return value;
    return value.apply((text) => Buffer.from(text).toString("base64"));
  }

  /** The generated password of a store. */
  storePassword(store: string): Output<string> {
    const value = this.passwords.get(store);
    if (value === undefined) throw new RangeError(`store "${store}" has no password`);
    return value;
  }

  private generate(item: AnySecret, given: SecretsArgs["given"]): Parts {
    const { source, name } = item;
    const opts = { parent: this };
    switch (source.type) {
      case "password":
        return { value: this.password(name, source.length) };
      case "hex":
        return {
          value: secret(new random.RandomBytes(`${this.prefix}-${name}`, { length: source.bytes }, opts).hex),
        };
      case "base64":
        return {
          value: secret(
            new random.RandomBytes(`${this.prefix}-${name}`, { length: source.bytes }, opts).base64,
          ),
        };
      case "rsa": {
        const key = new tls.PrivateKey(
          `${this.prefix}-${name}`,
          { algorithm: "RSA", rsaBits: source.bits },
          opts,
        );
        return { privateKey: secret(key.privateKeyPem), publicKey: key.publicKeyPem };
      }
      case "given":
        return { value: secret(given[name] ?? "") };
      default:
        return source satisfies never;
    }
  }

  /** Letters and digits only, so that it needs no escaping inside a URL. */
  private password(name: string, length: number): Output<string> {
    return secret(
      new random.RandomPassword(`${this.prefix}-${name}`, { length, special: false }, { parent: this })
        .result,
    );
  }
}

/** The stores of a system that run in it and therefore have a password of their own. */
export function ownStores(system: System): readonly Server[] {
  return system.stores.filter(isServer).filter((store) => store.external === undefined);
}
