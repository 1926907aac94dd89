import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { checksum } from '../cache.ts';
import { goBuild } from './go.ts';
import { projectWith } from './maven.ts';
import { pack } from './pack.ts';
import { differences, readPins, writePins } from './pins.ts';

const sum = fc.stringMatching(/^[0-9a-f]{64}$/);
const pins = fc
  .dictionary(fc.stringMatching(/^[a-z][a-z0-9.-]{0,20}\.jar$/), sum)
  .map((all) => new Map(Object.entries(all)));

describe('pinned checksums', () => {
  test('are read as they were written', () => {
    fc.assert(fc.property(pins, (all) => expect([...readPins(writePins(all))].sort()).toEqual([...all].sort())));
  });

  test('differ in nothing from themselves, and in each file that is more, less or otherwise', () => {
    fc.assert(
      fc.property(pins, sum, (all, other) => {
        expect(differences(all, all)).toEqual([]);
        const more = new Map([...all, ['more.jar.new', other]]);
        expect(differences(all, more)).toEqual(['more.jar.new is not pinned']);
        expect(differences(more, all)).toEqual(['more.jar.new is missing']);
      }),
    );
    expect(differences(new Map([['a.jar', '1']]), new Map([['a.jar', '2']]))).toEqual(['a.jar has the checksum 2']);
  });
});

test('an archive is the same bytes whatever the order, times and modes of its files were', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-pack-'));
  try {
    const sums: string[] = [];
    for (const names of [
      ['b', 'a', 'c'],
      ['c', 'b', 'a'],
    ]) {
      const tree = join(folder, names.join(''));
      mkdirSync(tree);
      for (const [index, name] of names.entries()) {
        writeFileSync(join(tree, name), name, { mode: index === 0 ? 0o600 : 0o664 });
        utimesSync(join(tree, name), index, index);
      }
      await pack(tree, `${tree}.tar.gz`);
      sums.push(await checksum(`${tree}.tar.gz`));
    }
    expect(sums[1]).toBe(sums[0]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a Go build is told nothing of the machine that it runs on', () => {
  const words = goBuild('/work', '/work/out', 'example.org/server', { 'main.Version': '1.2' });
  expect(words).toEqual(expect.arrayContaining(['-mod=readonly', '-trimpath', '-buildvcs=false']));
  expect(words).toContain('-s -w -X main.Version=1.2');
  expect(words.at(-1)).toBe('example.org/server');
});

test('a Maven project names what it depends on, and no registry', () => {
  const project = projectWith('org.example:server:1.2');
  expect(project).toContain('<groupId>org.example</groupId><artifactId>server</artifactId><version>1.2</version>');
  expect(project).not.toMatch(/repositor|http/);
});
