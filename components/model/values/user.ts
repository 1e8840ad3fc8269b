/** A numeric user and its group. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The options of a mount in memory by which it belongs to a container's user, and to its group where that is named: `["uid=1000"]`;
 * none for root, and for a user without a number.
 */
export function ownerOptions(user: number | string | undefined): readonly string[] {
  const identity = identityOf(user);
  if (identity === undefined || identity.uid === 0) return [];
  return [`uid=${identity.uid}`, ...(String(user).includes(":") ? [`gid=${identity.gid}`] : [])];
}

/** `1000` and `"1000:1001"` as numbers, the group being the user's own where none is named; undefined for anything else. */
export function identityOf(user: number | string | undefined): Identity | undefined {
  const [, uid, gid] = /^(\d+)(?::(\d+))?$/.exec(String(user ?? "")) ?? [];
  return uid === undefined ? undefined : { uid: Number(uid), gid: Number(gid ?? uid) };
}
