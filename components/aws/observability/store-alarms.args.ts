import { isServer, type System, type Volume } from "../../model";
import { known, type Alarm } from "./alarm.args";
import { quarter } from "./alarms.args";
import { driverOf } from "../stores";
import type { Place } from "../stores/driver.args";

function volumeAlarms({ name }: Volume): readonly Alarm[] {
  return [
    {
      component: name,
      ...quarter,
      name: `${name}-throughput`,
      summary: `Volume ${name} is near the most that it can read and write`,
      severity: "warning",
      watched: {
        metric: {
          namespace: "AWS/EFS",
          name: "PercentIOLimit",
          stat: "Maximum",
          dimensions: { FileSystemId: known.fileSystem(name) },
        },
      },
      when: ">",
      threshold: 95,
    },
  ];
}

/** The alarms of all stores that services of AWS run. */
export function storeAlarms(system: System, place: Place): readonly Alarm[] {
  return system.stores.flatMap((store): readonly Alarm[] => {
    if (!isServer(store)) return volumeAlarms(store);
    return store.external === undefined ? (driverOf(store).alarms?.(store, place) ?? []) : [];
  });
}
