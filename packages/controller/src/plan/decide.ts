import type { HostName, RunEventOf, SiteDocument, UseName } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';
import type { Services } from '../serve/services.ts';
import type { Evaluator } from '../site/evaluator/evaluator.ts';
import { recordFor } from './moved.ts';
import { observe } from './observe.ts';
import type { PreparedUse, UseContext } from './prepared.ts';

type Decision = RunEventOf<'decided'>;

/** Whether a use has something to decide at all. */
export const isCluster = ({ role }: Pick<PreparedUse, 'role'>): boolean =>
  (['decide', 'order', 'clusterProbe'] as const).some((part) => role.has.includes(part));

/** How members are asked. */
interface Asking {
  readonly site: SiteDocument;
  readonly observes: boolean;
  readonly asked: boolean;
  /** The use that is founded once more, whatever the record says. */
  readonly anew?: UseName | undefined;
}

/** What the live system and the site's record decide for one use: asked, settled, put into an order. */
export async function decide(
  services: Services,
  evaluator: Evaluator,
  { site, observes, asked, anew }: Asking,
  { role, hosts }: Pick<PreparedUse, 'role' | 'hosts'>,
  before: UseContext,
): Promise<Decision> {
  const known = anew === before.use ? null : recordFor(services.database, site, before.use);
  const founder = hosts[0] as HostName;
  const record = known ?? { founder, formed: false };
  // Nobody has founded it: that is what `decide` must see, and what everything after it no longer does.
  const asking = { ...before, record: known };
  const asks = observes && role.has.includes('observe');
  if (asks && !asked && known === null) refuseUnasked(services, before.use, hosts);
  const answers = asks ? await observe(services, evaluator, asking) : {};
  const decided = role.has.includes('decide') ? await evaluator.ask({ call: 'decide', ...asking, answers }) : {};
  const context = { ...before, record, decided };
  const order = role.has.includes('order')
    ? await evaluator.ask({ call: 'order', ...context, instances: [...hosts] })
    : [...hosts];
  const lives = Object.values(answers).some((one) => Object.values(one).some(({ is }) => is === 'value'));
  return { event: 'decided', use: before.use, decided, record, founding: known === null && !lives, order };
}

/** A member that is away may hold the data: a cluster of which nothing is known is founded by nobody before all were asked. */
function refuseUnasked({ hub }: Services, use: string, hosts: readonly HostName[]): void {
  const away = hosts.find((host) => !hub.isLinked(host));
  if (away === undefined) return;
  throw new ControllerError(
    'not_observed',
    `${away} is away and may hold what ${use} has: no cluster is founded before it was asked`,
    {
      hint: `bring it back, or take it out of the hosts of ${use}`,
    },
  );
}
