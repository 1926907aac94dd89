import { readdirSync, readFileSync } from 'node:fs';
import { ResourceError } from './contract/error.ts';
import { FakeHost, type Given } from './fake-host.ts';
import { modeText } from './host/paths.ts';
import { type KnownKind, kinds } from './kinds.ts';
import { providers } from './providers.ts';
import { type Converged, converge } from './testing/converge.ts';

interface ExpectedFile {
  readonly content?: string | readonly string[];
  readonly owner?: string;
  readonly mode?: string;
  readonly target?: string;
}

interface Case {
  readonly given: Given;
  readonly params: object | readonly object[];
  readonly expected: {
    /** Properties that differ at first. */
    readonly differs?: readonly string[];
    readonly writes?: readonly string[];
    readonly commands?: readonly string[];
    /** A part of what the first command was run with. */
    readonly command?: object;
    readonly files?: Readonly<Record<string, ExpectedFile | null>>;
    readonly error?: {
      readonly code: string;
      readonly message: string;
      readonly hint?: string;
      readonly lastLines?: readonly string[];
    };
    readonly unknown?: string;
    readonly notAsWanted?: readonly string[];
    /** Only what nothing can prove runs again. */
    readonly again?: readonly string[];
  };
}

const folder = (kind: string) => new URL(`${kind}/cases/`, import.meta.url);
const readCase = (kind: string, name: string) => JSON.parse(readFileSync(new URL(name, folder(kind)), 'utf8')) as Case;

const cases = (Object.keys(kinds) as KnownKind[]).flatMap((kind) =>
  readdirSync(folder(kind)).map((name) => [kind, name.replace('.json', ''), readCase(kind, name)] as const),
);

async function checkFiles(host: FakeHost, files: NonNullable<Case['expected']['files']>) {
  for (const [path, expected] of Object.entries(files)) {
    const entry = await host.stat(path);
    if (expected === null || entry === undefined) {
      expect({ path, there: entry !== undefined }).toEqual({ path, there: expected !== null });
      continue;
    }
    const { content, ...attributes } = expected;
    expect({ ...entry, mode: modeText(entry.mode) }).toMatchObject(attributes);
    if (content === undefined) continue;
    const text = typeof content === 'string' ? content : content.map((line) => `${line}\n`).join('');
    expect(new TextDecoder().decode(await host.readFile(path))).toBe(text);
  }
}

function outcomeOf({ error, unknown, notAsWanted, differs }: Case['expected']): object {
  if (error !== undefined) return { is: 'error', ...error, message: expect.stringContaining(error.message) };
  if (unknown !== undefined) return { is: 'unknown', reason: expect.stringContaining(unknown) };
  if (notAsWanted !== undefined) return { is: 'not-as-wanted', differing: notAsWanted };
  return { is: 'settled', ...(differs === undefined ? {} : { differing: differs }) };
}

async function attempt(work: () => Promise<Converged>): Promise<object> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ResourceError)) throw error;
    const { code, message, command, lastLines, hint } = error;
    return { is: 'error', code, message, command, lastLines, hint };
  }
}

/** `…` at the end of a command stands for any rest: a script is nothing to repeat here. */
const opened = (command: string): unknown =>
  command.endsWith('…') ? expect.stringContaining(command.slice(0, -1)) : command;

test.each(cases)('%s: %s', async (kind, _name, { given, params, expected }) => {
  const wanted = [params].flat().map((each) => kinds[kind].params.parse(each));
  const host = new FakeHost(given);
  const run = () => attempt(() => converge(providers[kind], host, wanted));

  expect(await run()).toMatchObject(outcomeOf(expected));
  expect(host.writes).toEqual(expected.writes ?? []);
  expect(host.commands.map(({ argv }) => argv.join(' '))).toEqual((expected.commands ?? []).map(opened));
  if (expected.command !== undefined) expect(host.commands[0]).toMatchObject(expected.command);
  await checkFiles(host, expected.files ?? {});

  if (expected.error !== undefined || expected.notAsWanted !== undefined) return;
  host.forget();
  await run();
  expect(host.writes).toEqual([]);
  expect(host.commands.map(({ argv }) => argv.join(' '))).toEqual(expected.again ?? []);
});
