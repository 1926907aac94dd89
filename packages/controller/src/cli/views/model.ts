import type {
  Change,
  Fault,
  Hold,
  HostName,
  InstanceId,
  JobNode,
  Outcome,
  PreflightFinding,
  RunEvent,
  RunEventOf,
  StepNode,
  StoredEvent,
} from '@rolecall/protocol';

/** What was done to one resource. */
export interface Done {
  readonly change: Change;
  readonly outcome: Outcome;
  readonly fault?: Fault;
}

/** One instance as a reader follows it. */
export interface InstanceView {
  readonly instance: InstanceId;
  /** What it is, where it is a job; and the host that carries it out. */
  readonly job?: JobNode;
  readonly host?: HostName;
  /** What it is as a step of a recipe. */
  readonly step?: StepNode;
  /** What the plan said of it; absent before it was planned. */
  readonly planned?: RunEventOf<'planned'>;
  readonly doing: 'waiting' | 'draining' | 'working' | 'probing' | 'ended';
  readonly holds: readonly Hold[];
  /** What was done to its resources, in order. */
  readonly done: readonly Done[];
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
  readonly preflight: readonly PreflightFinding[];
  readonly away: ReadonlySet<HostName>;
  readonly startedAt?: number;
  readonly finishedAt?: number;
  readonly finished?: RunEventOf<'finished'>;
}

/** A run of which nothing has happened yet. */
export const emptyRun = (): RunView => ({
  instances: new Map(),
  decided: [],
  notes: [],
  preflight: [],
  away: new Set(),
});

/**
 * The run after one more event. The one that is given is used up: what it holds of instances is carried on, not copied, since a large run has as
 * many events as instances, and more.
 */
export function follow(run: RunView, { at, body }: StoredEvent): RunView {
  switch (body.event) {
    case 'created':
      return { ...run, created: body, startedAt: at };
    case 'decided':
      return { ...run, decided: [...run.decided, body] };
    case 'noted':
      return { ...run, notes: [...run.notes, { about: body.about, note: body.note }] };
    case 'preflight':
      return { ...run, preflight: body.findings };
    case 'linked':
      return { ...run, away: withHost(run.away, body) };
    case 'finished':
      return { ...run, finished: body, finishedAt: at };
    case 'graph':
      for (const { instance, job, step } of body.instances)
        keep(run, instance, { ...(job == null ? {} : { job, host: job.hosts[0] as HostName }), ...(step && { step }) });
      return run;
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
    case 'known':
    case 'passed':
      return {};
    case 'held':
      return { holds: body.holds };
    case 'begun':
      return { holds: [], doing: 'probing', host: body.host, probe: 'is it done?' };
    case 'asked':
      return { probe: body.done ? 'done already' : body.why };
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
      const done = (before?.done ?? []) as Done[];
      done.push({ change, outcome, ...(fault === undefined ? {} : { fault }) });
      return { done };
    }
    case 'finished':
      return { okCount: report.counts.ok };
  }
}

const fresh = (instance: InstanceId): InstanceView => ({ instance, doing: 'waiting', holds: [], done: [], okCount: 0 });

function update(run: RunView, instance: InstanceId, change: Partial<InstanceView>): RunView {
  keep(run, instance, change);
  return run;
}

function keep({ instances }: RunView, instance: InstanceId, change: Partial<InstanceView>): void {
  (instances as Map<InstanceId, InstanceView>).set(instance, {
    ...(instances.get(instance) ?? fresh(instance)),
    ...change,
  });
}

function withHost(away: ReadonlySet<HostName>, { host, linked }: RunEventOf<'linked'>): ReadonlySet<HostName> {
  const next = new Set(away);
  if (linked) next.delete(host);
  else next.add(host);
  return next;
}
