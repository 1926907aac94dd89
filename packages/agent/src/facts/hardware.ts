import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Facts } from '@rolecall/protocol';

/** Where the inventory is kept, and what gathers it. */
export interface HardwareOptions {
  /** Holds the last result; its folder must be there. */
  readonly file: string;
  /** The program that prints the inventory; by default this bundle, asked for `hardware`. */
  readonly argv?: readonly string[];
  /** The child is ended after this; the inventory of a large server takes some two seconds. Default 60 s. */
  readonly timeoutMs?: number;
  /** Holds an id that is new after every boot. */
  readonly bootIdFile?: string;
}

type Hardware = Facts['hardware'];

const BOOT_ID = '/proc/sys/kernel/random/boot_id';

/** The inventory that was gathered since the last boot, or that there is none yet. Reads one small file. */
export const storedHardware = (options: HardwareOptions): Hardware =>
  readStored(options) ?? { unknown: 'not gathered yet' };

/** The inventory of this boot: the stored one, else gathered in a child that ends. Never throws. */
export async function readHardware(options: HardwareOptions): Promise<Hardware> {
  const stored = readStored(options);
  if (stored !== undefined) return stored;
  try {
    const hardware = await runChild(options);
    store(options, hardware);
    return hardware;
  } catch (error) {
    return { unknown: reasonOf(error).slice(0, 512) };
  }
}

async function runChild(options: HardwareOptions): Promise<Hardware> {
  const [program = process.execPath, ...words] = options.argv ?? [process.execPath, process.argv[1] ?? '', 'hardware'];
  const { stdout } = await promisify(execFile)(program, words, {
    timeout: options.timeoutMs ?? 60_000,
    killSignal: 'SIGKILL',
    maxBuffer: 1024 * 1024,
  });
  return JSON.parse(stdout);
}

/** Why the child gave nothing; its command line and its stack are no use to a reader of facts. */
function reasonOf(error: unknown): string {
  const failure = error as { killed?: boolean; code?: number | string; stderr?: string; message: string };
  if (failure.killed === true) return 'the inventory took too long and was ended';
  const last = failure.stderr?.trim().split('\n').at(-1);
  return `the inventory could not be gathered: ${last === undefined || last === '' ? failure.message : last}`;
}

const bootId = (options: HardwareOptions): string => readFileSync(options.bootIdFile ?? BOOT_ID, 'utf8').trim();

function readStored(options: HardwareOptions): Hardware | undefined {
  try {
    const stored: { readonly bootId: string; readonly hardware: Hardware } = JSON.parse(
      readFileSync(options.file, 'utf8'),
    );
    return stored.bootId === bootId(options) ? stored.hardware : undefined;
  } catch {
    // Missing, cut off or from an older release: it is only a cache, and gathering anew heals each of these.
    return undefined;
  }
}

function store(options: HardwareOptions, hardware: Hardware): void {
  const draft = `${options.file}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(draft, JSON.stringify({ bootId: bootId(options), hardware }), { mode: 0o600 });
    renameSync(draft, options.file);
  } finally {
    rmSync(draft, { force: true });
  }
}
