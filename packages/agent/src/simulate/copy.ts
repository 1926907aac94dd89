import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mountTable } from '../facts/index.ts';

/** One file system of the copy: what it covers, and where what was written to it lies. */
export interface Layer {
  /** The directory of the host. */
  readonly path: string;
  readonly upper: string;
}

/** A copy of the host that is only there for this process and what it starts. */
export interface Copy {
  readonly root: string;
  readonly layers: readonly Layer[];
  /** What could not be copied, a sentence each. */
  readonly unknown: readonly string[];
}

/** Devices that every program may want; disks are not among them, so that no script of a package writes to one. */
const DEVICES = ['null', 'zero', 'full', 'random', 'urandom', 'tty'];

/** `deny`: every service stays as it is (Debian's policy-rc.d). */
const DENY = '#!/bin/sh\nexit 101\n';
export const POLICY = '/usr/sbin/policy-rc.d';

/** Lays an overlay of memory over every file system of the host. Needs a mount namespace of its own: see `simulate`. */
export function makeCopy(base: string): Copy {
  mkdirSync(base, { recursive: true, mode: 0o700 });
  mount('-t', 'tmpfs', '-o', 'mode=0700', 'tmpfs', base);
  const root = join(base, 'root');
  const unknown: string[] = [];
  const layers: Layer[] = [];
  for (const [number, path] of copied().entries()) {
    const layer = { path, upper: join(base, `${number}.upper`) };
    const work = join(base, `${number}.work`);
    for (const folder of [layer.upper, work, join(root, path)]) mkdirSync(folder, { recursive: true });
    try {
      const places = `lowerdir=${path},upperdir=${layer.upper},workdir=${work}`;
      mount('-t', 'overlay', '-o', places, 'overlay', join(root, path));
      layers.push(layer);
    } catch (error) {
      if (path === '/') throw error;
      mount('--bind', '-o', 'ro', path, join(root, path));
      unknown.push(`${path} could not be copied: what would be written there is not known`);
    }
  }
  fillKernelFolders(root);
  writeFileSync(join(root, POLICY), DENY, { mode: 0o755 });
  return { root, layers, unknown };
}

/** Paths with these characters would be misread in the options of an overlay. */
const UNFIT = /[,:\\]/;

/** The file systems of the host that hold what is managed, the root first. */
const copied = (): readonly string[] => [
  '/',
  ...mountTable({ root: '/' }).flatMap(({ path, type }) =>
    path === '/' || type === 'tmpfs' || UNFIT.test(path) ? [] : [path],
  ),
];

function fillKernelFolders(root: string): void {
  for (const folder of ['proc', 'sys', 'dev', 'run', 'tmp']) mkdirSync(join(root, folder), { recursive: true });
  for (const folder of ['proc', 'sys']) mount('--rbind', '-o', 'ro', `/${folder}`, join(root, folder));
  for (const folder of ['dev', 'run', 'tmp']) mount('-t', 'tmpfs', 'tmpfs', join(root, folder));
  for (const device of DEVICES) {
    const path = join(root, 'dev', device);
    writeFileSync(path, '');
    mount('--bind', `/dev/${device}`, path);
  }
  // Without it no name can be looked up on hosts that run systemd's resolver.
  bindIfThere(root, '/run/systemd/resolve');
  mkdirSync(join(root, 'run/lock'), { recursive: true });
}

function bindIfThere(root: string, path: string): void {
  if (!existsSync(path)) return;
  mkdirSync(join(root, path), { recursive: true });
  mount('--bind', '-o', 'ro', path, join(root, path));
}

function mount(...words: readonly string[]): void {
  execFileSync('mount', words, { stdio: ['ignore', 'ignore', 'pipe'], timeout: 10_000 });
}
