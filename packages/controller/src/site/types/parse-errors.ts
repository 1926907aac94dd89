import { relative, resolve } from 'node:path';
import type { Finding } from '@rolecall/protocol';

const ERROR = /^(.+?)\((\d+),(\d+)\): error (TS\d+): (.*)$/;
const GENERAL = /^error (TS\d+): (.*)$/;
/** More of them would not be read. */
const MOST = 100;

/** What the compiler printed with `--pretty false --listFiles`: its errors, first sentence each, and the files it read. */
export function parseErrors(
  output: string,
  from: string,
): { readonly findings: readonly Finding[]; readonly files: readonly string[] } {
  const findings: Finding[] = [];
  const files: string[] = [];
  for (const line of output.split('\n')) {
    const [, file, row, column, code, message] = ERROR.exec(line) ?? [];
    const [, bare, text] = GENERAL.exec(line) ?? [];
    if (file !== undefined && code !== undefined && message !== undefined) {
      const at = { file: relative(from, resolve(from, file)), line: Number(row), column: Number(column) };
      findings.push({ code, message: firstSentence(message), at });
    } else if (bare !== undefined && text !== undefined) findings.push({ code: bare, message: text, at: null });
    else if (line.startsWith('/')) files.push(line.trim());
  }
  return { findings: findings.slice(0, MOST), files };
}

/** Up to the first full stop that ends a sentence. */
const firstSentence = (message: string): string => /^.*?\.(?=\s|$)/.exec(message)?.[0] ?? message;
