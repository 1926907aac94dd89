import type { Change } from '@rolecall/protocol';
import { kinds } from '@rolecall/resources';

type Disturbance = 'stops' | 'may stop';

/** What a change does to what runs on its host, as its kind says. */
export const disturbanceOf = (change: Change): Disturbance | undefined =>
  (kinds as Readonly<Record<string, { readonly disturbs?: (change: Change) => Disturbance } | undefined>>)[
    change.kind
  ]?.disturbs?.(change);
