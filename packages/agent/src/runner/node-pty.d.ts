/** The part of node-pty that is used here. Its own types are declared under the name of another package. */
declare module 'node-pty' {
  export interface Terminal {
    readonly pid: number;
    /** Pieces are buffers where `encoding` is null. */
    onData(listener: (bytes: Buffer) => void): void;
    onExit(listener: (end: { readonly exitCode: number; readonly signal?: number }) => void): void;
    write(text: string): void;
  }
  export function spawn(
    file: string,
    argv: readonly string[],
    options: {
      readonly name: string;
      readonly cols: number;
      readonly rows: number;
      readonly cwd: string;
      readonly env: Readonly<Record<string, string>>;
      readonly encoding: null;
    },
  ): Terminal;
}
