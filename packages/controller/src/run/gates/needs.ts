import { isUp, leftAsItWas, upstreamOf } from '../upstream.ts';
import type { Gate } from './gate.ts';

/** Everything that it uses must be up, with its probes held, or away with nothing to change. */
export const needs: Gate = {
  name: 'needs',
  holds(instance, run) {
    const missing = upstreamOf(run, instance).filter((other) => !isUp(other) && !leftAsItWas(other));
    const [first] = missing;
    if (first === undefined) return undefined;
    return missing.length === 1
      ? `${first.instance} is not up yet`
      : `${first.instance} and ${missing.length - 1} more are not up yet`;
  },
};
