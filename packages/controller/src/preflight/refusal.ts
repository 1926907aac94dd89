import type { PreflightCheck, PreflightFinding } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';

/** Sentences that one refusal holds; all of them are in the table of `controller preflight`. */
const SHOWN = 8;

/** A finding as one sentence. */
export function sentenceOf({ host, use, what, measured, wanted }: PreflightFinding): string {
  const about = [use, host].filter((one) => one !== null).join(' on ');
  return `${about === '' ? '' : `${about}: `}${what}: ${measured}; wanted: ${wanted}`;
}

/** Those of which somebody said that the run goes on in spite of them. The mode of a site is not among them. */
export const isSkipped = ({ check }: PreflightFinding, skips: readonly PreflightCheck[]): boolean =>
  check !== 'mode' && skips.includes(check);

/** What to do about several errors. */
type Hint = (errors: readonly PreflightFinding[]) => string;
const inTheTable: Hint = () => 'see what to do: controller preflight SITE';
/** For what the site does not say yet, so that no table has it. */
export const oneByOne: Hint = (errors) => {
  const todos = [...new Set(errors.map(({ todo }) => todo))];
  return todos.length > SHOWN ? `${todos.slice(0, SHOWN).join('; ')}; and more` : todos.join('; ');
};

/** What stops an apply, as one error; nothing where nothing does. */
export function refusalOf(
  findings: readonly PreflightFinding[],
  skips: readonly PreflightCheck[],
  hint: Hint = inTheTable,
): ControllerError | undefined {
  const errors = findings.filter((one) => one.severity === 'error' && !isSkipped(one, skips));
  const [first] = errors;
  if (first === undefined) return undefined;
  const rest = errors.length > SHOWN ? `; and ${errors.length - SHOWN} more` : '';
  const checks = [...new Set(errors.map(({ check }) => check))].filter((check) => check !== 'mode');
  return new ControllerError(
    errors.length === 1 ? first.code : 'preflight',
    `preflight: ${errors.slice(0, SHOWN).map(sentenceOf).join('; ')}${rest}`,
    {
      hint: errors.length === 1 ? hintFor(first) : `${hint(errors)}${skippable(checks)}`,
      at: first.at ?? undefined,
    },
  );
}

const hintFor = ({ check, todo }: PreflightFinding): string =>
  check === 'mode' ? todo : `${todo}${skippable([check])}`;

const skippable = (checks: readonly string[]): string =>
  checks.length === 0 ? '' : ` (or go on all the same: --skip-preflight ${checks.join(',')})`;
