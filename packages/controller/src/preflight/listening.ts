import type { Listens } from '@rolecall/protocol';
import type { PlacedUse } from './subject.ts';
import { valueAt } from './value-at.ts';

/** The ports that a use listens on, with the numbers that its parameters give them. */
export const listeningOf = ({ role, params }: Pick<PlacedUse, 'role' | 'params'>): readonly Listens[] =>
  (role.needs.listens ?? []).flatMap((one) => {
    const moved = one.param === undefined ? undefined : valueAt(params, one.param);
    if (typeof moved === 'number') return { ...one, port: moved };
    return one.optional === true ? [] : one;
  });

/** `9042/tcp`. */
export const showPort = ({ port, transport }: Pick<Listens, 'port' | 'transport'>): string => `${port}/${transport}`;
