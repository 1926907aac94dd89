import type { RunId, StoredEvent } from '@rolecall/protocol';
import type { Client } from './client/client.ts';
import { RefusedError } from './client/client.ts';
import { JobOutput } from './job-output.ts';
import type { LiveView } from './views/live.ts';
import type { RunView } from './views/model.ts';

/** A controller that was restarted is back well within this; after it, the reader is told how to look again. */
const PATIENCE_MS = 120_000;
const RETRY_MS = 1_000;

/**
 * Follows a run until it has finished, over a controller's restart too, or until Ctrl-C: once leaves it to end what it has begun
 * (nothing new is started), twice cancels what goes on, a third time leaves at once. The run itself belongs to the controller.
 */
export async function watchRun(
  client: Client,
  run: RunId,
  view: LiveView,
  stderr: NodeJS.WriteStream,
): Promise<RunView> {
  const leaving = new AbortController();
  const output = new JobOutput(client, run, (line) => view.say(line));
  const see = (event: StoredEvent): void => {
    view.see(event);
    output.see(event);
  };
  const onInterrupt = interruptions(client, run, leaving, stderr);
  process.on('SIGINT', onInterrupt);
  try {
    await followEvents(client, run, see, leaving.signal, stderr);
  } catch (error) {
    if (!leaving.signal.aborted) throw error;
  } finally {
    process.off('SIGINT', onInterrupt);
    output.close();
  }
  return view.end();
}

async function followEvents(
  client: Client,
  run: RunId,
  see: (event: StoredEvent) => void,
  signal: AbortSignal,
  stderr: NodeJS.WriteStream,
): Promise<void> {
  let after = 0;
  let lostAt: number | undefined;
  for (;;) {
    try {
      for await (const event of client.stream('runs.events', { run, after, follow: true }, signal)) {
        see(event);
        after = event.seq;
        lostAt = undefined;
        if (event.body.event === 'finished') return;
      }
    } catch (error) {
      if (signal.aborted || error instanceof RefusedError) throw error;
      if (lostAt !== undefined && performance.now() - lostAt > PATIENCE_MS) throw error;
    }
    if (lostAt === undefined)
      stderr.write('the controller is away; the run goes on, and is followed again when it is back\n');
    lostAt ??= performance.now();
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

function interruptions(client: Client, run: RunId, leaving: AbortController, stderr: NodeJS.WriteStream): () => void {
  let pressed = 0;
  return () => {
    pressed += 1;
    if (pressed > 2) leaving.abort();
    else {
      stderr.write(pressed === 1 ? '\nstops after what has begun; again: cancels\n' : '\ncancels; again: leaves\n');
      void client.call('runs.cancel', { run }).catch(() => leaving.abort());
    }
  };
}
