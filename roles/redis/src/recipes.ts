import {
  act,
  ask,
  type Exchange,
  type Host,
  type Leaving,
  type Members,
  type Recipe,
  type RecipeContext,
  RoleError,
  type Step,
  step,
} from '@rolecall/roles';
import { readState } from './answers.ts';
import { task } from './member.ts';
import type { Params } from './params.ts';
import { ACCOUNT, BACKUPS } from './places.ts';
import type { Decision } from './topology.ts';

type Context = RecipeContext<Params, Decision>;

/** The program asks other members too, and gives each of them some seconds. */
const LOOK_MS = 15_000;
const AS_MEMBER = { group: ACCOUNT, timeoutMs: LOOK_MS } as const;

/** The sentinels of those who stay could choose a primary. */
const canChoose = (on: readonly Host[]): Step =>
  step.require('quorum', 'the sentinels can choose a primary', {
    on,
    ask: ask.command(task('state'), {
      ...AS_MEMBER,
      until: (answer) => {
        const quorum = readState(answer)?.quorum ?? 'nothing';
        return quorum.startsWith('OK') || `a sentinel says: ${quorum}`;
      },
    }),
  });

/** Nothing that was acknowledged is lost by it: see the program. */
const handOver = (leaving: Host): Step =>
  step.run('hand-over', `let another member be primary, if ${leaving.name} is`, {
    on: leaving,
    run: [act.command(task('make-ready'), { deadline: '3m' })],
    // Where what makes a member is gone already, a former run came that far.
    done: ask.command(task('ready'), { ...AS_MEMBER, absent: 'holds' }),
  });

const retire = (leaving: Host): Step =>
  step.remove(`take away what makes ${leaving.name} a member; its data stays`, leaving, {
    noReturn: `${leaving.name} follows no longer, and what it holds counts for nothing`,
  });

/** Sentinel forgets nobody by itself: those who left would count for its majority. */
const settle = (staying: readonly Host[]): readonly Step[] => [
  step.apply('tell those who stay who the others are', staying),
  step.run('agree', 'have all sentinels count those who are there', {
    on: staying,
    run: [act.command(task('agree'), { deadline: '10m' })],
    done: ask.command(task('agreed'), AS_MEMBER),
  }),
];

function others(staying: readonly Host[], what: string): readonly Host[] {
  if (staying.length > 1) return staying;
  throw new RoleError('bad_params', `a single Redis has nobody who takes over, so it is not ${what}`);
}

/** The new member has all data before the old one goes. */
export function move({ leaving, coming, staying, begun }: Context & Exchange): Recipe {
  return {
    steps: [
      ...(begun ? [] : [canChoose(others(staying, 'moved'))]),
      step.apply(`let ${coming.name} follow, with all data`, coming),
      handOver(leaving),
      retire(leaving),
      ...settle(staying),
    ],
  };
}

/** A member that is lost holds nothing that others lack: another one follows in its place. */
export function replace({ leaving, coming, staying }: Context & Exchange): Recipe {
  const those = others(staying, 'replaced');
  const lost = step.require('lost', `${leaving.name} does not answer any more`, {
    on: those,
    ask: ask.command(task('answers', leaving.address), {
      ...AS_MEMBER,
      until: ({ exitCode }) => exitCode !== 0 || 'it answers and is a member: move it instead',
    }),
  });
  const isAgain = coming.name === leaving.name;
  return {
    steps: [
      lost,
      canChoose(those),
      step.apply(
        `let ${coming.name} follow, with all data`,
        coming,
        isAgain ? { noReturn: `what ${coming.name} held before counts for nothing` } : {},
      ),
      ...(isAgain ? [] : [retire(leaving)]),
      ...settle(those),
    ],
  };
}

export function decommission({ leaving, staying, begun }: Context & Leaving): Recipe {
  const those = others(staying, 'taken out');
  if (those.length === 2) {
    throw new RoleError('bad_params', 'two sentinels bear no loss, so none of three members is taken out: move it');
  }
  const even = `${those.length} sentinels bear the loss of ${Math.ceil(those.length / 2) - 1}: go on to ${those.length - 1}`;
  return {
    steps: [...(begun ? [] : [canChoose(those)]), handOver(leaving), retire(leaving), ...settle(those)],
    notes: those.length % 2 === 0 ? [even] : [],
  };
}

/** Every member holds everything, so one copy is a backup of all. */
export function backup({ members, use }: Context & Members): Recipe {
  const file = `${BACKUPS}/.kept.rdb`;
  return {
    steps: [
      canChoose(members),
      step.run('keep', 'write a snapshot, read it through, and give it to the controller', {
        on: members,
        run: [
          act.command(task('backup', file), { deadline: '1h' }),
          act.keep(file, `${use}.rdb`),
          act.command(['rm', '-f', file]),
        ],
        keeps: `${use}.rdb`,
      }),
    ],
  };
}
