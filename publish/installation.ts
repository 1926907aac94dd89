import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { publishedPackages, ROOT } from './packages.ts';

/** npm's own: what a mirror or a cache holds is taken from there. */
const QUIET = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];

/** How a program ended and what it said. */
export interface Said {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A user's folder into which every package was installed from its tarball. */
export class Installation {
  readonly #folder = mkdtempSync(join(tmpdir(), 'installed-'));
  readonly site = join(this.#folder, 'site');
  readonly #environment = {
    ...process.env,
    // Nothing of the clone that runs this may help.
    PATH: (process.env.PATH ?? '')
      .split(':')
      .filter((part) => !part.startsWith(ROOT))
      .join(':'),
    NODE_OPTIONS: '',
    XDG_CACHE_HOME: join(this.#folder, 'cache'),
    ROLECALL_DATA: join(this.#folder, 'data'),
  };
  #controller: ChildProcess | undefined;

  /** Packs what `npm run build` made and installs it. Throws with npm's words. */
  install(): void {
    const tarballs = join(this.#folder, 'tarballs');
    mkdirSync(tarballs);
    const folders = publishedPackages().map(({ folder }) => `./${folder}/dist`);
    this.#npm(['pack', '--silent', '--pack-destination', tarballs, ...folders], ROOT);
    mkdirSync(this.site);
    writeFileSync(join(this.site, 'package.json'), '{ "private": true }\n');
    const files = publishedPackages().map(({ manifest: { name, version } }) =>
      join(tarballs, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`),
    );
    this.#npm(['install', ...QUIET, ...files], this.site);
  }

  /** Puts another Node beside the site and answers its program. */
  node(major: number): string {
    const name = `node-linux-${process.arch}`;
    const beside = join(this.#folder, `node-${major}`);
    mkdirSync(beside);
    this.#npm(['install', ...QUIET, '--prefix', beside, `${name}@${major}`], beside);
    return join(beside, 'node_modules', name, 'bin/node');
  }

  run(program: string, ...words: readonly string[]): Said {
    const { status, stdout, stderr } = spawnSync(program, words, {
      cwd: this.site,
      env: this.#environment,
      encoding: 'utf8',
      timeout: 120_000,
    });
    return { status, stdout, stderr };
  }

  /** A controller as its user starts it, until it answers on its socket. */
  async serve(): Promise<void> {
    const words = ['serve', '--port', '0', '--advertise', '127.0.0.1'];
    const child = spawn('node_modules/.bin/controller', words, { cwd: this.site, env: this.#environment });
    this.#controller = child;
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (bytes: Buffer) => {
        said += bytes.toString();
      });
    }
    for (let tries = 0; !said.includes('serves'); tries++) {
      if (tries > 600 || child.exitCode !== null) throw new Error(`controller serve: ${said}`);
      await wait(200);
    }
  }

  async remove(): Promise<void> {
    const child = this.#controller;
    if (child !== undefined && child.exitCode === null) {
      const gone = new Promise((resolve) => child.on('exit', resolve));
      child.kill('SIGTERM');
      await gone;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #npm(words: readonly string[], cwd: string): void {
    execFileSync('npm', words, { cwd, env: this.#environment, stdio: ['ignore', 'ignore', 'inherit'] });
  }
}
