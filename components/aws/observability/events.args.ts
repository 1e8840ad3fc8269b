/** Something that happens and that someone is told of. */
export interface Seen {
  readonly name: string;
  readonly description: string;
  /** EventBridge's pattern (JSON) for a cluster. */
  readonly pattern: (clusterArn: string) => string;
}

/** What no metric tells of a stack. */
export function seen(prefix: string): readonly Seen[] {
  return [
    {
      name: "failed-tasks",
      description: `Jobs, backups and drills of ${prefix} that failed`,
      pattern: (clusterArn) =>
        JSON.stringify({
          source: ["aws.ecs"],
          "detail-type": ["ECS Task State Change"],
          detail: {
            clusterArn: [clusterArn],
            lastStatus: ["STOPPED"],
            // A service's tasks are its own affair; its alarms tell.
            group: [{ prefix: "family:" }],
            containers: { exitCode: [{ "anything-but": [0] }] },
          },
        }),
    },
    {
      name: "failed-restores",
      description: "Whole stores that AWS Backup could not save, copy or restore",
      pattern: () =>
        JSON.stringify({
          source: ["aws.backup"],
          "detail-type": ["Backup Job State Change", "Copy Job State Change", "Restore Job State Change"],
          detail: {
            $or: [{ state: ["FAILED", "ABORTED", "EXPIRED"] }, { status: ["FAILED", "ABORTED", "EXPIRED"] }],
          },
        }),
    },
  ];
}
