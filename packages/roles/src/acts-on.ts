import { kinds } from '@rolecall/resources';
import type { AnyKindInput } from './brought.ts';
import type { Declared } from './declared.ts';

/** A resource, `KIND:KEY`, that another one names, and the parameter in which it does. */
export interface Named {
  readonly name: string;
  readonly as: string;
}

/** On whose change a resource acts. `brought`: the kinds that its role brings. */
export const actsOn = (
  { kind, params }: Pick<Declared, 'kind' | 'params'>,
  brought: readonly AnyKindInput[] = [],
): readonly Named[] =>
  parametersOf(kind, brought).flatMap((as) => {
    const names = params[as];
    return Array.isArray(names) ? names.map((name) => ({ name: String(name), as })) : [];
  });

function parametersOf(kind: string, brought: readonly AnyKindInput[]): readonly string[] {
  const ours: Readonly<Record<string, { readonly actsOn?: readonly string[] } | undefined>> = kinds;
  return (ours[kind] ?? brought.find((one) => one.kind === kind))?.actsOn ?? [];
}
