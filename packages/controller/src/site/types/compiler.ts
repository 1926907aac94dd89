import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ControllerError } from '../../error.ts';

/** A compiler that has not answered by now is stuck: a site of 200 lines takes half a second. */
const LIMIT_MS = 120_000;
const HEADER_END = '\r\n\r\n';

interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

interface Asked {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: ControllerError) => void;
}

/**
 * The compiler, asked by `tsc --api` on its standard input: JSON-RPC in frames with a Content-Length. Beside the command line it can be
 * asked about single files, and of a site's program most files are not the site's. TypeScript calls this interface unstable, so its version is
 * pinned to the last digit. Its own client for Node costs more time than the check of a site, and waits for ever where the compiler dies.
 */
export class Compiler implements Disposable {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #limit: NodeJS.Timeout;
  readonly #asked = new Map<number, Asked>();
  #bytes = Buffer.alloc(0);
  #stderr = '';
  #ended: ControllerError | undefined;
  #next = 1;

  constructor(folder: string) {
    this.#child = spawn(program(), ['--api', '--async', '--cwd', folder], { cwd: folder, stdio: 'pipe' });
    this.#child.stdout.on('data', (bytes: Buffer) => this.#read(bytes));
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-4096);
    });
    // A broken pipe is told by the end of the process.
    this.#child.stdin.on('error', () => undefined);
    this.#child.on('error', (cause) => this.#end(`could not be started: ${cause.message}`));
    this.#child.on('close', (code, signal) => this.#end(`ended with ${signal ?? code}: ${lastLine(this.#stderr)}`));
    this.#limit = setTimeout(() => this.#end(`did not answer within ${LIMIT_MS / 1000} s`), LIMIT_MS);
  }

  /** Asks one question; several at once are answered in any order. */
  async ask<Result>(method: string, params: object): Promise<Result> {
    if (this.#ended !== undefined) throw this.#ended;
    const id = this.#next++;
    const text = JSON.stringify({ jsonrpc: '2.0', id, method, params });
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve: (result) => resolve(result as Result), reject });
      this.#child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}${HEADER_END}${text}`);
    });
  }

  [Symbol.dispose](): void {
    this.#end('was ended');
  }

  #read(bytes: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    for (let body = this.#frame(); body !== undefined; body = this.#frame()) {
      const { id, result, error } = JSON.parse(body) as Answer;
      const asked = this.#asked.get(id);
      this.#asked.delete(id);
      if (error === undefined) asked?.resolve(result);
      else asked?.reject(failed(`refused: ${error.message}`));
    }
  }

  #frame(): string | undefined {
    const end = this.#bytes.indexOf(HEADER_END);
    if (end < 0) return undefined;
    const start = end + HEADER_END.length;
    const length = Number(/Content-Length: (\d+)/i.exec(this.#bytes.toString('latin1', 0, end))?.[1]);
    if (this.#bytes.length < start + length) return undefined;
    const body = this.#bytes.toString('utf8', start, start + length);
    this.#bytes = this.#bytes.subarray(start + length);
    return body;
  }

  #end(why: string): void {
    if (this.#ended !== undefined) return;
    this.#ended = failed(why);
    clearTimeout(this.#limit);
    this.#child.kill('SIGKILL');
    for (const { reject } of this.#asked.values()) reject(this.#ended);
    this.#asked.clear();
  }
}

/** The compiler for this machine: npm installs it beside `typescript`, which itself only starts it. */
function program(): string {
  const typescript = createRequire(import.meta.url).resolve('typescript/package.json');
  const native = `@typescript/typescript-${process.platform}-${process.arch}/package.json`;
  return join(dirname(createRequire(typescript).resolve(native)), 'lib', 'tsc');
}

const failed = (why: string): ControllerError => new ControllerError('compiler', `tsc ${why}`);

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';
