import type { CommandEvent } from '@rolecall/protocol';
import { ControllerError } from '../../error.ts';
import type { Context } from '../context.ts';
import type { Define } from '../define.ts';
import { duration } from '../duration.ts';
import { EXIT } from '../exit.ts';
import { openClient } from '../open.ts';
import { describeFault } from '../print-error.ts';
import { printable } from '../views/printable.ts';

interface Options {
  readonly tty?: boolean;
  readonly timeout: string;
  readonly jsonl?: boolean;
}

/** `controller run EXPRESSION -- COMMAND…`: on all hosts that match, at once; output comes as it is written. */
export const define: Define = (command, context) => {
  command
    .argument('<expression>', 'which hosts, for example "host ~ db-*"')
    .argument('<words...>', 'the program and its words, after --')
    .option('--tty', 'give it a terminal')
    .option('--timeout <duration>', 'when it is ended', '10min')
    .option('--jsonl', 'every event as a line of JSON')
    .passThroughOptions()
    .action(async (where: string, words: readonly string[], options: Options) => {
      // Options are passed through from the first word on, and so is the -- before it.
      const argv = words[0] === '--' ? words.slice(1) : words;
      process.exitCode = await runOnHosts(context, where, argv, options);
    });
};

async function runOnHosts(context: Context, where: string, argv: readonly string[], options: Options): Promise<number> {
  const events = openClient(context).stream('command.run', {
    where,
    argv: [...argv],
    tty: options.tty === true,
    timeoutMs: duration(options.timeout),
  });
  const writers = new Map<string, LineWriter>();
  let exit = 0;
  let hosts = 0;
  for await (const event of events) {
    if (event.is === 'started' || event.is === 'unreachable') hosts += 1;
    if (options.jsonl === true) context.stdout.write(`${JSON.stringify(event)}\n`);
    else show(event, context, writers);
    exit |= exitOf(event);
  }
  if (hosts === 0)
    throw new ControllerError('no_host', `no host matches "${where}"`, { hint: 'controller hosts lists them' });
  return exit;
}

function exitOf(event: CommandEvent): number {
  if (event.is === 'unreachable') return EXIT.hostUnreachable;
  return event.is === 'ended' && event.exitCode !== 0 ? EXIT.hostFailed : EXIT.fine;
}

function show(event: CommandEvent, { stdout, stderr }: Context, writers: Map<string, LineWriter>): void {
  switch (event.is) {
    case 'started':
      return;
    case 'output': {
      const target = event.stream === 'stderr' ? stderr : stdout;
      const key = `${event.host} ${event.stream}`;
      const writer = writers.get(key) ?? new LineWriter(`${event.host} | `, target);
      writers.set(key, writer);
      writer.write(Buffer.from(event.bytes, 'base64'));
      return;
    }
    case 'unreachable':
      stderr.write(`${event.host} | unreachable: ${event.reason}\n`);
      return;
    case 'ended': {
      for (const [key, writer] of writers) if (key.startsWith(`${event.host} `)) writer.end();
      if (event.fault !== null) stderr.write(`${event.host} | ${describeFault(event.fault)}\n`);
      else if (event.signal !== null) stderr.write(`${event.host} | ended by ${event.signal}\n`);
      else if (event.exitCode !== 0) stderr.write(`${event.host} | exit code ${event.exitCode}\n`);
    }
  }
}

/** Puts the host's name before each line, also where a line comes in pieces. */
class LineWriter {
  readonly #prefix: string;
  readonly #target: NodeJS.WriteStream;
  readonly #decoder = new TextDecoder();
  #rest = '';

  constructor(prefix: string, target: NodeJS.WriteStream) {
    this.#prefix = prefix;
    this.#target = target;
  }

  write(bytes: Uint8Array): void {
    const lines = (this.#rest + this.#decoder.decode(bytes, { stream: true })).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#put(line);
  }

  end(): void {
    if (this.#rest !== '') this.#put(this.#rest);
    this.#rest = '';
  }

  #put(line: string): void {
    this.#target.write(`${this.#prefix}${printable(line.replace(/\r$/, ''))}\n`);
  }
}
