import type { KeyObject } from 'node:crypto';

/** What lies at a path; a link is not followed. */
export interface Entry {
  readonly type: 'file' | 'directory' | 'link' | 'other';
  /** Permission bits, `0o7777` at most. */
  readonly mode: number;
  readonly owner: string;
  readonly group: string;
  readonly size: number;
  /** Where a link points. */
  readonly target?: string;
}

/** What many looks at once find at a path. */
export type Looked =
  | {
      readonly is: 'there';
      readonly entry: Entry;
      /** Of a regular file's content, in hexadecimal; left out where the file is too large, or changed while it was read. */
      readonly sha256?: string | undefined;
    }
  | { readonly is: 'absent' }
  | { readonly is: 'unknown'; readonly reason: string };

/** How a file is put in place: whole, at once, and never through a link (see `atomic file` in the agent). */
export interface FileWrite {
  readonly content: Uint8Array;
  readonly owner: string;
  readonly group: string;
  readonly mode: number;
  /** Run on the new content before it takes the old one's place; `{}` as one word stands for its path. */
  readonly validate?: readonly string[] | undefined;
}

/** A whole file and where it goes. */
export interface PlacedFile {
  readonly path: string;
  readonly file: FileWrite;
}

/** A directory and where it goes. */
export interface PlacedDirectory {
  readonly path: string;
  readonly owner: string;
  readonly group: string;
  readonly mode: number;
}

/** What a file must be to be read, judged on the file that is open: its content goes to where somebody else may read it. */
export interface FileGuard {
  /** It has no other name. */
  readonly sole?: true;
  /** It belongs to this user, who will be able to read its content; or only root could have put it there. */
  readonly owner?: string;
  /** It has this mode: the one with which its content will lie somewhere again, seen when it was looked at. */
  readonly mode?: number;
}

/** A program to run. Words are passed as they are: no shell sees them. */
export interface Command {
  readonly argv: readonly string[];
  /** Programs that run behind it, one after another while each ends well: for many small steps, of which each would need a unit. */
  readonly next?: readonly (readonly string[])[] | undefined;
  readonly user?: string | undefined;
  readonly directory?: string | undefined;
  /** Added to `LC_ALL=C.UTF-8`, `PATH` and `DEBIAN_FRONTEND=noninteractive`. May hold secrets: never in argv, never logged. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  readonly input?: string | undefined;
  readonly timeoutMs: number;
  /** Give it a terminal: for programs that show progress only there. */
  readonly tty?: boolean | undefined;
  /** Never ended by its time limit, only reported: for dpkg, which must not be cut off. */
  readonly uninterruptible?: boolean | undefined;
  /** Files that are mounted over others for this program alone, and are gone with it: by the path that each is mounted over. */
  readonly bind?: Readonly<Record<string, string>> | undefined;
}

/** How a program ended. `stdout` and `stderr` keep their last 256 KiB. */
export interface Completed {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly timedOut: boolean;
  /** Which of several programs ended so, from 0: the last that was started. */
  readonly reached?: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** How an artifact is packed; `file` is not packed at all. */
export type ArtifactFormat = 'tar' | 'tar.gz' | 'tar.xz' | 'tar.zst' | 'zip' | 'deb' | 'file';

/** An artifact that is to be fetched, checked and laid out as a folder. */
export interface Unpacking {
  /** The folder to make; what lies there is replaced. Its parent exists and belongs to root. */
  readonly folder: string;
  /** Of the whole artifact, as it is fetched. */
  readonly sha256: string;
  /** Left out: the controller has it. Headers may hold secrets. */
  readonly from?: { readonly url: string; readonly headers: Readonly<Record<string, string>> } | undefined;
  readonly format: ArtifactFormat;
  /** Name and mode of what is not packed. */
  readonly as: { readonly name: string; readonly mode: number };
  /** So many leading folders are taken off every name. */
  readonly strip: number;
  /** Whether set-user, set-group and sticky bits of files are kept. */
  readonly setuid: boolean;
  readonly owner: string;
  readonly group: string;
  /** Of what is fetched, and of what it unpacks to. */
  readonly maxBytes: number;
  readonly maxEntries: number;
  /** For fetching it. */
  readonly timeoutMs: number;
}

/** What the agent remembers about actions that are owed: a service that must still be restarted because a file changed. */
export interface Owed {
  readonly action: 'restart' | 'reload';
  /** The resource whose change asked for it, as `KIND:KEY`. */
  readonly because: string;
}

/** The link of the agent to its controller, for what may cut it. */
export interface HostLink {
  readonly controller: { readonly host: string; readonly port: number };
  /** A file that says when the agent was linked last: the machine's uptime in hundredths of a second, on one line. */
  readonly witness: string;
  /** Drops the link and makes a new one; whether there is one within so many milliseconds. */
  reconnect(withinMs: number): Promise<boolean>;
}

/** A certificate that the controller is to sign for a service of this host. */
export interface CertificateRequest {
  /** Where it is declared. */
  readonly path: string;
  /** As they are declared. */
  readonly names: readonly string[];
  /** The private key, which stays here: it proves that this host holds it. */
  readonly key: KeyObject;
}

/** One host, as providers see it. The real one is in the agent; tests use a fake one that lives in memory. */
export interface Host {
  /** What is at a path; nothing where there is nothing. */
  stat(path: string): Promise<Entry | undefined>;
  /** Names of what lies in a directory, sorted; none where there is none. */
  list(path: string): Promise<readonly string[]>;
  /** The content of a regular file; a link is not followed. */
  readFile(path: string, only?: FileGuard): Promise<Uint8Array>;
  writeFile(path: string, file: FileWrite): Promise<void>;
  /**
   * Puts many files in place, in their order and up to the first that fails; quicker than one by one, because the disk is waited for once. Left
   * out by a host that knows no quicker way: see `putFiles`.
   */
  writeFiles?(files: readonly PlacedFile[]): Promise<void>;
  makeDirectory(
    path: string,
    options: { readonly owner: string; readonly group: string; readonly mode: number },
  ): Promise<void>;
  /**
   * Makes many directories in their order, up to the first that cannot be made; those that are there get their owner, group and mode. Quicker than one by
   * one; left out by a host that knows no quicker way.
   */
  makeDirectories?(directories: readonly PlacedDirectory[]): Promise<void>;
  /** Puts a link in place at once, also in the place of another link. */
  makeLink(path: string, target: string): Promise<void>;
  setAttributes(
    path: string,
    options: { readonly owner: string; readonly group: string; readonly mode: number },
  ): Promise<void>;
  /** Removes a file, a link, or an empty directory. */
  removeEntry(path: string): Promise<void>;
  /** A read-only question to a program, run directly with a deadline of 30 s. */
  query(argv: readonly string[]): Promise<Completed>;
  /** A program that may change things: runs in a transient systemd unit that outlives the agent. */
  run(command: Command): Promise<Completed>;
  /** Fetches and unpacks an artifact, in a unit that outlives the agent: its folder appears whole, or not at all. */
  unpack(artifact: Unpacking): Promise<void>;
  /** Actions that are owed to a service, remembered on disk until done. */
  owed(service: string): Promise<readonly Owed[]>;
  /** What is owed to a service was done. */
  settle(service: string): Promise<void>;
  /** Left out where no link is kept: then nothing can be cut off. */
  readonly link?: HostLink | undefined;
  /**
   * What is at many paths, in their order, with the hashes of files where `digests` asks for them; quicker than one by one, and what
   * did not change is not read again. Left out by a host that knows no quicker way: see `lookAll`.
   */
  lookAll?(paths: readonly string[], options: { readonly digests: boolean }): Promise<readonly Looked[]>;
  /**
   * What a file of the system amounts to; nothing where there is none. `parse`, always the same function, is called again only after the
   * file changed. Left out by a host that keeps nothing: see `parsedFile`.
   */
  parsed?<Value>(path: string, parse: (bytes: Uint8Array) => Value): Promise<Value | undefined>;
  /**
   * Properties of units in the words of `systemctl show`, by name; nothing where only systemctl can tell. Left out by a host that has
   * nothing quicker.
   */
  units?(
    names: readonly string[],
    properties: readonly string[],
  ): Promise<ReadonlyMap<string, ReadonlyMap<string, string>> | undefined>;
  /** Has the controller sign a certificate, and answers it in PEM; left out by a host without a controller. */
  certify?(request: CertificateRequest): Promise<string>;
  /** What is known of the host, gathered now; left out by a host that gathers nothing. */
  facts?(): Promise<unknown>;
  /** Lets time pass, in milliseconds; left out by a host that lives in real time. */
  pause?(ms: number): Promise<void>;
}
