/** The turn of one instance in a run that changes members one after another. */
export interface Turn {
  readonly instance: string;
  /** Places in the events of the run: when it was first given work that may disturb it, and when the cluster was last proven whole after it. */
  readonly began: number;
  readonly proven: number;
}

/** What of an event is looked at here. */
interface Happened {
  readonly event: string;
  readonly run?: string;
  readonly instance?: string;
  readonly assignment?: string;
  readonly probe?: string;
  readonly holds?: boolean;
  readonly outcome?: string;
  readonly fault?: { readonly message: string } | null;
}

/** The lines of `--jsonl`: a plan, and then its apply. */
const eventsOf = (jsonl: string): readonly Happened[] =>
  jsonl
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { readonly body: Happened }).body);

/** The run that was applied, by the lines of `--jsonl`. */
export const appliedIn = (jsonl: string): string =>
  eventsOf(jsonl).findLast(({ event }) => event === 'created')?.run ?? '';

/** When each instance of a use had its turn, in their order, by the lines of `--jsonl`. What is staged disturbs nobody. */
export function turnsOf(jsonl: string, use: string): readonly Turn[] {
  const events = eventsOf(jsonl);
  const began = new Map<string, number>();
  const proven = new Map<string, number>();
  for (const [index, { event, instance = '', assignment = '', probe, holds }] of events.entries()) {
    const disturbs = event === 'assigned' && instance.startsWith(`${use}@`) && !assignment.includes('/stage/');
    if (disturbs && !began.has(instance)) began.set(instance, index);
    if (event === 'probed' && probe === 'clusterProbe' && holds === true) proven.set(instance, index);
  }
  return [...began].map(([instance, at]) => ({ instance, began: at, proven: proven.get(instance) ?? Number.NaN }));
}

/** Turns that began before the one ahead of them was proven: none where a change goes round one at a time. */
export const overlapping = (turns: readonly Turn[]): readonly Turn[] =>
  turns.filter(({ began }, index) => index > 0 && !(began > (turns[index - 1]?.proven ?? Number.NaN)));

/** What did not end well, and why, by the lines of `--jsonl`. */
export const unwell = (jsonl: string): readonly string[] =>
  eventsOf(jsonl).flatMap(({ event, instance, outcome = '', fault }) =>
    event !== 'ended' || ['ok', 'changed'].includes(outcome) ? [] : [`${instance} ${outcome}: ${fault?.message}`],
  );
