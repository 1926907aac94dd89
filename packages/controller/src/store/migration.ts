/** One step from one shape of the store to the next. Released ones never change: what they missed comes as another. */
export interface Migration {
  /** Unique and never used again, for example `hosts-1`. */
  readonly id: string;
  readonly sql: string;
}
