import { act, type Declared, type Host, type Members, type Recipe, RoleError, type Step, step } from '@rolecall/roles';
import { OUTGOING } from './places.ts';
import { backupTask } from './programs.ts';
import { type Context, healthy } from './recipes.ts';

/** What a member has goes through the controller, at the pace of its network. */
export const TRANSFER = '7d';
/** What reads and writes next to nothing, also with thousands of tables. */
export const QUICK = '1h';
const partOf = (use: string, { name }: Host): string => `${use}.${name}.tar`;
export const sealOf = (use: string): string => `${use}.backup`;

export function firstOf(members: readonly Host[], use: string): Host {
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
