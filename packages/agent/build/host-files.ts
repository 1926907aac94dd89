import { readFileSync } from 'node:fs';
import { LAYOUT } from '../src/layout.ts';

/** A file that an enrolment puts on the host beside the agent. */
export interface HostFile {
  readonly path: string;
  readonly mode: number;
  readonly content: string;
}

/** The agent's unit, the slice of its commands, and the word to needrestart (which is read only where that is installed). */
export const hostFiles = (): readonly HostFile[] => [
  hostFile(`/etc/systemd/system/${LAYOUT.service}`, LAYOUT.service),
  hostFile(`/etc/systemd/system/${LAYOUT.slice}`, LAYOUT.slice),
  hostFile('/etc/needrestart/conf.d/rolecall.conf', 'needrestart.conf'),
];

const hostFile = (path: string, name: string): HostFile => ({
  path,
  mode: 0o644,
  content: readFileSync(new URL(`../systemd/${name}`, import.meta.url), 'utf8'),
});
