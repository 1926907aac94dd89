const seconds = (ms: number): string => `${ms / 1_000}s`;

interface Job {
  readonly job_name: string;
  readonly static_configs: readonly [{ readonly targets: readonly string[] }];
}

const job = (name: string, targets: readonly string[]): Job => ({ job_name: name, static_configs: [{ targets }] });

/** The whole prometheus.yml. It is written as JSON, which is YAML, one job a line. */
export function configuration(
  intervalMs: number,
  ownPort: number,
  places: ReadonlyMap<string, readonly string[]>,
): string {
  const jobs = [
    job('prometheus', [`127.0.0.1:${ownPort}`]),
    ...[...places].map(([name, targets]) => job(name, targets)),
  ];
  return [
    '# Written whole by Rolecall: changes made here do not stay.',
    'global:',
    `  scrape_interval: ${seconds(intervalMs)}`,
    `  evaluation_interval: ${seconds(intervalMs)}`,
    'scrape_configs:',
    ...jobs.map((one) => `  - ${JSON.stringify(one)}`),
    '',
  ].join('\n');
}

/** The settings of Debian's unit. */
export const defaults = (port: number, retentionMs: number): string =>
  `ARGS="--web.listen-address=:${port} --storage.tsdb.retention.time=${seconds(retentionMs)}"\n`;
