import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OutputStream } from '@rolecall/protocol/output-frame';
import { messageOf } from '../error.ts';
import { writeDurably } from '../host/durable.ts';
import { endAll, endLeftOvers, GRACE_MS } from './end.ts';
import { identityOf } from './identity.ts';
import { type Processes, processesOf } from './processes.ts';
import { type Ended, NOT_EXECUTABLE, type Program, type Show, startPiped } from './program.ts';
import { RESULT, RUNNER, type StepRequest, type StepResult, takeRequest } from './request.ts';
import { SpooledStream } from './spool.ts';
import { startInTerminal } from './terminal.ts';

/** The longest time that a timer of Node can wait, about 24 days. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Runs one command in the unit that this process is the main one of: `agent.cjs step FOLDER`, with the request in that folder. It
 * needs no agent: output goes to the spool as it comes, the time limit is kept here, and the result is on disk before this ends.
 */
export async function runStep(folder: string): Promise<void> {
  // Before the request is taken: from then on an agent that wants it to end sends a signal.
  const asked = askedToEnd();
  const request = takeRequest(folder);
  writeFileSync(join(folder, RUNNER), JSON.stringify(identityOf(process.pid)), { mode: 0o600 });
  const spools = openSpools(request);
  let pid: number | undefined;
  const processes = processesOf(() => pid);
  const limit = startLimit(request, processes, asked);
  const show: Show = (stream, bytes) => spools.get(stream)?.push(bytes);
  const ended = await inTurn(request, limit, async (one) => {
    const program = await start(one, show);
    pid = program.pid;
    return program.ended;
  });
  limit.stop();
  await endLeftOvers(processes);
  const outputLost = [...spools.values()].map((spool) => spool.end()).find((failure) => failure !== undefined);
  const result = { ...ended, timedOut: limit.wasReached(), ...(outputLost === undefined ? {} : { outputLost }) };
  leaveResult(result, request.spool, folder);
}

/** Runs the program and those behind it, until one does not end well or the end is due; how the last one ended. */
async function inTurn(
  request: StepRequest,
  limit: { readonly isDue: () => boolean },
  run: (one: StepRequest) => Promise<Ended>,
): Promise<Ended & { readonly reached?: number }> {
  const programs = [request.argv, ...(request.next ?? [])];
  for (const [reached, argv] of programs.entries()) {
    const ended = await run({ ...request, argv });
    const isLast = reached === programs.length - 1 || ended.exitCode !== 0 || limit.isDue();
    if (isLast) return programs.length === 1 ? ended : { ...ended, reached };
  }
  throw new Error('a step needs a program');
}

/** Resolves when systemd, before it shuts down, or an agent asks for the end. */
function askedToEnd(): Promise<void> {
  for (const ignored of ['SIGINT', 'SIGHUP', 'SIGPIPE'] as const) process.on(ignored, () => {});
  return new Promise((resolve) => {
    process.on('SIGTERM', () => resolve());
  });
}

async function start(request: StepRequest, show: Show): Promise<Program> {
  try {
    return request.tty ? await startInTerminal(request, show) : startPiped(request, show);
  } catch (thrown) {
    const text = `${request.argv[0]} could not be started: ${messageOf(thrown)}\n`;
    show(request.tty ? 'terminal' : 'stderr', Buffer.from(text));
    return { pid: undefined, ended: Promise.resolve({ exitCode: NOT_EXECUTABLE, signal: null }) };
  }
}

function openSpools({ tty, spool, hide }: StepRequest): ReadonlyMap<OutputStream, SpooledStream> {
  const streams: readonly OutputStream[] = tty ? ['terminal'] : ['stdout', 'stderr'];
  return new Map(streams.map((stream) => [stream, new SpooledStream(join(spool, stream), hide)]));
}

/** Ends the program at its time limit, or when that is asked for; never one that must not be cut off. */
function startLimit({ timeoutMs, uninterruptible }: StepRequest, processes: Processes, asked: Promise<void>) {
  let isReached = false;
  let isAsked = false;
  const end = (): void => {
    if (!uninterruptible) void endAll(processes, GRACE_MS);
  };
  const timer = setTimeout(
    () => {
      isReached = true;
      end();
    },
    Math.min(timeoutMs, LONGEST_TIMER_MS),
  );
  void asked.then(() => {
    isAsked = true;
    end();
  });
  return { stop: () => clearTimeout(timer), wasReached: () => isReached, isDue: () => isReached || isAsked };
}

/** On disk; with the disk full, in memory, which is enough as long as the machine runs. */
function leaveResult(result: StepResult, spool: string, folder: string): void {
  const text = JSON.stringify(result);
  try {
    writeDurably(join(spool, RESULT), text);
  } catch {
    writeDurably(join(folder, RESULT), text);
  }
}
