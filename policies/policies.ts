import * as backups from "./data/back-up-stores";
import * as encryption from "./data/encrypt-stores";
import { keepStores, retainStores } from "./data/keep-stores";
import * as protection from "./data/protect-stores";
import * as replicas from "./data/replicate-stores";
import * as rules from "./exposure/close-store-ports";
import * as buckets from "./exposure/hide-buckets";
import * as ports from "./exposure/publish-ports";
import * as tls from "./exposure/require-tls";
import * as tags from "./operations/tag-resources";
import * as watching from "./operations/watch-services";
import type { AnyPolicy } from "./policy";
import * as confined from "./runtime/confine-containers";
import * as permissions from "./runtime/narrow-permissions";
import * as running from "./runtime/run-containers";
import * as spread from "./runtime/spread-replicas";
import {
  hideSecretsFromView,
  hideSecretsInEnvironment,
  keepOutputsSecret,
  keepProvidersClean,
} from "./secrets/hide-secrets";

/** Policies that check what a stack is to be. */
export const packPolicies: readonly AnyPolicy[] = [
  ...[protection, encryption, backups, replicas].flatMap((family) => Object.values(family)),
  ...[ports, rules, buckets, tls].flatMap((family) => Object.values(family)),
  hideSecretsInEnvironment,
  hideSecretsFromView,
  keepOutputsSecret,
  keepProvidersClean,
  ...[confined, running, spread, permissions].flatMap((family) => Object.values(family)),
  ...[tags, watching].flatMap((family) => Object.values(family)),
];

/**
 * Policies that check what a preview would do. The CLI tells a pack neither the operation nor whether a resource is
 * retained: the preview command checks these, by the same configuration.
 */
export const stepPolicies: readonly AnyPolicy[] = [keepStores, retainStores];

/** Every policy, in the order of its documentation. */
export const policies: readonly AnyPolicy[] = [...packPolicies, ...stepPolicies];
