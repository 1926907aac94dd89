import type {
  Answer,
  Ask,
  Change,
  Fault,
  HostName,
  InstanceId,
  OutputChunk,
  Report,
  SealedSecret,
  Sha256,
  Simulation,
  ToAgentOf,
  Warning,
} from '@rolecall/protocol';

/** What a host read and compared for one catalog. */
export interface Planned {
  readonly changes: readonly Change[];
  readonly okCount: number;
  readonly warnings: readonly Warning[];
  /** What a copy of the host shows, where that was asked for. */
  readonly simulated: Simulation | null;
  readonly fault?: Fault;
}

/** What the hub tells those who drive runs. */
export interface HubListener {
  linked(host: HostName): void;
  unlinked(host: HostName): void;
  /**
   * A report that was not seen before. Called inside the transaction that also moves the host's high-water mark: what the
   * listener stores here is stored exactly once, and only then acknowledged. Throwing refuses the report and closes the link.
   */
  report(host: HostName, report: Report): void;
  /**
   * Output that was not seen before, of an assignment's command or an ad-hoc one. It is stored already (`store/output.ts`
   * reads it back), so this is only for those who show it while it comes.
   */
  output(host: HostName, chunk: OutputChunk): void;
}

/** A catalog that a host is to compare itself with. */
export interface PlanWanted {
  readonly instance: InstanceId;
  readonly catalog: Sha256;
  readonly sealed: readonly SealedSecret[];
  /** Carried out on a copy of the host as well. */
  readonly simulate: boolean;
}

/** The links to all agents. Asking rejects with a `ControllerError`: `unreachable` or `no_answer`. */
export interface Hub {
  isLinked(host: HostName): boolean;
  /** Read-only questions, answered in their order. */
  question(host: HostName, asks: readonly Ask[], sealed: readonly SealedSecret[]): Promise<readonly Answer[]>;
  plan(host: HostName, wanted: PlanWanted): Promise<Planned>;
  /** Sends if the host is linked, and says whether it was; whoever sends durable work sends it again on `linked`. */
  send(host: HostName, message: ToAgentOf<'apply' | 'cancel' | 'command' | 'gather' | 'packs'>): boolean;
  listen(listener: HubListener): void;
}

/** Lets one host, and no other, fetch a blob (`GET /blobs/SHA256` with its certificate). */
export interface BlobGrants {
  /** Stores content and answers its hash. */
  put(content: Uint8Array): Sha256;
  get(hash: Sha256): Uint8Array | undefined;
  has(hash: Sha256): boolean;
  /** Bytes of one that is there. */
  sizeOf(hash: Sha256): number;
  /** The file of one that is there; nobody writes to it. */
  pathOf(hash: Sha256): string;
  grant(host: HostName, hash: Sha256): void;
  /** Remembers which artifacts a catalog names, so that those that are in use are known. */
  noteNamed(catalog: Sha256, hashes: readonly Sha256[]): void;
}

/** Values of secrets, sealed so that only this host can open them. */
export interface SecretSealer {
  /** The current version of each; throws `ControllerError` `unknown_secret` for one that is neither set nor generated. */
  versions(names: readonly string[]): readonly { readonly name: string; readonly version: number }[];
  /** What `at` makes of a value, which must not come out in it; nothing where the secret is not set. */
  look<T>(name: string, at: (value: string) => T): T | undefined;
  /** Stores a value of 1 to 32,768 bytes as the newest version; the same value again stays the version that it is. */
  set(name: string, value: string): Promise<number>;
  sealFor(host: HostName, names: readonly string[]): readonly SealedSecret[];
  /** Makes those that do not exist yet and are to be generated: `length` random characters, once. Stored when it resolves. */
  ensureGenerated(wanted: readonly { readonly name: string; readonly length: number }[]): Promise<void>;
}
