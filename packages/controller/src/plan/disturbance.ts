import type { Change, RunEventOf } from '@rolecall/protocol';
import { type Disturbance, kinds } from '@rolecall/resources';

/** What a change does to what runs on its host, as its kind says. */
export const disturbanceOf = (change: Change): Disturbance | undefined =>
  (kinds as Readonly<Record<string, { readonly disturbs?: (change: Change) => Disturbance | undefined } | undefined>>)[
    change.kind
  ]?.disturbs?.(change);

/** What a plan says of changes that may cut their host off from its controller. */
export const dangersIn = ({ instance, changes }: RunEventOf<'planned'>): readonly RunEventOf<'noted'>[] =>
  changes
    .filter((change) => disturbanceOf(change) === 'may cut off')
    .map(({ kind, key }) => ({
      event: 'noted',
      about: instance,
      note: `${kind} ${key} may cut the host off; what was there before comes back by itself then`,
    }));
