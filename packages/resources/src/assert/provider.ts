import { ResourceError } from '../contract/error.ts';
import type { Host } from '../contract/host.ts';
import type { Provider } from '../contract/provider.ts';
import { ending, lastLines, succeeded } from '../host/checked.ts';
import { lookAtFile } from '../host/regular-file.ts';
import { brokenRule, factAt } from './fact.ts';
import type { AssertParams } from './resource.ts';

export interface AssertState {
  readonly holds: boolean;
}

/** Why something does not hold, and what a program said about it. */
interface Broken {
  readonly why: string;
  readonly command?: string;
  readonly lastLines?: readonly string[];
}

async function brokenCommand(host: Host, argv: readonly string[]): Promise<Broken | undefined> {
  const completed = await host.query(argv);
  if (succeeded(completed)) return undefined;
  return { why: `${argv[0]} ${ending(completed)}`, command: argv.join(' '), lastLines: lastLines(completed) };
}

async function brokenPath(host: Host, path: string, contains: string | undefined): Promise<Broken | undefined> {
  if (contains === undefined) return (await host.stat(path)) === undefined ? { why: `there is no ${path}` } : undefined;
  const found = await lookAtFile(host, path);
  if (found.is === 'absent') return { why: `there is no ${path}` };
  if (found.is === 'unknown') return { why: found.reason };
  if (new TextDecoder().decode(found.bytes).includes(contains)) return undefined;
  return { why: `${path} has no ${JSON.stringify(contains)} in it` };
}

async function brokenFact(host: Host, fact: string, params: AssertParams): Promise<Broken | undefined> {
  const found = factAt(await host.facts?.(), fact);
  if (found.is === 'missing') return { why: `there is no fact ${fact}` };
  if (found.is === 'unknown') return { why: `${fact} cannot be told: ${found.reason}` };
  const rule = brokenRule(found.value, params);
  return rule === undefined ? undefined : { why: `${fact} is ${JSON.stringify(found.value)?.slice(0, 500)}, ${rule}` };
}

function broken(host: Host, params: AssertParams): Promise<Broken | undefined> {
  const { command, path, fact, contains } = params;
  if (command !== undefined) return brokenCommand(host, command);
  if (path !== undefined) return brokenPath(host, path, contains);
  return brokenFact(host, fact ?? '', params);
}

async function mustHold(host: Host, params: AssertParams): Promise<void> {
  const found = await broken(host, params);
  if (found === undefined) return;
  const { why, command, lastLines: lines } = found;
  throw new ResourceError('assertion_failed', `It does not hold that ${params.name}: ${why}.`, {
    command,
    lastLines: lines,
    hint: params.hint,
  });
}

/** Assertions: reading one is all there is to it, and fails where it does not hold, in a plan as well. */
export const assertProvider: Provider<AssertParams, AssertState> = {
  want: () => ({ holds: true }),
  async read(host, wanted) {
    for (const params of wanted) await mustHold(host, params);
    return wanted.map(() => ({ is: 'present', state: { holds: true } }));
  },
  async write() {},
  action: 'run',
  leavesNothing: true,
  async remove() {},
};
