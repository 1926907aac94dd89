import { z } from '@rolecall/roles';

/** One place that Prometheus reads figures from. */
export const Target = z.object({
  /** What it is, as `job` in every figure. */
  job: z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_-]*$/, 'a job is named with letters, digits, "_" and "-"'),
  address: z.string().min(1),
  port: z.int().min(1).max(65_535),
});
export type Target = z.infer<typeof Target>;

/** What the outputs of a use must hold to be scraped: `metrics`, which may say that there is nothing. */
export const Scraped = z.array(z.object({ metrics: Target.nullable() }));
export type Scraped = z.infer<typeof Scraped>;

const place = ({ address, port }: Target): string => `${address.includes(':') ? `[${address}]` : address}:${port}`;

/** All places of each job, both in order, so that the same targets are the same file. */
export function placesOf(scrape: readonly Scraped[]): ReadonlyMap<string, readonly string[]> {
  const targets = scrape.flat().flatMap(({ metrics }) => (metrics === null ? [] : [metrics]));
  const jobs = [...new Set(targets.map(({ job }) => job))].sort();
  const of = (job: string) => new Set(targets.filter((target) => target.job === job).map(place));
  return new Map(jobs.map((job) => [job, [...of(job)].sort()]));
}
