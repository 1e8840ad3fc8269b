/** What a system asks of the machine that runs it; `preflight` looks. GB are 10^9 bytes, as machines are sold. */
export interface Requirements {
  /**
   * Oldest version of the container engine.
   * @default any
   * @example "24.0"
   */
  readonly engine?: string;
  /**
   * Fewest cores.
   * @default any number
   * @example 2
   */
  readonly cpus?: number;
  /**
   * Memory in GB.
   * @default any amount
   * @example { minimum: 4, recommended: 8 }
   */
  readonly memory?: { readonly minimum: number; readonly recommended?: number };
  /**
   * Smallest size in GB of the disk that has the engine's data.
   * @default any size
   * @example 50
   */
  readonly disk?: number;
}
