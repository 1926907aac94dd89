import { partsOfInstance } from '@rolecall/protocol/id-parts';
import type { RunView } from './model.ts';
import { printable } from './printable.ts';
import type { Style } from './style.ts';

/** A sentence about a resource, and the hosts that say it. */
export interface HostsWarning {
  readonly kind: string;
  readonly key: string;
  readonly sentence: string;
  readonly hosts: readonly string[];
}

/** Everything that is warned of in a run, each sentence once. */
export function warningsIn(run: RunView): readonly HostsWarning[] {
  const said = new Map<string, HostsWarning & { readonly hosts: string[] }>();
  for (const { instance, planned } of run.instances.values()) {
    for (const { kind, key, sentence } of planned?.warnings ?? []) {
      const id = JSON.stringify([kind, key, sentence]);
      const known = said.get(id) ?? { kind, key, sentence, hosts: [] };
      const { host } = partsOfInstance(instance);
      if (!known.hosts.includes(host)) known.hosts.push(host);
      said.set(id, known);
    }
  }
  return [...said.values()];
}

/** A line for each: `warning: aptRepository docker: its key ends on 2026-12-13 (3 hosts)`. */
export const warningLines = (run: RunView, style: Style): readonly string[] =>
  warningsIn(run).map(({ kind, key, sentence, hosts }) => {
    const where = hosts.length === 1 ? hosts[0] : `${hosts.length} hosts`;
    return `${style.yellow('warning')}: ${kind} ${printable(key)}: ${printable(sentence)} (${where})`;
  });
