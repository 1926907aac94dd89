import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { api, FromAgent, RunEvent, ToAgent } from './index.ts';

const reference = readFileSync(join(import.meta.dirname, '../../../docs/reference/messages.md'), 'utf8');

const tags = (union: { readonly options: readonly { readonly shape: object }[] }, tag: string): string[] =>
  union.options.map(({ shape }) => (shape as Record<string, { readonly value: string }>)[tag]?.value ?? '?');

describe('the reference of what crosses the wire', () => {
  test.each(tags(FromAgent, 'type'))('names what an agent says: %s', (type) => {
    expect(reference).toContain(`\`${type}\``);
  });

  test.each(tags(ToAgent, 'type'))('names what a controller asks: %s', (type) => {
    expect(reference).toContain(`\`${type}\``);
  });

  test.each(tags(RunEvent, 'event'))('names the event %s of a run', (event) => {
    expect(reference).toContain(`\`${event}\``);
  });

  test.each(Object.keys(api))('names the verb %s of an operator', (verb) => {
    expect(reference).toContain(`\`${verb}\``);
  });
});
