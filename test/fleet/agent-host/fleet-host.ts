import { fileURLToPath } from 'node:url';
import { buildAgent } from '@rolecall/agent/build';
import { runtimeFolder } from '@rolecall/agent/layout';
import { type Lab, type LabHost, startLab } from '../../lab/lab.ts';
import type { Line, Question } from './driver.entry.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** What came back: output put together by its offsets, and the answer or the error. */
export interface Reply {
  readonly output: Readonly<Record<string, string>>;
  readonly answer: unknown;
  readonly error: { readonly code: string; readonly message: string; readonly hint?: string } | undefined;
}

const STATE = '/var/lib/rolecall';

/** A host on which the driver stands in for the agent. */
export class FleetHost {
  readonly lab: Lab;
  readonly host: LabHost;
  readonly #node: string;
  #questions = 0;

  constructor(lab: Lab, host: LabHost, node: string) {
    this.lab = lab;
    this.host = host;
    this.#node = node;
  }

  async ask(question: Question, state: string = STATE): Promise<Reply> {
    const words = await this.#words(question, state);
    const { stdout, stderr } = await this.host.exec(words, { timeoutMs: 120_000 });
    return replyIn(stdout, stderr);
  }

  /** Asks from a unit of its own, as an agent's, without waiting; answers that unit's name. */
  async askBeside(question: Question, state: string = STATE): Promise<string> {
    const words = await this.#words(question, state);
    const unit = `beside-${this.#questions}`;
    await this.sh(`systemd-run -q --unit=${unit} -p StandardOutput=file:/root/${unit}.out ${words.join(' ')}`);
    return unit;
  }

  async sh(script: string): Promise<string> {
    return (await this.host.exec(['sh', '-c', script])).stdout.trim();
  }

  /** Waits until a shell test holds. */
  async until(test: string): Promise<void> {
    const script = `for i in $(seq 150); do if ${test}; then exit 0; fi; sleep 0.1; done; exit 1`;
    const { exitCode } = await this.host.exec(['sh', '-c', script]);
    if (exitCode !== 0) throw new Error(`Never came true on ${this.host.name}: ${test}`);
  }

  async #words(question: Question, state: string): Promise<readonly string[]> {
    const file = `/root/question-${++this.#questions}.json`;
    await this.host.writeFile(file, JSON.stringify(question), '600');
    return [this.#node, '/opt/rolecall/driver.cjs', state, file];
  }
}

/** Boots a host of its own, with the runtime as an enrolment lays it there. */
export async function bootFleetHost(name: string): Promise<FleetHost> {
  const cache = path('../../../.cache/agent');
  const { bundle, runtime } = await buildAgent({ cache, entry: path('./driver.entry.ts') });
  const lab = await startLab({ hosts: [name] });
  const host = lab.host(name);
  await host.copyTo(runtime.path, '/root/runtime.deb');
  await host.exec(['dpkg-deb', '-x', '/root/runtime.deb', '/']);
  await host.copyTo(bundle.path, '/opt/rolecall/driver.cjs');
  return new FleetHost(lab, host, `${runtimeFolder(runtime.id)}/node`);
}

function replyIn(stdout: string, stderr: string): Reply {
  const output: Record<string, string> = {};
  let reply: Omit<Reply, 'output'> = { answer: undefined, error: { code: 'no answer', message: stderr } };
  for (const text of stdout.split('\n').filter((line) => line !== '')) {
    const line: Line = JSON.parse(text);
    if ('output' in line) append(output, line.output);
    else if ('error' in line) reply = { answer: undefined, error: line.error as Reply['error'] };
    else reply = { answer: line.answer, error: undefined };
  }
  return { output, ...reply };
}

function append(output: Record<string, string>, piece: Extract<Line, { output: unknown }>['output']): void {
  const { stream, offset, base64 } = piece;
  const before = output[stream] ?? '';
  if (offset !== Buffer.from(before, 'latin1').length) throw new Error(`A gap or repeat in ${stream} at ${offset}`);
  output[stream] = before + Buffer.from(base64, 'base64').toString('latin1');
}
