import type { Command, Completed, Host } from '@rolecall/resources';
import type { Accounts } from './accounts.ts';
import type { CommandId, Commands, HostFor } from './contract.ts';
import { Digests } from './files/digests.ts';
import { listFolder, lookAt, readRegular } from './files/look.ts';
import { lookAll } from './files/look-all.ts';
import { makeLink, removeEntry, setAttributes } from './files/make.ts';
import { makeFolders } from './files/make-folders.ts';
import { writeAll } from './files/write-all.ts';
import type { OwedBook } from './owed.ts';
import { ParsedFiles } from './parsed-files.ts';
import { query } from './query.ts';
import { askUnits } from './units.ts';
import { type AgentWords, unpack } from './unpack.ts';

export interface HostOptions {
  readonly accounts: Accounts;
  readonly commands: Commands;
  readonly owed: OwedBook;
  /** What is kept from one look to the next. */
  readonly digests?: Digests;
  readonly parsed?: ParsedFiles;
  /** How the agent's own program is started: runtime and bundle; its verb comes behind. */
  readonly agent: AgentWords;
}

/** Judging a file, `nginx -t` or `visudo -c`, takes no longer. */
const VALIDATE_TIMEOUT_MS = 60_000;

type Effects = Omit<Host, 'unpack' | 'owed' | 'settle'>;

/** What is done to files and by programs, with one way to run those. */
export function effectsWith(accounts: Accounts, run: Host['run']): Effects {
  const validate = (argv: readonly string[]): Promise<Completed> => run({ argv, timeoutMs: VALIDATE_TIMEOUT_MS });
  return {
    stat: (path) => lookAt(path, accounts),
    list: listFolder,
    readFile: (path, only) => readRegular(path, accounts, only),
    writeFile: (path, file) => writeAll([{ path, file }], accounts, validate),
    writeFiles: (files) => writeAll(files, accounts, validate),
    makeDirectory: (path, options) => makeFolders([{ path, ...options }], accounts),
    makeDirectories: (directories) => makeFolders(directories, accounts),
    makeLink,
    setAttributes: (path, options) => setAttributes(path, options, accounts),
    removeEntry,
    query: (argv) => query(argv),
    run,
  };
}

/** The real host. Its commands are named `WORK.N` in the order in which they are started. */
export const createHost =
  ({ accounts, commands, owed, agent, digests = new Digests(), parsed = new ParsedFiles() }: HostOptions): HostFor =>
  ({ id, hide, onOutput }) => {
    const next = numbering(id, commands);
    const run = async (command: Command): Promise<Completed> => commands.run(await next(), command, hide, onOutput);
    return {
      ...effectsWith(accounts, run),
      lookAll: (paths, options) => lookAll(paths, options, { accounts, digests }),
      parsed: async (path, parse) => parsed.get(path, parse),
      units: askUnits,
      unpack: (artifact) => unpack(artifact, agent, run),
      owed: (service) => owed.owed(service),
      settle: (service) => owed.settle(service),
    } satisfies Host;
  };

/** Numbers go on after those of a former agent that were not forgotten, so that no two commands have one name. */
function numbering(work: string, commands: Commands): () => Promise<CommandId> {
  let number: Promise<number> | undefined;
  return async () => {
    number = (number ?? lastNumber(work, commands)).then((last) => last + 1);
    return `${work}.${await number}`;
  };
}

async function lastNumber(work: string, commands: Commands): Promise<number> {
  const numbers = (await commands.startedFor(work)).map((id) => Number(id.slice(work.length + 1)));
  return Math.max(-1, ...numbers.filter(Number.isInteger));
}
