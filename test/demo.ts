import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type ControllerProcess, startControllerProcess } from './fleet/harness/controller-process.ts';
import { enrol } from './fleet/harness/fleet.ts';
import { down } from './lab/cli/remove.ts';
import { startLab } from './lab/lab.ts';
import { requireLab } from './lab/requirements.ts';

/** Where the demo's controller keeps its data, and the pid to end it by. */
const FOLDER = '/var/tmp/rolecall-demo';
const PID = join(FOLDER, 'pid');
const SITE = relative(process.cwd(), join(import.meta.dirname, '../examples/redis/site.ts'));
const HOSTS = ['db-1', 'db-2', 'db-3'];

/** The main job, from nothing: hosts, enrolment, apply, and what came of it. */
async function show(): Promise<void> {
  if (process.getuid?.() !== 0)
    fail('the demo boots systemd hosts on this machine, and needs root for that: sudo npm run demo');
  if (existsSync(PID)) fail('a demo is there already; remove it first: npm run demo -- down');
  const started = performance.now();
  await requireLab({ install: true });
  say('boots three hosts (the first time, a Debian tree is built once)');
  const lab = await startLab({ hosts: HOSTS, keep: true });
  say(`has ${lab.hosts.map(({ name, address }) => `${name} at ${address}`).join(', ')}`);
  mkdirSync(FOLDER, { recursive: true, mode: 0o700 });
  const controller = await startControllerProcess(lab.gateway, FOLDER);
  writeFileSync(PID, `${controller.pid}\n`);
  say(`started a controller at https://${lab.gateway}:${controller.port}`);
  await Promise.all(lab.hosts.map((host) => enrol(controller, host)));
  say('enrolled the three, each by the curl line that "controller enroll" prints');
  await applySite(controller);
  await lab.remove();
  say(`took ${Math.round((performance.now() - started) / 1000)} s in all`);
  process.stdout.write(whatNext());
}

async function applySite(controller: ControllerProcess): Promise<void> {
  say(`applies ${SITE}`);
  const applied = await controller.cli(['apply', SITE, '-y'], { timeoutMs: 900_000 });
  process.stdout.write(applied.stdout);
  if (applied.exitCode === 0) return;
  process.stderr.write(applied.stderr);
  fail(`apply ended with ${applied.exitCode}; the hosts are still there to look at: npm run lab -- list`);
}

async function takeDown(): Promise<void> {
  if (existsSync(PID)) {
    const pid = Number(readFileSync(PID, 'utf8'));
    // Only ever the process that this demo started: a pid may have been given to another since.
    if (readIfThere(`/proc/${pid}/cmdline`).includes(FOLDER)) process.kill(pid, 'SIGTERM');
  }
  rmSync(FOLDER, { recursive: true, force: true });
  await down(HOSTS);
  say('removed its hosts and its controller');
}

const readIfThere = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');

const say = (what: string): void => void process.stdout.write(`demo: ${what}\n`);

function fail(why: string): never {
  process.stderr.write(`demo: ${why}\n`);
  process.exit(1);
}

const whatNext = (): string => `
What to try next:
  export ROLECALL_DATA=${FOLDER}
  npx controller hosts
  npx controller apply ${SITE} -y                 # again: nothing changes
  npx controller facts db-1 mem.total
  npx controller query 'os.codename = bookworm' --select cpu.count,mem.total
  npx controller run 'host ~ "db-*"' -- systemctl is-active redis-server redis-sentinel
  npm run lab -- exec db-1 sed -i 's/^maxmemory .*/maxmemory 1mb/' /etc/redis/redis.conf
  npx controller plan ${SITE} --diff              # shows the hand edit; apply repairs just that
  npm run lab -- kill db-1                        # the power goes; Sentinel fails over
  npx controller plan ${SITE}                     # nothing that would undo it
  npm run demo -- down                            # removes everything
`;

if (process.argv[2] === 'down') await takeDown();
else if (process.argv[2] === undefined) await show();
else fail(`demo knows only "down", not "${process.argv[2]}"`);
