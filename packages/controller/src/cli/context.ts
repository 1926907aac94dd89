/** What every command is given: where to write, and the options that stand before or after any command. */
export interface Context {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly options: GlobalOptions;
}

export interface GlobalOptions {
  /** `https://HOST:PORT` or the path of a controller's socket. */
  readonly controller?: string;
  /** The controller's data folder, for a controller on this machine. */
  readonly data?: string;
  /** File with an operator's token, for a controller elsewhere. */
  readonly token?: string;
  /** File with the controller's CA certificate, for a controller elsewhere. */
  readonly ca?: string;
  /** Print stacks of errors. */
  readonly debug?: boolean;
}
