import type { Mariadb } from "../../../model";
import type { Refusal } from "../../../shared/refusal";
import type { AwsDriver } from "../driver.args";
import { mariadbSeries, seriesOf } from "../mariadb.args";
import { databaseOnRds } from "./postgres";

/** What RDS takes as the name of the first account. */
const account = /^[A-Za-z][A-Za-z0-9_]{0,15}$/;

function refusals({ version, owner }: Mariadb): readonly Refusal[] {
  return [
    {
      path: "version",
      set: seriesOf(version) === undefined,
      message: `RDS has no MariaDB ${version}; write one of ${mariadbSeries.join(", ")}, or with its last number: "10.11.8"`,
    },
    {
      path: "user",
      set: !account.test(owner),
      message: `"${owner}" cannot be the first account of RDS for MariaDB; write a letter first, then letters, digits and _, up to 16`,
    },
  ];
}

/** RDS for MariaDB. */
export const mariadb: AwsDriver<Mariadb> = { ...databaseOnRds<Mariadb>(3306), refusals };
