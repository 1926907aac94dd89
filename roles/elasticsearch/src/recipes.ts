import {
  act,
  ask,
  type Exchange,
  type Host,
  type Leaving,
  type RawAnswers,
  type Recipe,
  type RecipeContext,
  RoleError,
  type Step,
  step,
} from '@rolecall/roles';
import { task, urlOf } from './config.ts';
import type { Params } from './params.ts';
import { ACCOUNT } from './places.ts';
import { type Decision, LEAST } from './topology.ts';

type Context = RecipeContext<Params, Decision>;

/** Three questions at most, each within eight seconds. */
const QUESTION = { group: ACCOUNT, timeoutMs: 30_000 } as const;

const saidWhy = ({ exitCode, stdout }: RawAnswers['command']): true | string =>
  exitCode === 0 || stdout.trim() || 'the node does not answer';

const isWhole = (on: readonly Host[], { recovery }: Params) => ({
  on,
  ask: ask.command(task('whole', `${on.length}`), { ...QUESTION, until: saidWhy }),
  deadline: recovery,
});

const healthy = ({ params }: Context, nodes: readonly Host[]): Step => {
  const { on, ask } = isWhole(nodes, params);
  return step.require('healthy', `all ${nodes.length} nodes are in the cluster, with all copies`, { on, ask });
};

/** Nothing is lost with a node that holds nothing; that nothing may lie on it is forgotten in the end, whatever became of it. */
const empty = ({ params }: Context, { leaving, staying }: Leaving): Step =>
  step.run('empty', `move what ${leaving.name} holds to the others`, {
    on: staying,
    run: [act.command(task('empty', leaving.name), { deadline: params.moving + 600_000 })],
    done: ask.command(task('emptied', leaving.name), QUESTION),
  });
/** With a question, since a recipe that goes on has excluded the node once more. */
const admit = ({ leaving, staying }: Leaving): Step =>
  step.run('admit', `let shards lie on a node that is called ${leaving.name}`, {
    on: staying,
    run: [act.command(task('admit', leaving.name), { deadline: '5m' })],
    done: ask.command(task('admitted', leaving.name), QUESTION),
  });

/** What all nodes do at the end of a change of nodes. */
const settle = ({ params }: Context, told: readonly Host[], nodes: readonly Host[]): readonly Step[] => [
  step.apply('tell those who stay who the others are', told),
  step.wait('whole', `all ${nodes.length} nodes are in the cluster, with all copies`, isWhole(nodes, params)),
];

const clearUp = (leaving: Host): Step =>
  step.remove(`stop ${leaving.name} and take away what makes it a node; its data stays`, leaving);

/** The others have copies of what a lost node held, and give them to whoever takes its place. */
export function replace(context: Context & Exchange): Recipe {
  const { params, leaving, coming, staying } = context;
  const others = someone(staying, 'replaced');
  const lost = step.require('lost', `${leaving.name} does not answer any more`, {
    on: others,
    ask: ask.command(task('lost', leaving.name, urlOf(leaving, params)), { ...QUESTION, until: saidWhy }),
  });
  const master = step.require('majority', 'those who stay have a master', {
    on: others,
    ask: ask.command(task('joined'), QUESTION),
  });
  const same = coming.name === leaving.name;
  const anew = { params: { replace: [coming.name] }, noReturn: `what ${coming.name} held before counts for nothing` };
  return {
    steps: [
      lost,
      master,
      step.apply(`take ${coming.name} in, empty`, coming, same ? anew : {}),
      ...settle(context, others, [...others, coming]),
      ...(same ? [] : [clearUp(leaving)]),
    ],
  };
}

/** A node that works leaves only once the new one is there and has taken its share. */
export function move(context: Context & Exchange): Recipe {
  const { leaving, coming, begun } = context;
  const staying = someone(context.staying, 'moved');
  const others = [...staying, coming];
  return {
    steps: [
      ...(begun ? [] : [healthy(context, [leaving, ...staying])]),
      step.apply(`take ${coming.name} in`, coming),
      empty(context, { leaving, staying: others }),
      clearUp(leaving),
      ...settle(context, staying, others),
    ],
    finally: [admit({ leaving, staying: others })],
  };
}

export function decommission(context: Context & Leaving): Recipe {
  const { leaving, staying, begun } = context;
  const others = someone(staying, 'taken out');
  if (others.length < LEAST) {
    throw new RoleError(
      'bad_params',
      `${others.length} nodes would stay, and of a cluster of three or more three must stay: replace it, or move it`,
    );
  }
  return {
    steps: [
      ...(begun ? [] : [healthy(context, [leaving, ...others])]),
      empty(context, { leaving, staying: others }),
      clearUp(leaving),
      ...settle(context, others, others),
    ],
    finally: [admit({ leaving, staying: others })],
  };
}

function someone(staying: readonly Host[], what: string): readonly Host[] {
  if (staying.length > 0) return staying;
  throw new RoleError('bad_params', `the only node of a cluster cannot be ${what}`);
}
