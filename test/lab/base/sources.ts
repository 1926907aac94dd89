import { existsSync, readFileSync } from 'node:fs';
import { runOrThrow } from '../machine/command.ts';
import type { Suite } from './suite.ts';

/** Where apt gets packages of one release: a file of that format below /etc/apt, and the mirror debootstrap starts from. */
export interface PackageSources {
  readonly file: 'sources.list' | 'sources.list.d/debian.sources';
  readonly text: string;
  readonly mirror: string | undefined;
}

const FILES = ['sources.list.d/debian.sources', 'sources.list'] as const;

/**
 * The machine's own Debian sources, turned to the release asked for, so that a host reaches the mirrors this machine
 * reaches. Undefined when this machine is not Debian: debootstrap's own choice is used then.
 */
export function machineSources(suite: Suite): PackageSources | undefined {
  const release = readFileSync('/etc/os-release', 'utf8');
  const codename = /^VERSION_CODENAME="?(\w+)/m.exec(release)?.[1];
  if (!/^ID="?debian/m.test(release) || !codename) return undefined;
  const file = FILES.find((name) => existsSync(`/etc/apt/${name}`));
  return file && turnSources(file, readFileSync(`/etc/apt/${file}`, 'utf8'), codename, suite);
}

/** The same sources for another release. */
export function turnSources(
  file: PackageSources['file'],
  text: string,
  codename: string,
  suite: Suite,
): PackageSources {
  const turned = text.replaceAll(new RegExp(`\\b${codename}\\b`, 'g'), suite);
  const oneLine = new RegExp(`^deb\\s+(?:\\[[^\\]]*\\]\\s+)?(\\S+)\\s+${suite}\\s`, 'm');
  const stanza = turned
    .split(/\n\s*\n/)
    .find((part) => new RegExp(`^Suites:(?:.*\\s)?${suite}(?:\\s|$)`, 'm').test(part));
  const mirror = file === 'sources.list' ? oneLine.exec(turned)?.[1] : /^URIs:\s*(\S+)/m.exec(stanza ?? '')?.[1];
  return { file, text: turned, mirror };
}

/** The machine's settings on how apt fetches (a proxy, say), as lines of an apt.conf. */
export async function machineFetchSettings(): Promise<string> {
  const all = await runOrThrow(['apt-config', 'dump']);
  const kept = all.split('\n').filter((line) => /^Acquire::(?:https?::|Check-|Retries)/.test(line));
  return kept.map((line) => `${line}\n`).join('');
}
