import { z } from 'zod';
import { type KnownKind, kinds } from './kinds.ts';
import { referencePage } from './reference.ts';

const names = Object.keys(kinds) as KnownKind[];

test.each(names)('the page of %s names every parameter with its meaning', (name) => {
  const page = referencePage(kinds[name]);
  const { properties } = z.toJSONSchema(kinds[name].params, { io: 'input' }) as {
    properties: Record<string, { description?: string }>;
  };
  expect(page.startsWith(`# ${name}\n`)).toBe(true);
  for (const [property, { description }] of Object.entries(properties)) {
    expect(description).toEqual(expect.stringMatching(/\.$/));
    expect(page).toContain(`| \`${property}\` |`);
  }
});

test.each(names)('every row of the page of %s has four cells', (name) => {
  const rows = referencePage(kinds[name])
    .split('\n')
    .filter((line) => line.startsWith('|'));
  expect(rows.map((row) => row.replaceAll('\\|', '').split('|').length)).toEqual(rows.map(() => 6));
});

test('types and defaults stand in words', () => {
  const page = referencePage(kinds.file);
  expect(page).toContain('| `mode` | whole number | `0o644` |');
  expect(page).toContain('| `path` | text | required |');
  expect(page).toContain('| `blocks` | table of text | not set |');
  expect(page).toContain('| `encoding` | `utf8`, `base64` | `utf8` |');
});

test('parameters of listed tables stand below their list', () => {
  const page = referencePage(kinds.firewall);
  expect(page).toContain('| `ingress[].protocol` | `tcp`, `udp`, `any` | `tcp` |');
  expect(page).toContain('| `ingress[].ports` | list of whole number or text | not set |');
});

test('parameters of a table stand below it', () => {
  const page = referencePage(kinds.container);
  expect(page).toContain('| `archive` | table | not set |');
  expect(page).toContain('| `archive.sha256` | text | required |');
  expect(page).toContain('| `archive.id` | text | not set |');
});

test.each(names)('the page of %s begins with how it is written, in the words of a role', (name) => {
  const called = name === 'package' ? 'pkg' : name;
  expect(referencePage(kinds[name])).toContain(`\`\`\`ts\n${called}('`);
});
