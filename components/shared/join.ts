import { all, secret, type Output } from "@pulumi/pulumi";
import type { SecretRef, SecretSource, StoreRef, Value } from "../model";

/** A value that one stack of a system tells another: of a secret, or who logs in to a store and how. */
export type Shared = SecretRef | StoreRef;

/** A value as another stack calls it, and as this one does. */
export interface Told {
  readonly as: Shared;
  readonly value: Shared;
}

/** What each other stack is told, by the stack's name. */
export type Joins = Readonly<Record<string, readonly Told[]>>;

/** The value of a reference in the stack that has it. */
export type Joined = (ref: Shared) => Output<string>;

/** The parts of a secret that its consumers may name. */
export function partsOfSecret({ type }: SecretSource): readonly SecretRef["part"][] {
  return type === "rsa" || type === "certificate" ? ["privateKey", "publicKey"] : ["value"];
}

/**
 * How a value is called among those that a stack tells another.
 *
 * @example sharedKey({ ref: "store", name: "postgres", attribute: "password" }) // "store.postgres.password"
 */
export function sharedKey(ref: Shared): string {
  return [ref.ref, ref.name, ref.ref === "secret" ? ref.part : ref.attribute].join(".");
}

/** The output by which a stack tells another one. */
export function joinOutput(stack: string): string {
  return `join-${stack}`;
}

/** What is told to each other stack: outputs of a stack, a JSON object each, secret as a whole. */
export function joinOutputs(
  joins: Joins,
  resolve: (value: Value) => Output<string>,
): Readonly<Record<string, Output<string>>> {
  return Object.fromEntries(
    Object.entries(joins).map(([stack, told]) => {
      const values = all(told.map(({ value }) => resolve(value))).apply((texts) =>
        JSON.stringify(Object.fromEntries(told.map(({ as }, index) => [sharedKey(as), texts[index] ?? ""]))),
      );
      return [joinOutput(stack), secret(values)];
    }),
  );
}
