import type { Fault } from '@rolecall/protocol';
import { printable } from './views/printable.ts';

/** An error as its reader gets it: one sentence, the command with its last lines, and what to do. A stack only when asked. */
export function printError(error: unknown, debug: boolean): void {
  process.stderr.write(`${describeError(error)}\n`);
  if (debug && error instanceof Error) process.stderr.write(`${error.stack}\n`);
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return `error: ${String(error)}`;
  const { hint, fault } = error as { readonly hint?: string; readonly fault?: Fault };
  if (fault !== undefined) return `error: ${describeFault(fault)}`;
  return printable(hint === undefined ? `error: ${error.message}` : `error: ${error.message}\n  ${hint}`);
}

/** A fault in lines: the sentence, the command, its last lines, the hint. Hosts write them: nothing in them moves a cursor. */
export function describeFault(fault: Fault, indent = '  '): string {
  const lines = [fault.message];
  if (fault.command !== undefined) lines.push(`${indent}command: ${fault.command}`);
  for (const line of fault.lastLines ?? []) lines.push(`${indent}| ${line}`);
  if (fault.hint !== undefined) lines.push(`${indent}${fault.hint}`);
  return printable(lines.join('\n'));
}
