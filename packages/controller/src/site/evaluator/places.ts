import { SourceMap } from 'node:module';
import type { Declared, JobDocument, RecipeDocument, SiteDocument, Source, StepDocument } from '@rolecall/protocol';
import type { Archive } from '../bundle/archive.ts';

/** Code that came with the command line or from a registry: a person cannot mend it, so errors do not name it. */
const FOREIGN =
  /(^|\/)node_modules\/|(^|\/)packages\/(roles|resources|protocol)\/src\/|(^|\/)rolecall-entry\.js$|\/[0-9a-f]{64}\/library\/[^/]+\.mjs$/;

/** Leads places in a bundle back to the files that a person wrote. */
export class Places {
  readonly #map: SourceMap;
  readonly #entry: string;
  readonly #site: Source;
  readonly #frame: RegExp;

  constructor(archive: Archive) {
    this.#map = new SourceMap(JSON.parse(archive.map));
    this.#entry = archive.entry;
    this.#site = { file: archive.site, line: 1, column: 1 };
    this.#frame = new RegExp(`${archive.entry.replace('.', '\\.')}:(\\d+):(\\d+)`, 'g');
  }

  /** The site's own file: for what has no better place. */
  get site(): Source {
    return this.#site;
  }

  /** The place of an error; nothing where it lies in code that a person cannot mend. */
  mendable(place: Source): Source | undefined {
    const found = this.original(place);
    return FOREIGN.test(found.file) ? undefined : found;
  }

  /** The place in a person's file; the same place where it is in one already. */
  original(place: Source): Source {
    if (place.file !== this.#entry && !place.file.endsWith(`/${this.#entry}`)) return place;
    return this.#find(place.line, place.column) ?? this.#site;
  }

  /** The first place of a person's own in a text with a stack in it. */
  inText(text: string): Source | undefined {
    const places = [...text.matchAll(this.#frame)].flatMap(
      ([, line, column]) => this.#find(Number(line), Number(column)) ?? [],
    );
    return places.find(({ file }) => !FOREIGN.test(file));
  }

  ofDeclared(all: readonly Declared[]): Declared[] {
    return all.map((one) => this.#mapped(one));
  }

  ofJobs(jobs: readonly JobDocument[]): JobDocument[] {
    return jobs.map((job) => ({ ...this.#mapped(job), run: this.ofDeclared(job.run) }));
  }

  ofRecipe(recipe: RecipeDocument): RecipeDocument {
    const own = (steps: readonly StepDocument[]): StepDocument[] =>
      steps.map((step) =>
        step.does === 'run' ? { ...this.#mapped(step), run: this.ofDeclared(step.run) } : this.#mapped(step),
      );
    return { ...recipe, steps: own(recipe.steps), finally: own(recipe.finally) };
  }

  ofSite(site: SiteDocument): SiteDocument {
    return {
      ...this.#mapped(site),
      hosts: Object.fromEntries(Object.entries(site.hosts).map(([name, host]) => [name, this.#mapped(host)])),
      roles: site.roles.map((one) => this.#mapped(one)),
      uses: site.uses.map((one) => this.#mapped(one)),
      secrets: site.secrets.map((one) => this.#mapped(one)),
    };
  }

  #mapped<T extends { readonly source: Source }>(one: T): T {
    return { ...one, source: this.original(one.source) };
  }

  #find(line: number, column: number): Source | undefined {
    const found = this.#map.findEntry(line - 1, column - 1);
    if (!('originalSource' in found) || found.originalSource === undefined) return undefined;
    return { file: found.originalSource, line: found.originalLine + 1, column: found.originalColumn + 1 };
  }
}
