import type { Change } from '@rolecall/protocol';
import type { InstanceState } from './state.ts';

/** Kinds whose change may stop a service for a moment. */
const DISTURBING: ReadonlySet<string> = new Set(['service', 'package', 'unit', 'command']);

/** Whether carrying out what is planned for it may take it down. */
export const disturbs = ({ planned }: InstanceState): boolean =>
  planned?.outcome === 'changed' && planned.changes.some(mayDisturb);

const mayDisturb = ({ kind }: Change): boolean => DISTURBING.has(kind);
