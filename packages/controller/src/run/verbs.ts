import type { InstanceId, LogChunk, RunId } from '@rolecall/protocol';
import type { Handlers, RunVerb } from '../api/handler.ts';
import { ControllerError } from '../error.ts';
import type { Services } from '../serve/services.ts';
import { heldBeside } from '../store/locks.ts';
import { readOutput, type StoredChunk } from '../store/output.ts';
import { listRuns } from '../store/runs.ts';
import { whyNot } from './gates/gates.ts';
import { identityHandlers } from './identity-verbs.ts';
import type { InstanceState } from './instance-state.ts';
import { jobHandlers } from './job-verbs.ts';
import type { Runs } from './runs.ts';
import { siteHandlers } from './site-verbs.ts';
import { existing } from './start.ts';
import { Survey } from './survey.ts';

/** The verbs about sites and runs. */
export function runHandlers(services: Services, runs: Runs): Handlers<RunVerb> {
  const { database, audit } = services;
  return {
    ...siteHandlers(runs.planning),
    ...jobHandlers(services),
    ...identityHandlers(services),
    'runs.start': async (request, { operator }) => ({ run: await runs.start(request, operator) }),
    'runs.events': ({ run, after, follow }, { signal }) => {
      existing(database, run);
      return runs.logOf(run).events(after, follow, signal);
    },
    'runs.logs': ({ run, instance, follow }, { signal }) => {
      existing(database, run);
      return logs(services, runs, { run, instance, follow }, signal);
    },
    'runs.list': ({ limit }) => [...listRuns(database, limit)],
    'runs.cancel': ({ run }, { operator }) => {
      existing(database, run);
      const log = runs.logOf(run);
      if (log.state.finished !== null) return { cancelling: false };
      audit.record({ operator, verb: 'runs.cancel', subject: run });
      log.append({ event: 'cancelling', operator });
      return { cancelling: true };
    },
    why: ({ instance, run }) => why(services, runs, instance, run),
  };
}

/** Output that is there, and with `follow` what is still written. */
async function* logs(
  { database }: Services,
  runs: Runs,
  { run, instance, follow }: { readonly run: RunId; readonly instance: InstanceId | null; readonly follow: boolean },
  abort: AbortSignal,
): AsyncIterable<LogChunk> {
  const log = runs.logOf(run);
  const sent = new Map<string, number>();
  const prefix = instance === null ? `${run}/` : `${run}/${instance}/`;
  for (;;) {
    const seen = runs.wrote.count;
    const over = log.state.finished !== null;
    for (const chunk of readOutput(database, prefix)) {
      const key = `${chunk.of} ${chunk.stream}`;
      if (chunk.offset < (sent.get(key) ?? 0)) continue;
      sent.set(key, chunk.offset + chunk.bytes.length);
      yield asLog(chunk);
    }
    if (!follow || over || abort.aborted) return;
    await runs.wrote.after(seen, 1_000, abort);
  }
}

const asLog = ({ of, stream, offset, bytes }: StoredChunk): LogChunk => ({
  instance: of.split('/')[1] as InstanceId,
  of,
  stream,
  offset,
  bytes: Buffer.from(bytes).toString('base64'),
});

function why({ database, hub }: Services, runs: Runs, instance: InstanceId, wanted: RunId | null) {
  const run = wanted ?? listRuns(database, 1_000).find(({ mode }) => mode === 'apply')?.run;
  if (run === undefined) throw new ControllerError('no_run', 'nothing was applied yet');
  existing(database, run);
  const { state } = runs.logOf(run);
  const found = state.instances.get(instance);
  if (found === undefined) {
    throw new ControllerError('no_instance', `run ${run} has no instance ${instance}`, {
      hint: `it has: ${[...state.instances.keys()].slice(0, 20).join(', ')}`,
    });
  }
  const survey = new Survey(state, {
    isAway: (host) => !hub.isLinked(host),
    isGivenUp: () => false,
    held: heldBeside(database, run),
  });
  const placed = survey.placed(found);
  const { host } = placed;
  return {
    run,
    host,
    reasons: reasonsOf(found, hub.isLinked(host), whyNot(placed, survey)),
    fault: found.fault,
  };
}

function reasonsOf(found: InstanceState, linked: boolean, holds: ReturnType<typeof whyNot>): string[] {
  if (found.phase === 'ended') return [`it ended: ${found.outcome}`];
  const away = linked ? [] : ['its host is not linked'];
  if (found.phase === 'waiting') return [...away, ...holds.map(({ gate, reason }) => `${reason} (gate ${gate})`)];
  return [...away, `it is ${found.phase}${found.assignment === null ? '' : ` (${found.assignment})`}`];
}
