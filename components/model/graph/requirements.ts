/** What a system asks of the machine that runs it. GB are 10^9 bytes, as machines are sold. */
export interface Requirements {
  /** Oldest version of the container engine: `"24.0"`. */
  readonly engine?: string;
  readonly cpus?: number;
  /** Memory in GB. */
  readonly memory?: { readonly minimum: number; readonly recommended?: number };
  /** Size in GB of the disk that has the engine's data. */
  readonly disk?: number;
}
