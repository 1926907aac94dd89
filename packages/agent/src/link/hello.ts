import { readFileSync } from 'node:fs';
import type { FromAgentOf } from '@rolecall/protocol';
import { REVISION } from '@rolecall/protocol/limits';
import type { StateSnapshot } from '../state/snapshot.ts';
import { VERSION } from '../version.ts';

/** The first message on every link. */
export const helloOf = (state: StateSnapshot, factsHash: string | undefined): FromAgentOf<'hello'> => ({
  type: 'hello',
  revision: REVISION,
  agent: VERSION,
  boot: bootId(),
  epoch: state.epoch,
  lastSeq: state.lastSeq,
  firstUnacknowledged: state.acknowledged + 1,
  factsHash: (factsHash as FromAgentOf<'hello'>['factsHash'] | undefined) ?? null,
  term: state.term,
  active: state.active.map((work) => work.message.assignment),
});

/** The kernel's id of this boot (proc(5)). */
const bootId = (): string => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
