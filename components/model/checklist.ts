/** A question to the running system from outside, as an operator would ask it after a deployment. */
export interface Question {
  /** What a good answer shows: `API documentation`. */
  readonly title: string;
  /** Path below the ingress's URL. */
  readonly path: string;
  /** @default 200 */
  readonly status?: number;
  /** Text that the body holds. */
  readonly contains?: string;
  /** Members of the JSON body with their values. */
  readonly json?: Readonly<Record<string, string>>;
}
