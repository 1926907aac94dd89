import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CQL, DATA, NODE_SETTINGS, NODETOOL, SETTINGS, SNAPSHOTS } from '../places.ts';

const SYSTEMCTL = '/usr/local/bin/systemctl';
const PROGRAMS = '/usr/local/lib/rolecall';
/** What the host's programs read of it. */
const KNOWN =
  'name=db-2\naddress=10.0.0.2\ndatacenter=dc1\nversion=5.0.9\nclient=9042\nkeep=2\npatience=0\nstart_within=5\n';

/** What came of a program. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A host in a folder: with a nodetool, a client of CQL and a systemctl that say what a test wants and note what they were told. */
export class HostFolder implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'cassandra-host-'));

  constructor() {
    for (const path of [DATA, SETTINGS, SNAPSHOTS, PROGRAMS, dirname(SYSTEMCTL)])
      mkdirSync(this.inside(path), { recursive: true });
    this.write(NODE_SETTINGS, KNOWN);
    for (const program of [NODETOOL, CQL, SYSTEMCTL]) this.says(program);
  }

  inside(path: string): string {
    return join(this.folder, path);
  }

  write(path: string, content: string | Uint8Array): void {
    mkdirSync(dirname(this.inside(path)), { recursive: true });
    writeFileSync(this.inside(path), content);
  }

  read(path: string): string {
    return existsSync(this.inside(path)) ? readFileSync(this.inside(path), 'utf8') : '';
  }

  /** Lets a program do this for its first word, and note its words; `exit 1` in the text makes it fail. */
  says(path: string, ...cases: readonly string[]): void {
    const note = `echo "$(basename "$0") $*" >>${this.folder}/told`;
    this.program(path, `${note}\ncase "$1" in\n${cases.join('\n')}\nesac`);
  }

  program(path: string, text: string): void {
    writeFileSync(this.inside(path), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  }

  /** Runs one of the role's programs as if this folder were its host. */
  run(program: string, ...words: readonly string[]): Pick<Ran, 'status' | 'stderr'> {
    const { status, stderr } = this.ran(['sh', '-s'], program, words);
    return { status, stderr };
  }

  /** A program with the paths of this folder in it. */
  placed(program: string): string {
    return program.replaceAll(/(?<![\w.])\/(etc|var\/lib|var\/backups|usr\/local|run)\//g, `${this.folder}/$1/`);
  }

  /** The same, of a program for this interpreter. */
  ran([interpreter, ...options]: readonly [string, ...string[]], program: string, words: readonly string[]): Ran {
    const input = this.placed(program);
    const PATH = `${this.inside('/usr/local/bin')}:${process.env.PATH}`;
    const { status, stdout, stderr } = spawnSync(interpreter, [...options, ...words], {
      ...{ input, encoding: 'utf8', env: { PATH } },
    });
    return { status, stdout, stderr };
  }

  /** What programs were told, each as its name and its words. */
  told(): readonly string[] {
    return this.read('told').trim().split('\n');
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What nodetool says of members, for `says`. */
export const ring = (states: Readonly<Record<string, string>>): string =>
  `status) cat <<END\n${Object.entries(states)
    .map(([address, state]) => `${state}  ${address}  1 KiB  16  ?  an-id  a`)
    .join('\n')}\nEND\n;;`;

export const version = (running: string): string => `version) echo "ReleaseVersion: ${running}" ;;`;
