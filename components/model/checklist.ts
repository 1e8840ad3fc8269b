/** A question to the running system from outside, as an operator would ask it after a deployment. */
export interface Question {
  /**
   * What a good answer shows.
   * @example "API documentation"
   */
  readonly title: string;
  /**
   * Path below the ingress's URL.
   * @example "/docs"
   */
  readonly path: string;
  /**
   * Status of a good answer.
   * @default 200
   * @example 401
   */
  readonly status?: number;
  /**
   * Text that the body holds.
   * @default any body
   * @example "Swagger UI"
   */
  readonly contains?: string;
  /**
   * Members of the JSON body with their values.
   * @default any body
   * @example { status: "ok" }
   */
  readonly json?: Readonly<Record<string, string>>;
}
