import type { StoredEvent } from '@rolecall/protocol';
import { jobOf, partsOfInstance, titleOf } from '@rolecall/protocol/id-parts';
import { printable } from './printable.ts';
import { paintAction, paintOutcome, type Style } from './style.ts';

/** One event as a line `HOST | STEP | what`, or nothing where a reader has no use for it. */
export function progressLine({ body }: StoredEvent, style: Style): string | undefined {
  switch (body.event) {
    case 'reported': {
      if (body.report.report !== 'resource') return undefined;
      const { change, outcome } = body.report;
      return step(
        body.instance,
        `${paintAction(style, change.action)} ${change.kind} ${printable(change.key)} ${paintOutcome(style, outcome)}`,
      );
    }
    case 'assigned':
      return step(body.instance, body.assignment.includes('/drain/') ? 'draining' : 'started');
    case 'begun':
      return `${body.host} | ${titleOf(body.instance)} | is it done already?`;
    case 'asked':
      return step(body.instance, `${body.done ? 'done already' : 'to be done'}: ${printable(body.why)}`);
    case 'known':
      return step(body.instance, 'what it wants is known now');
    case 'held':
      return step(body.instance, body.holds.map(({ gate, reason }) => `waits: ${reason} (${gate})`).join('; '));
    case 'probed':
      return step(body.instance, body.holds ? `${body.probe} holds` : `${body.probe}: ${printable(body.why)}`);
    case 'ended':
      return step(body.instance, paintOutcome(style, body.outcome));
    case 'passed':
      return step(body.instance, `no way back from here: ${printable(body.what)}`);
    case 'linked':
      return `${body.host} | ${body.linked ? 'linked again' : 'link lost; its work goes on there'}`;
    case 'noted':
      return `${body.about} | ${body.note}`;
    default:
      return undefined;
  }
}

function step(instance: Parameters<typeof partsOfInstance>[0], what: string): string | undefined {
  if (what === '') return undefined;
  if (jobOf(instance) !== undefined) return `${titleOf(instance)} | ${what}`;
  const { host, use } = partsOfInstance(instance);
  return `${host} | ${use} | ${what}`;
}
