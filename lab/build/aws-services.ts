import { services } from "../../components/aws/provider.args";

/**
 * Services of AWS that the plugin knows when it is built from source, by the names of the upstream provider's folders: those that the
 * target uses, and those that the provider itself asks. A resource of another service needs its name in
 * `components/aws/provider.args.ts`, and in `lab/go/aws-plugin/bridge/resources.go`.
 */
export const awsServices: readonly string[] = [...services, "account", "meta", "organizations"].sort();
