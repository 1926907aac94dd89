/** A command that a fake host knows, and what it answers and changes. The first rule that fits is used. */
export interface CommandRule {
  /** Its words; `…` as the last one stands for any rest. */
  readonly argv: readonly string[];
  /** Fits only while the host's marks have these values; `null`: has no such mark. */
  readonly when?: Readonly<Record<string, string | null>>;
  /** Fits this often; left out: always. */
  readonly times?: number;
  readonly exitCode?: number | null;
  readonly stdout?: string | readonly string[];
  readonly stderr?: string | readonly string[];
  readonly timedOut?: boolean;
  /** Marks that it leaves on the host. */
  readonly marks?: Readonly<Record<string, string | null>>;
  /** Files that it writes, or removes (`null`). */
  readonly files?: Readonly<Record<string, GivenEntry | null>>;
  /** What happens by itself some time after it, when a provider waits that long. */
  readonly later?: readonly Later[];
}

export interface Later extends Pick<CommandRule, 'marks' | 'files'> {
  readonly afterMs: number;
}

/** What lies at a path: a regular file's text, or all that `Entry` says. */
export type GivenEntry =
  | string
  | {
      readonly type?: 'file' | 'directory' | 'link' | 'other';
      readonly content?: string;
      readonly target?: string;
      readonly owner?: string;
      readonly group?: string;
      readonly mode?: string;
    };

/** How a fake host is at first. Folders above a given path are there too. */
export interface Given {
  readonly files?: Readonly<Record<string, GivenEntry>>;
  readonly commands?: readonly CommandRule[];
  readonly marks?: Readonly<Record<string, string>>;
  readonly facts?: unknown;
  /** The controller, and whether a new link to it can be made. */
  readonly link?: { readonly host: string; readonly port: number; readonly isReached: boolean };
  /** What is owed to services, by their keys. */
  readonly owed?: Readonly<
    Record<string, readonly { readonly action: 'restart' | 'reload'; readonly because: string }[]>
  >;
}

/** Lines are easier to read in JSON than a text with `\n` in it. */
export const textOfLines = (text: string | readonly string[] | undefined): string =>
  typeof text === 'string' || text === undefined ? (text ?? '') : text.map((line) => `${line}\n`).join('');
