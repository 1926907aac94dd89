import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Simulation } from '@rolecall/protocol';
import { makeCopy } from '../simulate/copy.ts';
import { effectsOn } from '../simulate/effects.ts';
import type { SimulationRequest, Tried } from '../simulate/request.ts';
import { tryCatalog } from '../simulate/try-catalog.ts';
import { packageEffects } from '../simulate/versions.ts';

const STANDARD_INPUT = 0;
const BASE = '/run/rolecall/simulation';
/** As the protocol allows. */
const MAX_EFFECTS = 20_000;

/** What no script of a package may do to the machine under the copy: see capabilities(7). */
const WITHOUT =
  'sys_admin sys_module sys_rawio sys_time sys_boot sys_ptrace net_admin mknod mac_admin mac_override audit_control syslog'
    .split(' ')
    .map((capability) => `-${capability}`)
    .join(',');

/** `agent simulate`, in namespaces of its own: makes a copy, has the catalog carried out in it, and tells what differs. */
export async function simulateApart(): Promise<void> {
  const text = readFileSync(STANDARD_INPUT, 'utf8');
  const request = JSON.parse(text) as SimulationRequest;
  const copy = makeCopy(BASE);
  const inside = [process.execPath, process.argv[1] ?? '', 'simulate-inside'];
  const words = ['--bounding-set', WITHOUT, 'chroot', copy.root, ...inside];
  const answer = execFileSync('setpriv', words, {
    input: text,
    maxBuffer: 16 * 1024 * 1024,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const { untried, fault } = JSON.parse(answer.toString('utf8')) as Tried;
  const files = effectsOn(copy, request.hide);
  const unknown = [
    ...copy.unknown,
    ...untried.map((id) => `${id} is not tried on a copy`),
    ...(fault === undefined ? [] : [`it stopped there: ${fault.message}`]),
    ...(files.length > MAX_EFFECTS ? [`${files.length - MAX_EFFECTS} more files differ`] : []),
  ].map((sentence) => sentence.slice(0, 1024));
  const result: Simulation = {
    files: files.slice(0, MAX_EFFECTS),
    packages: packageEffects(copy.root).slice(0, MAX_EFFECTS),
    unknown: unknown.slice(0, 1_000),
  };
  process.stdout.write(JSON.stringify(result));
}

/** `agent simulate-inside`, in the copy. */
export async function simulateInside(): Promise<void> {
  const request = JSON.parse(readFileSync(STANDARD_INPUT, 'utf8')) as SimulationRequest;
  process.stdout.write(JSON.stringify(await tryCatalog(request)));
}
