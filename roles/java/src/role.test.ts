import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineSite } from '@rolecall/roles';
import { evaluate } from '@rolecall/roles/testing';
import { java } from './role.ts';

const call = evaluate(
  defineSite({ name: 'test', hosts: { 'app-1': {} }, use: () => void java.on(['app-1'], { version: 17 }) }),
);
const os = { id: 'debian', name: '', version: '12', codename: '', architecture: 'arm64', machineId: '' };
const release = { version: '21.0.5+11', sha256: 'a'.repeat(64) };

interface Declared {
  readonly kind: string;
  readonly key: string;
  readonly params: { readonly target?: string; readonly argv?: readonly string[]; readonly strip?: number };
}
function resources(given: Record<string, unknown>, facts: Record<string, unknown> = { os }): readonly Declared[] {
  const peers = [{ name: 'app-1', address: '10.0.0.1', labels: {}, facts }];
  const params = call({ call: 'params', use: 'java', params: given }) as Record<string, never>;
  const context = { use: 'java', params, peers, record: null, decided: {} };
  return call({ call: 'resources', ...context, host: 'app-1' }) as unknown as readonly Declared[];
}

describe('the role java', () => {
  test.each([
    [
      'the package of the distribution',
      { version: 17 },
      'package:openjdk-17-jre-headless',
      '/usr/lib/jvm/java-17-openjdk-arm64',
    ],
    ['another package', { version: 11, package: { name: 'jre', home: '/usr/jre' } }, 'package:jre', '/usr/jre'],
    ['a release of the store', { version: 21, release }, 'artifact:/opt/jre-21', '/opt/jre-21/current'],
  ])('installs %s and leads one path to it', (_, given, brought, lies) => {
    const [bringing, linked] = resources(given);
    expect(`${bringing?.kind}:${bringing?.key}`).toBe(brought);
    expect([linked?.key, linked?.params.target]).toEqual([`/opt/java-${given.version}`, lies]);
  });

  test('refuses two sources, and a package whose folder nobody can tell', () => {
    expect(() => resources({ release, package: { name: 'jre', home: '/usr/jre' } })).toThrow('not from both');
    expect(() => resources({}, { os: { unknown: 'no /etc/os-release' } })).toThrow(/app-1 .* say package/);
  });

  test('gives its home whatever is known of a host', () => {
    const params = call({ call: 'params', use: 'java', params: {} }) as Record<string, never>;
    const context = {
      use: 'java',
      params,
      peers: [{ name: 'app-1', address: '10.0.0.1', labels: {}, facts: {} }],
      record: null,
      decided: {},
    };
    expect(call({ call: 'clusterOutputs', ...context })).toEqual({ home: '/opt/java-17', version: 17 });
  });

  test.each([
    ['openjdk version "17.0.13" 2024-10-15', 17, 0],
    ['openjdk version "1.8.0_432"', 8, 0],
    ['java version "21" 2023-09-19 LTS', 21, 0],
    ['openjdk version "11.0.25" 2024-10-15', 17, 1],
    ['no Java at all', 17, 1],
  ])('what calls itself %s is checked against %i', (says, wanted, exits) => {
    const home = mkdtempSync(join(tmpdir(), 'java-'));
    try {
      mkdirSync(join(home, 'bin'));
      writeFileSync(join(home, 'bin/java'), `#!/bin/sh\necho '${says}' >&2\n`, { mode: 0o755 });
      const argv = resources({ version: wanted }).at(-1)?.params.argv ?? [];
      const [program = '', ...words] = argv.map((word) => (word === `/opt/java-${wanted}` ? home : word));
      expect(spawnSync(program, words).status).toBe(exits);
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  });
});
