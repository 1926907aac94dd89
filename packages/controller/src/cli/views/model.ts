import type {
  Change,
  Fault,
  Hold,
  HostName,
  InstanceId,
  Outcome,
  RunEvent,
  RunEventOf,
  StoredEvent,
} from '@rolecall/protocol';

/** One instance as a reader follows it. */
export interface InstanceView {
  readonly instance: InstanceId;
  /** What the plan said of it; absent before it was planned. */
  readonly planned?: RunEventOf<'planned'>;
  readonly doing: 'waiting' | 'draining' | 'working' | 'probing' | 'ended';
  readonly holds: readonly Hold[];
  /** What was done to its resources, in order. */
  readonly done: readonly { readonly change: Change; readonly outcome: Outcome; readonly fault?: Fault }[];
  readonly okCount: number;
  readonly outcome?: Outcome;
  readonly fault?: Fault;
  readonly probe?: string;
}

/** A whole run, worked out from its events and nothing else. */
export interface RunView {
  readonly created?: RunEventOf<'created'>;
  readonly instances: ReadonlyMap<InstanceId, InstanceView>;
  readonly decided: readonly RunEventOf<'decided'>[];
  readonly notes: readonly { readonly about: string; readonly note: string }[];
  readonly away: ReadonlySet<HostName>;
  readonly startedAt?: number;
  readonly finishedAt?: number;
  readonly finished?: RunEventOf<'finished'>;
}

export const emptyRun: RunView = { instances: new Map(), decided: [], notes: [], away: new Set() };

/** The run after one more event. */
export function follow(run: RunView, { at, body }: StoredEvent): RunView {
  switch (body.event) {
    case 'created':
      return { ...run, created: body, startedAt: at };
    case 'decided':
      return { ...run, decided: [...run.decided, body] };
    case 'noted':
      return { ...run, notes: [...run.notes, { about: body.about, note: body.note }] };
    case 'linked':
      return { ...run, away: withHost(run.away, body) };
    case 'finished':
      return { ...run, finished: body, finishedAt: at };
    case 'graph':
      return {
        ...run,
        instances: new Map([...run.instances, ...body.instances.map(({ instance }) => known(run, instance))]),
      };
    case 'gave':
    case 'cancelling':
      return run;
    default:
      return update(run, body.instance, changeOf(body, run.instances.get(body.instance)));
  }
}

type InstanceEvent = Extract<RunEvent, { readonly instance: InstanceId }>;

function changeOf(body: InstanceEvent, before: InstanceView | undefined): Partial<InstanceView> {
  switch (body.event) {
    case 'planned':
      return { planned: body, okCount: body.okCount };
    case 'held':
      return { holds: body.holds };
    case 'assigned':
      return { holds: [], doing: body.assignment.includes('/drain/') ? 'draining' : 'working' };
    case 'probed':
      return { doing: 'probing', probe: body.holds ? '' : body.why };
    case 'ended':
      return { doing: 'ended', outcome: body.outcome, ...(body.fault === null ? {} : { fault: body.fault }) };
    case 'reported':
      return reported(body, before);
  }
}

function reported({ report }: RunEventOf<'reported'>, before: InstanceView | undefined): Partial<InstanceView> {
  switch (report.report) {
    case 'accepted':
    case 'command':
      return {};
    case 'resource': {
      const { change, outcome, fault } = report;
      return { done: [...(before?.done ?? []), { change, outcome, ...(fault === undefined ? {} : { fault }) }] };
    }
    case 'finished':
      return { okCount: report.counts.ok };
  }
}

const fresh = (instance: InstanceId): InstanceView => ({ instance, doing: 'waiting', holds: [], done: [], okCount: 0 });

const known = (run: RunView, instance: InstanceId): [InstanceId, InstanceView] => [
  instance,
  run.instances.get(instance) ?? fresh(instance),
];

function update(run: RunView, instance: InstanceId, change: Partial<InstanceView>): RunView {
  const instances = new Map(run.instances);
  instances.set(instance, { ...(run.instances.get(instance) ?? fresh(instance)), ...change });
  return { ...run, instances };
}

function withHost(away: ReadonlySet<HostName>, { host, linked }: RunEventOf<'linked'>): ReadonlySet<HostName> {
  const next = new Set(away);
  if (linked) next.delete(host);
  else next.add(host);
  return next;
}
