import { getOrganization, getProject, getStack, secret, StackReference, type Output } from "@pulumi/pulumi";
import { fail } from "../components/shared/failure";
import { joinOutput, sharedKey, type Joined } from "../components/shared/join";

/**
 * The values that another stack of the project has for this one: secrets, and how its stores are logged in to. Where it has not been
 * brought up since it knows of this stack, the program ends with what to do.
 *
 * @param stack the one that runs the main part of the system
 */
export function joinedFrom(stack: string): Joined {
  const reference = new StackReference(stack, {
    name: `${getOrganization()}/${getProject()}/${stack}`,
  });
  const advice = `Let settings.topology.elsewhere of ${stack} name ${getStack()} with the same components, and bring it up first: npx trireme up ${stack}`;
  const values: Output<Readonly<Record<string, string>>> = reference
    .getOutput(joinOutput(getStack()))
    .apply(async (text: unknown) =>
      typeof text === "string"
        ? (JSON.parse(text) as Record<string, string>)
        : await fail(`Stack ${stack} has nothing for the stack ${getStack()}. ${advice}`),
    );
  return (ref) => {
    const key = sharedKey(ref);
    return secret(
      values.apply(
        async (found) =>
          found[key] ?? (await fail(`Stack ${stack} has no ${key} for ${getStack()}. ${advice}`)),
      ),
    );
  };
}
