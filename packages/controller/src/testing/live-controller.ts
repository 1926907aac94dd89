import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { type RequestOptions, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sha256 } from '@rolecall/protocol';
import type { AgentFiles, BuiltFile } from '../enroll/agent-files.ts';
import { type ControllerOptions, type RunningController, startController } from '../serve/start.ts';
import { Database } from '../store/database.ts';

/** A certificate with its key, in PEM. */
export interface Certified {
  readonly key: string;
  readonly cert: string;
}

export interface Asked {
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Uint8Array;
  /** What is shown to the server. */
  readonly as?: Certified | undefined;
}

export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly headers: IncomingHttpHeaders;
}

/** A real controller on loopback, with its data in a folder of its own. */
export class LiveController {
  readonly folder: string;
  readonly data: string;
  readonly files: AgentFiles;
  readonly #more: Partial<ControllerOptions>;
  #running: RunningController | undefined;

  private constructor(folder: string, more: Partial<ControllerOptions>) {
    this.#more = more;
    this.folder = folder;
    this.data = join(folder, 'data');
    this.files = smallFiles(join(folder, 'files'));
  }

  static async open(more: Partial<ControllerOptions> = {}): Promise<LiveController> {
    const live = new LiveController(mkdtempSync(join(tmpdir(), 'rolecall-live-')), more);
    await live.start();
    return live;
  }

  async start(port = 0): Promise<void> {
    const agentFiles = async () => this.files;
    this.#running = await startController({
      data: this.data,
      port,
      advertise: '127.0.0.1',
      logLevel: 'silent',
      agentFiles,
      ...this.#more,
    });
  }

  async stop(): Promise<void> {
    await this.#running?.close();
    this.#running = undefined;
  }

  async close(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get port(): number {
    if (this.#running === undefined) throw new Error('it is not running');
    return this.#running.port;
  }

  get url(): string {
    return `https://127.0.0.1:${this.port}`;
  }

  get ca(): string {
    return readFileSync(join(this.data, 'ca', 'ca.crt'), 'utf8');
  }

  get operator(): string {
    return readFileSync(join(this.data, 'operator.token'), 'utf8').trim();
  }

  /** Looks into the store, or changes it behind the controller's back. */
  inStore<T>(work: (database: Database) => T): T {
    const database = new Database(join(this.data, 'store.db'));
    try {
      return work(database);
    } finally {
      database.close();
    }
  }

  ask(method: string, path: string, { headers = {}, body, as }: Asked = {}): Promise<Answered> {
    const options: RequestOptions = { method, headers, ca: this.ca, agent: false, ...as };
    return new Promise((resolve, reject) => {
      const asked = request(new URL(path, this.url), options, (answer) => {
        const pieces: Buffer[] = [];
        answer.on('data', (piece: Buffer) => pieces.push(piece));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            text: Buffer.concat(pieces).toString('utf8'),
            headers: answer.headers,
          }),
        );
      });
      asked.on('error', reject);
      asked.end(body);
    });
  }

  /** A verb as its operator calls it. */
  async call<T>(verb: string, input: unknown, token = this.operator): Promise<T> {
    const headers = { authorization: `Bearer ${token}` };
    const { status, text } = await this.ask('POST', `/api/${verb}`, { headers, body: JSON.stringify(input) });
    if (status !== 200) throw new Error(`${verb}: ${status} ${text}`);
    return JSON.parse(text) as T;
  }

  /** Makes a token for hosts; `id` names it to operators. */
  async token(
    wanted: { readonly host?: string; readonly uses?: number } = {},
  ): Promise<{ readonly id: string; readonly token: string }> {
    const made = await this.call<{ id: string; line: string }>('enroll.create', {
      labels: {},
      ttlMs: 60_000,
      uses: 1,
      ...wanted,
    });
    return { id: made.id, token: /\/join\/(\S+)/.exec(made.line)?.[1] ?? '' };
  }
}

/** The sentence in a refusal. */
export const faultIn = ({ text }: Answered): { readonly code: string; readonly message: string } =>
  (JSON.parse(text) as { error: { code: string; message: string } }).error;

/** What hosts are given, without what makes it large. */
function smallFiles(folder: string): AgentFiles {
  mkdirSync(folder);
  const built = (name: string): BuiltFile => {
    const path = join(folder, name);
    writeFileSync(path, `the content of ${name}`);
    return { path, sha256: createHash('sha256').update(readFileSync(path)).digest('hex') as Sha256 };
  };
  const runtime = { ...built('runtime.deb'), architecture: 'amd64', id: 'f'.repeat(64) };
  const unit = { path: '/etc/systemd/system/rolecall-agent.service', mode: 0o644, content: '[Service]\nType=exec\n' };
  return { bundle: built('agent.cjs'), runtimes: [runtime], hostFiles: [unit] };
}
