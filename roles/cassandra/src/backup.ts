import {
  act,
  ask,
  type Declared,
  type Host,
  type Members,
  type Recipe,
  RoleError,
  type Step,
  step,
} from '@rolecall/roles';
import { INCOMING, MEMBER, OUTGOING } from './places.ts';
import { backupTask } from './programs.ts';
import { allAreWell, type Context, hasJava, healthy } from './recipes.ts';

/** What a member has goes through the controller, at the pace of its network. */
const TRANSFER = '7d';
/** What reads and writes next to nothing, also with thousands of tables. */
const QUICK = '1h';
/** So many parts are fetched in one step. */
const AT_ONCE = 16;

/** Each under its own name: no two commands of a step are called alike. */
const incoming = (name: string): string => `${INCOMING}/${name}`;

const partOf = (use: string, { name }: Host): string => `${use}.${name}.tar`;
const sealOf = (use: string): string => `${use}.backup`;

function firstOf(members: readonly Host[], use: string): Host {
  const [first] = members;
  if (first !== undefined) return first;
  throw new RoleError('bad_params', `${use} is on no host`);
}

/** What one member does in a step. */
interface Work {
  readonly run: readonly Declared<'command'>[];
  readonly keeps?: string;
}

const does = (...words: readonly string[]): Work => ({
  run: [act.command(backupTask(...words), { deadline: QUICK })],
});

/** Gives a file to the controller that a task makes. */
const gives = (as: string, task: string, ...words: readonly string[]): Work => ({
  run: [
    act.command(backupTask(task, OUTGOING, ...words), { deadline: TRANSFER }),
    act.keep(OUTGOING, as, { deadline: TRANSFER }),
    act.command(['rm', '-f', OUTGOING]),
  ],
  keeps: as,
});

/**
 * All members hold fast what they have within moments of one another, and then give it away one after another. What is kept last says that the rest is
 * there. The schema stands still meanwhile.
 */
export function backup({ members, use }: Context & Members): Recipe {
  const first = firstOf(members, use);
  const each = (name: string, title: (name: string) => string, work: (host: Host) => Work): readonly Step[] =>
    members.map((host, index) => step.run(`${name}-${index + 1}`, title(host.name), { on: host, ...work(host) }));
  const parts = members.map((host) => partOf(use, host)).sort();
  return {
    steps: [
      healthy(members),
      ...each(
        'hold',
        (name) => `hold fast what ${name} has`,
        () => does('hold'),
      ),
      ...each(
        'keep',
        (name) => `give that of ${name} to the controller`,
        (host) => gives(partOf(use, host), 'pack'),
      ),
      step.run('seal', 'say that all of it is there, with the schema', {
        on: first,
        ...gives(sealOf(use), 'seal', ...parts),
      }),
      ...each(
        'let-go',
        (name) => `let go of what ${name} holds fast`,
        () => does('let-go'),
      ),
    ],
    locks: ['maintenance', 'schema'],
  };
}

interface Part {
  readonly name: string;
  readonly sha256: string;
}

/** `part-1=NAME=CHECKSUM`, as the command line finds them beside what `--from` names. */
function partsIn(given: Context['given'], use: string): readonly Part[] {
  const parts = Object.entries(given)
    .filter(([key]) => key.startsWith('part-'))
    .map(([key, text]) => {
      const [, name, sha256] = /^([A-Za-z0-9][\w.+~-]*)=([0-9a-f]{64})$/.exec(text) ?? [];
      if (name !== undefined && sha256 !== undefined) return { name, sha256 };
      throw new RoleError('bad_params', `${key} is not NAME=CHECKSUM: ${text}`);
    })
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
  if (parts.some(({ name }) => name === sealOf(use))) {
    throw new RoleError('bad_params', `--from names what one member had: say --from ${sealOf(use)}`);
  }
  if (parts.length > 0) return parts;
  throw new RoleError('bad_params', `nothing was kept with what --from names: say --from ${sealOf(use)}`);
}

const isEmpty = (host: Host, number: number): Step =>
  step.require(`empty-${number}`, `${host.name} holds no data`, {
    on: host,
    ask: ask.file(MEMBER, { absent: 'holds', until: () => `${MEMBER} is there: move the data away` }),
  });

/** One member takes all parts in; a few in each step. */
const takeIn = (host: Host, number: number, parts: readonly Part[]): readonly Step[] =>
  Array.from({ length: Math.ceil(parts.length / AT_ONCE) }, (_, chunk) => {
    const some = parts.slice(chunk * AT_ONCE, (chunk + 1) * AT_ONCE);
    return step.run(
      `take-in-${number}-${chunk + 1}`,
      `let ${host.name} take in ${some.map(({ name }) => name).join(', ')}`.slice(0, 300),
      {
        on: host,
        run: some.flatMap(({ name, sha256 }) => [
          act.fetch(sha256, incoming(name), { deadline: TRANSFER }),
          act.command(backupTask('take-in', incoming(name)), { deadline: TRANSFER }),
        ]),
        fetches: some.map(({ sha256 }) => sha256),
      },
    );
  });

/** An empty cluster is founded as any other; then the schema is made, and members take in what was kept of those that were. */
export function restore(context: Context & Members): Recipe {
  const { members, given, use } = context;
  const from = /^[0-9a-f]{64}$/.exec(given.from ?? '')?.[0];
  if (from === undefined)
    throw new RoleError('bad_params', `say from what ${use} is restored: --from ${sealOf(use)}, or a checksum`);
  const parts = partsIn(given, use);
  const names = parts.map(({ name }) => name);
  const first = firstOf(members, use);
  return {
    steps: [
      ...members.map((host, index) => isEmpty(host, index + 1)),
      ...members.map((host, index) => hasJava(host, context, `java-${index + 1}`)),
      step.apply(`found ${use} anew, empty`, members, {
        noReturn: `${use} begins anew: what was written after the backup was taken is given up`,
      }),
      step.run('schema', 'make the schema', {
        on: first,
        run: [
          act.fetch(from, incoming(sealOf(use))),
          act.command(backupTask('schema', incoming(sealOf(use)), ...names), { deadline: QUICK }),
        ],
        fetches: [from],
      }),
      step.wait('agreed', `all ${members.length} members are up, with that schema`, {
        ...allAreWell(members, members.length),
        deadline: QUICK,
      }),
      ...members.flatMap((host, index) => takeIn(host, index + 1, parts)),
      ...members.map((host, index) =>
        step.run(`settle-${index + 1}`, `let ${host.name} keep what it owns of that`, {
          on: host,
          run: [act.command(backupTask('settle'), { deadline: TRANSFER })],
        }),
      ),
    ],
  };
}
