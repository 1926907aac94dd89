/** Where a recipe may work, and the file that it has to leave. */
export interface Place {
  readonly work: string;
  readonly made: string;
}
