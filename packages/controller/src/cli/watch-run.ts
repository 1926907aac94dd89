import type { RunId } from '@rolecall/protocol';
import type { Client } from './client/client.ts';
import type { LiveView } from './views/live.ts';
import type { RunView } from './views/model.ts';

/**
 * Follows a run until it has finished, or until Ctrl-C: once leaves it to end what it has begun (nothing new is started), twice
 * cancels what goes on, a third time leaves at once. The run itself belongs to the controller.
 */
export async function watchRun(
  client: Client,
  run: RunId,
  view: LiveView,
  stderr: NodeJS.WriteStream,
): Promise<RunView> {
  const leaving = new AbortController();
  let pressed = 0;
  const onInterrupt = () => {
    pressed += 1;
    if (pressed > 2) leaving.abort();
    else {
      stderr.write(pressed === 1 ? '\nstops after what has begun; again: cancels\n' : '\ncancels; again: leaves\n');
      void client.call('runs.cancel', { run }).catch(() => leaving.abort());
    }
  };
  process.on('SIGINT', onInterrupt);
  try {
    for await (const event of client.stream('runs.events', { run, after: 0, follow: true }, leaving.signal))
      view.see(event);
  } catch (error) {
    if (!leaving.signal.aborted) throw error;
  } finally {
    process.off('SIGINT', onInterrupt);
  }
  return view.end();
}
