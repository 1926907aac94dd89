import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { requireLab } from './lab/requirements.ts';

const ROOT = join(import.meta.dirname, '..');
const JEST = join(ROOT, 'node_modules/jest/bin/jest.js');

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What Jest's JSON report says, as far as it is read here. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numRuntimeErrorTestSuites: number;
}

/** Runs one program with our standard streams; its exit status. */
const run = (argv: readonly string[], environment: NodeJS.ProcessEnv = process.env): Promise<number> =>
  new Promise((resolve, reject) => {
    const [program, ...words] = argv;
    const child = spawn(program ?? '', words, { cwd: ROOT, stdio: 'inherit', env: environment });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });

/** What tests on real hosts need and what takes minutes to make where it was never made: begun early, at the lowest priority. */
const SLOW_ARTIFACTS = ['etcd', 'minio', 'mc', 'elasticsearch', 'cassandra-5.0'];

/** Makes them in the background; a test that needs one waits for it. What fails is said by the test that needs it. */
function beginArtifacts(): void {
  if (process.getuid?.() !== 0) return;
  const words = [join(ROOT, 'test/artifacts/cli.ts'), ...SLOW_ARTIFACTS];
  // Not ended with this process: what it makes is kept for the next time.
  spawn(process.execPath, words, { cwd: ROOT, stdio: 'ignore', detached: true }).unref();
}

/** One Jest project; a suite that could not even be loaded counts as one failure. */
async function project(name: 'unit' | 'fleet', options: readonly string[]): Promise<Counts> {
  const output = join(ROOT, '.cache', `${name}.json`);
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  rmSync(output, { force: true });
  const words = [`--selectProjects=${name}`, '--json', `--outputFile=${output}`, ...options];
  const environment = {
    ...process.env,
    NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning',
  };
  await run([process.execPath, JEST, ...words], environment);
  const report = JSON.parse(readFileSync(output, 'utf8')) as Report;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests,
  };
}

/** Format, lint and types: each counts as one test. */
async function checks(): Promise<Counts> {
  const commands = [
    ['biome', 'check', '--error-on-warnings', '.'],
    ['tsc', '-b'],
  ];
  let failed = 0;
  for (const [program = '', ...words] of commands) {
    if ((await run([join(ROOT, 'node_modules/.bin', program), ...words])) !== 0) failed += 1;
  }
  return { passed: commands.length - failed, failed, skipped: 0 };
}

/** Tests on real hosts need root; without it they are left out, and that is said where it is seen last. */
async function fleet(): Promise<Counts & { readonly left?: string }> {
  if (process.getuid?.() !== 0) {
    return { passed: 0, failed: 0, skipped: 0, left: 'the tests on real hosts were left out: they need root' };
  }
  await requireLab({ install: true });
  // Hosts mostly wait: for clocks, disks and one another. Two suites at once take little more than half the time.
  return project('fleet', ['--maxWorkers=2']);
}

beginArtifacts();
const results = [await checks(), await project('unit', []), await fleet()];
const sum = (of: (counts: Counts) => number) => results.reduce((total, counts) => total + of(counts), 0);
const failed = sum((counts) => counts.failed);
for (const { left } of results as readonly { readonly left?: string }[]) if (left !== undefined) console.log(left);
const skipped = sum((counts) => counts.skipped);
console.log(`${sum((counts) => counts.passed)} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`);
process.exitCode = failed === 0 ? 0 : 1;
