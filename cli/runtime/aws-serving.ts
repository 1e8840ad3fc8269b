import type { System } from "../../components/model";
import type { Serving } from "../release/serving";
import { awsTypes, type AwsStack } from "./account";
import { textOf } from "./resources";

/** What ECS runs of each service of a system: each goes back by itself when its part of a release fails. */
export async function servingIn(
  account: AwsStack,
  { services }: Pick<System, "services">,
): Promise<readonly Serving[]> {
  const { client } = account.operating;
  return await Promise.all(
    services.map(async ({ name }): Promise<Serving> => {
      const made = account.find(awsTypes.service, name, "service");
      const [cluster, service] = [textOf(made, "cluster"), textOf(made, "name")];
      if (cluster === undefined || service === undefined) return { service: name };
      const { deployments = [] } = (await client.service(cluster, service)) ?? {};
      const definition = deployments.find(({ status }) => status === "PRIMARY")?.taskDefinition;
      const image = definition === undefined ? undefined : await client.image(definition, name);
      return { service: name, ...(image === undefined ? {} : { image }) };
    }),
  );
}
