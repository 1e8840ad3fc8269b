/** A numeric user and its group. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/** `1000` and `"1000:1001"` as numbers, the group being the user's own where none is named; undefined for anything else. */
export function identityOf(user: number | string | undefined): Identity | undefined {
  const [, uid, gid] = /^(\d+)(?::(\d+))?$/.exec(String(user ?? "")) ?? [];
  return uid === undefined ? undefined : { uid: Number(uid), gid: Number(gid ?? uid) };
}
