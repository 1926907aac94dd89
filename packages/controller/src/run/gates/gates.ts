import type { Hold } from '@rolecall/protocol';
import type { InstanceState } from '../instance-state.ts';
import type { Survey } from '../survey.ts';
import type { Gate } from './gate.ts';
import { hostLock } from './host-lock.ts';
import { lock } from './lock.ts';
import { needs } from './needs.ts';
import { rollout } from './rollout.ts';
import { staged } from './staged.ts';

/** Every gate; a new one is a file and a line here. */
const gates: readonly Gate[] = [needs, staged, rollout, lock, hostLock];

/** Why an instance may not start yet; empty when it may. `controller why` prints this. */
export const whyNot = (instance: InstanceState, survey: Survey): readonly Hold[] =>
  gates.flatMap((gate) => {
    const reason = gate.holds(instance, survey);
    return reason === undefined ? [] : [{ gate: gate.name, reason }];
  });
