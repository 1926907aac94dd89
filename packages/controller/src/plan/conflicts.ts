import { type Declared, type HostName, showSource, type UseName } from '@rolecall/protocol';
import { ControllerError } from '../error.ts';
import { canonical } from '../site/canonical.ts';

/** What each host was asked for so far. */
export class Claims {
  readonly #claims = new Map<string, { readonly use: UseName; readonly resource: Declared }>();

  /** The use that declares a resource on a host, the first where several do; nothing where none does. */
  claimantOf(host: HostName, id: string): UseName | undefined {
    return this.#claims.get(`${host} ${id}`)?.use;
  }

  /** Two roles may want the same thing alike; two that want it different are refused with both places. */
  add(host: HostName, use: UseName, resources: readonly Declared[]): void {
    for (const resource of resources) {
      const key = `${host} ${resource.kind}:${resource.key}`;
      const other = this.#claims.get(key);
      if (other === undefined) this.#claims.set(key, { use, resource });
      else if (canonical(other.resource.params) !== canonical(resource.params)) {
        throw new ControllerError(
          'conflict',
          `${use} and ${other.use} want ${resource.kind} ${resource.key} on ${host} to be different (the other one: ${showSource(other.resource.source)})`,
          { at: resource.source },
        );
      }
    }
  }
}
