import { checkStoreChanges } from "../shared/store-changes";
import { target } from "../shared/target";
import { accountSettings } from "./idle";
import { accountCapabilities } from "./observability/asked.args";
import { awsSchema, settingsIn, storeKeys } from "./settings";
import { beyondAws } from "./unsupported";

/** One account and region of AWS. */
export const aws = target({
  name: "aws",
  title: "AWS",
  settings: awsSchema,
  required: `name the region and the account. Set them: pulumi config set --path aws.region eu-west-1; pulumi config set --path aws.account '"123456789012"'`,
  complete: (given, { environment }) => {
    if (given === undefined) throw new RangeError("a stack for AWS has no settings of its account");
    return settingsIn(environment, given);
  },
  limits: {
    names: [],
    // What RDS takes.
    databaseNames: {
      pattern: /^[A-Za-z][A-Za-z0-9_]*$/,
      says: "a letter first, then letters, digits and _",
    },
    stores: "services",
  },
  plugins: ["aws", "random", "tls"],
  pulls: {
    all: "the tasks of ECS",
    short: "tasks",
    place: "Name the region: pulumi config set --path aws.region REGION",
  },
  autoscales: true,
  lowers: { features: ["monitoring"], place: "managed" },
  lowersBy: accountCapabilities,
  unsupported: (system, settings, { settings: { rotations } }) => [
    ...checkStoreChanges(system, settings.stores, { target: "aws", keys: storeKeys }),
    ...beyondAws(system, settings, rotations),
  ],
  conditional: (system, settings, stack, given) =>
    given === undefined ? [] : accountSettings(system, stack.settings, given, settings),
  platform: async (args, settings, transforms) => {
    const { Platform } = await import("./platform");
    const { children } = await import("./children");
    return new Platform({ ...args, transforms: await transforms(children), aws: settings });
  },
});
