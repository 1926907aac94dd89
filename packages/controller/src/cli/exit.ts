/** What the command line's exit status says; two are added with `--detailed-exitcode` when something changed or would. */
export const EXIT = {
  fine: 0,
  /** Usage, a site that does not compile, or an error of our own. */
  refused: 1,
  changed: 2,
  hostFailed: 4,
  hostUnreachable: 8,
  /** The reader left with Ctrl-C; the run goes on. */
  interrupted: 130,
} as const;
