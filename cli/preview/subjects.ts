import { labelNames } from "../../components/model/values/naming";
import { containerType } from "../stack/rerun";
import { nameOf, typeOf, type ResourceState, type Step } from "./steps";

/** Whom a change is about, in the words of the system. */
export interface Subject {
  /** The component of the system, where the resource has one; else its name without the stack's prefix. */
  readonly name: string;
  /** What the resource is for its component: `service`, `store`, `network`, `volume`. */
  readonly role: string;
}

/** Names that both sides of a step agree on, the new side first. */
export function eitherState({ newState, oldState }: Step): ResourceState | undefined {
  return newState ?? oldState;
}

/** The labels of a container, volume or network. */
export function labelsOf(state: ResourceState | undefined): Readonly<Record<string, string>> {
  const labels = state?.inputs?.labels;
  if (!Array.isArray(labels)) return {};
  return Object.fromEntries(
    (labels as readonly { readonly label?: unknown; readonly value?: unknown }[]).map(({ label, value }) => [
      String(label),
      typeof value === "string" ? value : "",
    ]),
  );
}

/** Our words for types; another type is called by its last word. */
const kinds: Readonly<Record<string, string>> = {
  [containerType]: "container",
  "docker:index/network:Network": "network",
  "docker:index/volume:Volume": "volume",
  "docker:index/remoteImage:RemoteImage": "image",
  "docker:index/image:Image": "image",
  "docker:index/buildxBuilder:BuildxBuilder": "builder",
  "random:index/randomPassword:RandomPassword": "password",
  "random:index/randomBytes:RandomBytes": "random bytes",
  "tls:index/privateKey:PrivateKey": "key",
  "tls:index/selfSignedCert:SelfSignedCert": "certificate",
};

/** What a type is called: `docker:index/network:Network` is a network, `aws:rds/instance:Instance` an rds instance. */
function kindOf(type: string): string {
  const known = kinds[type];
  if (known !== undefined) return known;
  const [owner = "", module = "", last = ""] = type.split(":");
  if (owner === "pulumi") return last;
  const folder = module.split("/")[0] ?? "";
  return folder === "" || folder === "index" ? last : `${folder} ${last}`;
}

/** Whom a step is about. */
export function subjectOf(step: Step, prefix: string): Subject {
  const labels = labelsOf(eitherState(step));
  const component = labels[labelNames.component];
  const kind = kindOf(typeOf(step.urn));
  const name = withoutPrefix(nameOf(step.urn), prefix);
  const role = labels[labelNames.role];
  // The container that hands a volume over is none.
  if (component !== undefined && role !== undefined)
    return { name: component, role: role === "volume" ? "handover" : role };
  return { name, role: kind };
}

/** A resource's name as its stack's reader knows it. */
export function withoutPrefix(name: string, prefix: string): string {
  return name.startsWith(`${prefix}-`) && name.length > prefix.length + 1
    ? name.slice(prefix.length + 1)
    : name;
}
