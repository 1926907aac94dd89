import type { Change, FileEffect, FromAgentOf, PackageEffect } from '@rolecall/protocol';
import type { Planned } from './contract.ts';

/** As many as a catalog may have resources. */
const MAX_CHANGES = 20_000;
const MAX_EFFECTS = 20_000;

type Part = FromAgentOf<'planned'> | FromAgentOf<'answers'>;

/** Puts the parts of a plan together as they come: `more` until the last one, `unfit` where they are no plan. */
export function collectPlan(): (part: Part) => 'more' | 'unfit' | { readonly done: Planned } {
  const changes: Change[] = [];
  const files: FileEffect[] = [];
  const packages: PackageEffect[] = [];
  const unknown: string[] = [];
  let okCount = 0;
  let wasSimulated = false;
  return (part) => {
    if (part.type !== 'planned') return 'unfit';
    changes.push(...part.changes);
    okCount += part.okCount;
    if (part.simulated !== undefined) {
      wasSimulated = true;
      files.push(...part.simulated.files);
      packages.push(...part.simulated.packages);
      unknown.push(...part.simulated.unknown);
    }
    if (changes.length > MAX_CHANGES || files.length > MAX_EFFECTS || packages.length > MAX_EFFECTS) return 'unfit';
    if (!part.last) return 'more';
    const why = part.fault === undefined ? {} : { fault: part.fault };
    const { warnings = [] } = part;
    return {
      done: { changes, okCount, warnings, simulated: wasSimulated ? { files, packages, unknown } : null, ...why },
    };
  };
}
