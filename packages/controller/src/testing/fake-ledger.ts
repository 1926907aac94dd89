import type { Catalog, CatalogResource, Change, InstanceId, RunId } from '@rolecall/protocol';
import { canonical } from '../site/canonical.ts';

/** The resources of one host without a host, who declared them, and what they were before each run. */
export class FakeLedger {
  readonly #resources = new Map<string, string>();
  readonly #declared = new Map<InstanceId, Map<string, CatalogResource>>();
  readonly #priors = new Map<string, Map<string, string | undefined>>();

  /** What differs from a catalog, and what is left over of former ones. */
  compare(catalog: Catalog): readonly Change[] {
    if (catalog.undo !== null) return this.#undo(catalog.instance, catalog.undo);
    const left = this.#leftOver(catalog).map((one, i) => change(one, catalog.resources.length + i, 'remove'));
    return [...this.differences(catalog), ...left];
  }

  /** What differs from a catalog that is not all of its instance. */
  differences({ resources }: Catalog): readonly Change[] {
    return resources.flatMap((one, index) => this.#difference(one, index));
  }

  /** Carries changes out. */
  settle(run: RunId, catalog: Catalog, changes: readonly Change[]): void {
    for (const one of changes) this.#write(run, catalog, one);
    if (catalog.undo !== null) return;
    for (const former of catalog.formerly) this.#declared.delete(former);
    this.#declared.set(catalog.instance, new Map(catalog.resources.map((one) => [idOf(one), one])));
  }

  has(id: string): boolean {
    return this.#resources.has(id);
  }

  set(id: string, value: string): void {
    this.#resources.set(id, value);
  }

  #difference(one: CatalogResource, index: number): readonly Change[] {
    const has = this.#resources.get(idOf(one));
    if (has === canonical(one.params)) return [];
    return [change(one, index, one.kind === 'command' ? 'run' : has === undefined ? 'create' : 'update')];
  }

  #leftOver({ instance, formerly, resources, elsewhere = [] }: Catalog): readonly CatalogResource[] {
    const wanted = new Set<string>([...resources.map(idOf), ...elsewhere.map(({ id }) => id)]);
    const known = [instance, ...formerly].flatMap((name) => [...(this.#declared.get(name) ?? [])]);
    return known.flatMap(([id, one]) => (wanted.has(id) || !this.#resources.has(id) ? [] : [one])).reverse();
  }

  #undo(instance: InstanceId, run: RunId): readonly Change[] {
    return [...(this.#priors.get(`${run} ${instance}`) ?? [])].flatMap(([id, prior], index) => {
      const [kind = '', key = ''] = id.split(/:(.*)/s);
      const one = { kind, key, params: {}, source: { file: 's', line: 1, column: 1 } } as unknown as CatalogResource;
      return this.#resources.get(id) === prior ? [] : [change(one, index, 'restore')];
    });
  }

  #write(run: RunId, { instance, resources, undo }: Catalog, { kind, key, action, index }: Change): void {
    if (kind === 'command') return;
    const id = `${kind}:${key}`;
    const priors = this.#priors.get(`${run} ${instance}`) ?? new Map<string, string | undefined>();
    this.#priors.set(`${run} ${instance}`, priors);
    if (!priors.has(id)) priors.set(id, this.#resources.get(id));
    const wanted =
      action === 'restore'
        ? this.#priors.get(`${undo} ${instance}`)?.get(id)
        : action === 'remove'
          ? undefined
          : canonical(resources[index]?.params ?? {});
    if (wanted === undefined) this.#resources.delete(id);
    else this.#resources.set(id, wanted);
  }
}

const idOf = ({ kind, key }: CatalogResource): string => `${kind}:${key}`;

const change = ({ kind, key, source }: CatalogResource, index: number, action: Change['action']): Change => ({
  index,
  kind,
  key,
  action,
  differences: [],
  source,
});
