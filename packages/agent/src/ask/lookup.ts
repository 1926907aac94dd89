import { lookup } from 'node:dns/promises';
import type { Answer } from '@rolecall/protocol';
import { type AskOf, absent, unknown, value } from './answers.ts';

/** What a name leads to, asked of the host's own resolver: hosts files and search domains count, as for every program there. */
export async function answerLookup({ name, timeoutMs }: AskOf<'lookup'>): Promise<Answer> {
  const late = Promise.withResolvers<Answer>();
  const timer = setTimeout(() => late.resolve(unknown(`${name} was not found within ${timeoutMs} ms`)), timeoutMs);
  const found = lookup(name, { all: true }).then(
    (all) => value([...new Set(all.map(({ address }) => address))].sort()),
    (error: NodeJS.ErrnoException) =>
      error.code === 'ENOTFOUND'
        ? absent(`${name} is not known`)
        : unknown(`${name} cannot be looked up: ${error.message}`),
  );
  return Promise.race([found, late.promise]).finally(() => clearTimeout(timer));
}
