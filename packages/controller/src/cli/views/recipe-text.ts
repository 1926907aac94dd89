import type { RunEventOf, StepNode } from '@rolecall/protocol';
import { partsOfInstance } from '@rolecall/protocol/id-parts';
import { titleOfWish } from '../../plan/recipe/words.ts';
import { showDuration } from '../duration.ts';
import type { InstanceView, RunView } from './model.ts';
import { printable } from './printable.ts';
import type { Style } from './style.ts';

/** A node of a run that is a step of a recipe. */
interface StepView extends InstanceView {
  readonly step: StepNode;
}

const isStep = (view: InstanceView): view is StepView => view.step !== undefined;

/** What a recipe is about to do, step by step: what holds already, and from where on there is no way back. */
export function recipeLines(run: RunView, style: Style): readonly string[] {
  const { created } = run;
  if (created?.intent.is !== 'recipe') return [];
  const steps = [...run.instances.values()].filter(isStep);
  const numbers = [...new Set(steps.map(({ step }) => step.number))].sort((a, b) => a - b);
  const lines = numbers.flatMap((number) =>
    stepLines(
      steps.filter(({ step }) => step.number === number),
      style,
    ),
  );
  return [style.bold(headline(created)), ...lines];
}

function headline({ intent, resumes }: RunEventOf<'created'>): string {
  const title = intent.is === 'recipe' ? titleOfWish(intent) : '';
  return resumes === null ? title : `${title}  (goes on with run ${resumes})`;
}

function stepLines(same: readonly StepView[], style: Style): readonly string[] {
  const [first] = same;
  if (first === undefined) return [];
  const { step } = first;
  const border =
    step.noReturn === null ? [] : [style.red(`  -- no way back from here: ${printable(step.noReturn)} --`)];
  return [...border, `  ${mark(first, style)} ${said(step)}  ${style.dim(`(${placeOf(same)})`)}`];
}

function mark({ step, planned }: StepView, style: Style): string {
  if (step.does === 'require') return style.green('holds');
  const number = step.always ? 'in the end:' : `${step.number}.`;
  return step.does === 'run' && planned?.outcome === 'ok' ? `${number} done already:` : number;
}

const said = ({ does, title, limitMs }: StepNode): string =>
  does === 'wait' ? `wait until ${printable(title)}, for ${showDuration(limitMs)} at most` : printable(title);

function placeOf(same: readonly StepView[]): string {
  const [first] = same;
  const { does } = first?.step ?? {};
  const hosts = first?.job?.hosts ?? same.map(({ instance }) => partsOfInstance(instance).host);
  if (does === 'apply') return `apply on ${hosts.join(', ')}`;
  if (does === 'remove') return `take away on ${hosts.join(', ')}`;
  return `${does === 'run' ? 'on' : 'asked on'} ${hosts.join(' or ')}`;
}
