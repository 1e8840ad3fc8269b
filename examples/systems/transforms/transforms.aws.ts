import { output } from "@pulumi/pulumi";
import type { AwsTransforms } from "../../../components/aws/children";

export default {
  database: {
    // Whom the bill is for; other tags stay.
    instance: { tags: { "cost-center": "4711" } },
    // Queries that take longer than a quarter of a second are logged.
    parameterGroup: (args, opts) => {
      args.parameters = output(args.parameters).apply((parameters = []) => [
        ...parameters.filter(({ name }) => name !== "log_min_duration_statement"),
        { name: "log_min_duration_statement", value: "250" },
      ]);
      // A large database takes long to restart.
      opts.customTimeouts = { update: "60m" };
    },
  },
} satisfies AwsTransforms;
