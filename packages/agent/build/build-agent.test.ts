import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { policyRcD, runtimeFolder } from '../src/layout.ts';
import { type AgentBuild, buildAgent } from './build-agent.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** Kept between runs of the tests: packing Node takes ten seconds of two idle cores. */
const CACHE = path('../../../.cache/agent');
const SLOW = 120_000;

let host: string;
let built: AgentBuild;

beforeAll(async () => {
  host = mkdtempSync(join(tmpdir(), 'host-'));
  built = await buildAgent({ cache: CACHE, entry: path('./fixtures/entry.js') });
  execFileSync('dpkg-deb', ['-x', built.runtime.path, host]);
}, SLOW);
afterAll(() => rmSync(host, { recursive: true }));

test('on a host the package gives a Node that runs the bundle, and a terminal', () => {
  const bundle = join(host, 'agent.cjs');
  copyFileSync(built.bundle.path, bundle);
  const node = join(host, runtimeFolder(built.runtime.id), 'node');
  const said = JSON.parse(execFileSync(node, [bundle], { env: {}, encoding: 'utf8' }));
  expect(said).toEqual({
    version: JSON.parse(readFileSync(path('../package.json'), 'utf8')).version,
    runtime: expect.stringMatching(/^node v24\./),
    url: `file://${bundle}`,
    terminal: 'in a terminal',
  });
});

test('its policy refuses to start services', () => {
  const policy = policyRcD(join(host, runtimeFolder(built.runtime.id), 'node'));
  expect(statSync(policy).mode & 0o777).toBe(0o755);
  expect(() => execFileSync(policy)).toThrow(expect.objectContaining({ status: 101 }));
});

test('the package is about 30 MB', () => {
  expect(built.runtime.size).toBeLessThan(34_000_000);
});
