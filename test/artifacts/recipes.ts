import { ArtifactError } from './error.ts';
import type { Recipe } from './recipe.ts';
import { cassandra41, cassandra50, jmxExporter } from './recipes/cassandra.ts';
import { elasticsearch, opensearch } from './recipes/elasticsearch.ts';
import { etcd } from './recipes/etcd.ts';
import { mc, minio } from './recipes/minio.ts';
import { nofile } from './recipes/nofile.ts';

/** Every artifact that tests may ask for. */
export const recipes = {
  etcd,
  minio,
  mc,
  'cassandra-4.1': cassandra41,
  'cassandra-5.0': cassandra50,
  'jmx-exporter': jmxExporter,
  elasticsearch,
  opensearch,
  nofile,
} as const satisfies Readonly<Record<string, Recipe>>;

export type ArtifactName = keyof typeof recipes;

/** Throws ArtifactError `unknown-artifact` for a name that is none of them. */
export function artifactNamed(name: string): ArtifactName {
  if (Object.hasOwn(recipes, name)) return name as ArtifactName;
  throw new ArtifactError(
    'unknown-artifact',
    `There is no recipe for "${name}", only for ${Object.keys(recipes).join(', ')}.`,
  );
}
