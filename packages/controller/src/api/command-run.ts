import { randomUUID } from 'node:crypto';
import type { CommandEvent, HostName, Input, OutputChunk, Report } from '@rolecall/protocol';
import type { HubListener } from '../hub/contract.ts';
import type { Parts } from '../serve/parts.ts';
import { addCommand, endCommand, endReported } from '../store/commands.ts';
import type { Caller } from './handler.ts';

/** Beside the command's own time: a link that was lost is back within this, or its host counts as unreachable. */
const GRACE_MS = 60_000;
/** Events that nobody has read; a reader that is slower than this loses output, and reads it with `runs logs` or not at all. */
const MAX_WAITING = 10_000;

/** Ad-hoc commands on many hosts at once, each told to whoever asked. */
export class AdHocCommands implements HubListener {
  readonly #parts: Parts;
  readonly #open = new Map<string, Reader>();

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.hub.listen(this);
  }

  async *run(input: Input<'command.run'>, { operator, signal }: Caller): AsyncIterable<CommandEvent> {
    const { audit, secrets, selectHosts } = this.#parts;
    const hosts = selectHosts(input.where);
    // Whoever types a secret into a command shows it to the host's processes; here at least it stays unknown.
    const words = secrets.hide(input.argv.join(' '));
    audit.record({ operator, verb: 'command.run', subject: `${hosts.join(',')}: ${words}` });
    const reader = new Reader();
    const ids = hosts.map((host) => this.#start(host, input, operator, reader));
    const late = setTimeout(() => reader.giveUp(), input.timeoutMs + GRACE_MS);
    const leave = () => reader.close();
    signal.addEventListener('abort', leave);
    try {
      yield* reader.events(hosts);
    } finally {
      clearTimeout(late);
      signal.removeEventListener('abort', leave);
      for (const id of ids) this.#open.delete(id);
    }
  }

  linked(): void {}
  unlinked(): void {}

  report(host: HostName, report: Report): void {
    if (report.report !== 'command') return;
    endReported(this.#parts.database, report);
    const { exitCode, signal, fault } = report;
    const event = { is: 'ended', host, exitCode, signal, fault: fault ?? null } as const;
    // Output that arrived with it is told once it is stored, and belongs before the end.
    queueMicrotask(() => this.#open.get(report.command)?.push(event));
  }

  output(host: HostName, { of, stream, bytes }: OutputChunk): void {
    const event = { is: 'output', host, stream, bytes: Buffer.from(bytes).toString('base64') } as const;
    this.#open.get(of)?.push(event);
  }

  #start(host: HostName, { argv, tty, timeoutMs }: Input<'command.run'>, operator: string, reader: Reader): string {
    const { database, hub, secrets } = this.#parts;
    const id = randomUUID();
    this.#open.set(id, reader);
    addCommand(database, { id, host, operator, argv: argv.map((word) => secrets.hide(word)) });
    if (hub.send(host, { type: 'command', command: id, argv, tty, timeoutMs })) reader.push({ is: 'started', host });
    else {
      endCommand(database, id, { exitCode: null, signal: null });
      reader.push({ is: 'unreachable', host, reason: 'it is not linked' });
    }
    return id;
  }
}

/** What one caller has not read yet. */
class Reader {
  readonly #waiting: CommandEvent[] = [];
  #wake: () => void = () => {};
  #closed = false;
  #late = false;

  push(event: CommandEvent): void {
    if (this.#waiting.length < MAX_WAITING || event.is !== 'output') this.#waiting.push(event);
    this.#wake();
  }

  giveUp(): void {
    this.#late = true;
    this.#wake();
  }

  close(): void {
    this.#closed = true;
    this.#wake();
  }

  /** Until every host has ended, or the time is over. */
  async *events(hosts: readonly HostName[]): AsyncIterable<CommandEvent> {
    const open = new Set(hosts);
    while (open.size > 0 && !this.#closed) {
      const event = this.#waiting.shift();
      if (event === undefined) {
        if (this.#late) break;
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        continue;
      }
      if (event.is === 'ended' || event.is === 'unreachable') open.delete(event.host);
      yield event;
    }
    for (const host of this.#closed ? [] : open) {
      yield { is: 'unreachable', host, reason: 'its link was lost and did not come back in time' };
    }
  }
}
