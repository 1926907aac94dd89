import { ARTIFACT_RECORD, type ArtifactRecord } from './artifact/record.ts';
import { ResourceError } from './contract/error.ts';
import type {
  Command,
  Completed,
  Entry,
  FileGuard,
  FileWrite,
  Host,
  HostLink,
  Owed,
  Unpacking,
} from './contract/host.ts';
import { lastLines, succeeded } from './host/checked.ts';
import type { Given } from './testing/case-rules.ts';
import { FakeCommands } from './testing/fake-commands.ts';
import { MemoryFiles } from './testing/memory-files.ts';

export type { CommandRule, Given, GivenEntry, Later } from './testing/case-rules.ts';

/**
 * A host that lives in memory: its files, and its programs as rules that say what each answers and changes. It records what is
 * written and run; time passes at once. A question that no rule answers is a mistake in the test, and throws.
 */
export class FakeHost implements Host {
  /** In order: `write /etc/motd`, `attributes …`, `directory …`, `link …`, `remove …`. */
  readonly writes: string[] = [];
  /** Every program that was run; not those that were only asked. */
  readonly commands: Command[] = [];
  readonly #files = new MemoryFiles();
  readonly #programs: FakeCommands;
  readonly #owed: Map<string, readonly Owed[]>;
  readonly #facts: unknown;
  readonly link: HostLink | undefined;

  constructor(given: Given = {}) {
    for (const [path, entry] of Object.entries(given.files ?? {})) this.#files.place(path, entry);
    this.#facts = given.facts;
    this.link = given.link && this.#linkTo(given.link);
    this.#owed = new Map(Object.entries(given.owed ?? {}));
    this.#programs = new FakeCommands(given.commands ?? [], given.marks ?? {}, (path, entry) =>
      this.#files.place(path, entry),
    );
  }

  /** Forgets what was recorded so far. */
  forget(): void {
    this.writes.length = 0;
    this.commands.length = 0;
  }

  /** Makes a service owe something, as an engine does before it writes. */
  owe(service: string, owed: Owed): void {
    this.#owed.set(service, [...(this.#owed.get(service) ?? []), owed]);
  }

  async stat(path: string): Promise<Entry | undefined> {
    return this.#files.stat(path);
  }

  async list(path: string): Promise<readonly string[]> {
    return this.#files.list(path);
  }

  async readFile(path: string, only?: FileGuard): Promise<Uint8Array> {
    const { owner, mode } = this.#files.stat(path) ?? {};
    if (only?.owner !== undefined && only.owner !== owner) {
      throw new ResourceError('not_its_own', `${path} belongs to ${owner}, not to ${only.owner}`);
    }
    if (only?.mode !== undefined && only.mode !== mode) throw new ResourceError('unreadable', `${path} was changed`);
    return this.#files.read(path);
  }

  async writeFile(path: string, { content, owner, group, mode, validate }: FileWrite): Promise<void> {
    if (validate !== undefined) this.#validate(path, validate);
    this.#files.put(path, 'file', { owner, group, mode }, content);
    this.writes.push(`write ${path}`);
  }

  async makeDirectory(path: string, attributes: Pick<Entry, 'owner' | 'group' | 'mode'>): Promise<void> {
    this.#files.put(path, 'directory', attributes, new Uint8Array());
    this.writes.push(`directory ${path}`);
  }

  async makeLink(path: string, target: string): Promise<void> {
    this.#files.put(path, 'link', { owner: 'root', group: 'root', mode: 0o777 }, target);
    this.writes.push(`link ${path}`);
  }

  async setAttributes(path: string, attributes: Pick<Entry, 'owner' | 'group' | 'mode'>): Promise<void> {
    this.#files.attribute(path, attributes);
    this.writes.push(`attributes ${path}`);
  }

  async removeEntry(path: string): Promise<void> {
    this.#files.remove(path);
    this.writes.push(`remove ${path}`);
  }

  async query(argv: readonly string[]): Promise<Completed> {
    return this.#programs.answer(argv);
  }

  async run({ next = [], ...command }: Command): Promise<Completed> {
    let completed = this.#runOne(command);
    for (const [index, argv] of next.entries()) {
      if (completed.exitCode !== 0) break;
      completed = { ...this.#runOne({ ...command, argv }), reached: index + 1 };
    }
    return completed;
  }

  #runOne(command: Command): Completed {
    this.commands.push(command);
    return this.#programs.answer(command.argv);
  }

  /** Every artifact holds one file, `payload`. */
  async unpack({ folder, sha256 }: Unpacking): Promise<void> {
    this.#files.clear(folder);
    const record: ArtifactRecord = { sha256, at: new Date().toISOString(), entries: ['payload'] };
    this.#files.place(`${folder}/payload`, sha256);
    this.#files.place(`${folder}/${ARTIFACT_RECORD}`, JSON.stringify(record));
    this.writes.push(`unpack ${folder}`);
  }

  async owed(service: string): Promise<readonly Owed[]> {
    return this.#owed.get(service) ?? [];
  }

  async settle(service: string): Promise<void> {
    this.#owed.delete(service);
  }

  async facts(): Promise<unknown> {
    return this.#facts;
  }

  async pause(ms: number): Promise<void> {
    this.#programs.pass(ms);
  }

  #linkTo({ host, port, isReached }: NonNullable<Given['link']>): HostLink {
    const reconnect = async (withinMs: number): Promise<boolean> => {
      if (!isReached) this.#programs.pass(withinMs);
      return isReached;
    };
    return { controller: { host, port }, witness: '/run/rolecall/linked', reconnect };
  }

  #validate(path: string, argv: readonly string[]): void {
    const completed = this.#programs.answer(argv);
    if (succeeded(completed)) return;
    throw new ResourceError('invalid_content', `The new content of ${path} was refused.`, {
      command: argv.join(' '),
      lastLines: lastLines(completed),
    });
  }
}
