import type { PreflightCheck, UseName } from '@rolecall/protocol';
import { PREFLIGHT_CHECKS } from '@rolecall/protocol/preflight-checks';
import { type Command, InvalidArgumentError } from 'commander';

/** Options of every command that plans: which hosts, and how it is printed. */
export interface PlanOptions {
  readonly limit?: string;
  readonly skipPreflight?: readonly PreflightCheck[];
  readonly restart?: readonly UseName[];
  readonly diff?: boolean;
  readonly json?: boolean;
  readonly jsonl?: boolean;
  readonly detailedExitcode?: boolean;
}

/** Options of every command that carries a plan out. */
export interface ApplyOptions extends PlanOptions {
  readonly yes?: boolean;
  readonly check?: boolean;
}

export const planOptions = (command: Command): Command =>
  command
    .option('-D, --diff', 'show the lines of changed texts')
    .option('--json', 'one JSON document on standard output')
    .option('--jsonl', 'every event as a line of JSON')
    .option('--detailed-exitcode', 'add 2 to the exit status where something differs');

export const limitOption = (command: Command): Command =>
  command.option('-l, --limit <expression>', 'only hosts that match, for example "host ~ db-*"');

export const applyOptions = (command: Command): Command =>
  planOptions(command.option('-y, --yes', 'do not ask').option('-C, --check', 'only plan; never writes'));

/** Checks by name; the mode of a site is no matter of taste. */
function checksFrom(text: string, before: readonly PreflightCheck[] = []): readonly PreflightCheck[] {
  const possible = PREFLIGHT_CHECKS.filter((name) => name !== 'mode');
  const named = text.split(',').map((name) => possible.find((known) => known === name));
  if (named.includes(undefined)) throw new InvalidArgumentError(`possible are ${possible.join(', ')}`);
  return [...before, ...named.filter((name) => name !== undefined)];
}

export const skipOption = (command: Command): Command =>
  command.option(
    '--skip-preflight <checks>',
    'go on in spite of what these checks of preflight find, with commas between; it stands in the audit',
    checksFrom,
  );

export const restartOption = (command: Command): Command =>
  command.option(
    '--restart <uses>',
    'let services of these uses do what they put off (`restart: later`), with commas between, in the order of their cluster',
    (text: string, before: readonly UseName[] = []) => [...before, ...(text.split(',') as UseName[])],
  );
