import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { checksum } from '../cache.ts';
import { ArtifactError } from '../error.ts';
import type { MavenFileRecipe, MavenTreeRecipe } from '../recipe.ts';
import { SOURCES } from '../sources.ts';
import { pack } from './pack.ts';
import { differences, readPins } from './pins.ts';
import type { Place } from './place.ts';
import { needProgram, runClient } from './program.ts';

/** Pinned, since Maven would take the newest one. */
const PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1';

const maven = async (...words: readonly string[]): Promise<void> => {
  await needProgram('mvn', 'maven');
  await runClient(['mvn', '--quiet', '--batch-mode', ...words]);
};

export async function makeMavenFile({ coordinates, sha256 }: MavenFileRecipe, { work, made }: Place): Promise<void> {
  await maven(`${PLUGIN}:copy`, `-Dartifact=${coordinates}`, `-DoutputDirectory=${work}`);
  const file = join(work, basename(made));
  if (!existsSync(file)) throw new ArtifactError('not-made', `Maven did not leave ${basename(made)}.`);
  const found = await checksum(file);
  if (found !== sha256) {
    throw new ArtifactError('wrong-checksum', `${coordinates} has the checksum ${found}, not ${sha256}.`);
  }
  renameSync(file, made);
}

export async function makeMavenTree(recipe: MavenTreeRecipe, { work, made }: Place): Promise<void> {
  const tree = join(work, 'tree');
  const top = join(tree, recipe.top);
  const jars = await jarsOf(recipe, work, join(top, 'lib'));
  const wrong = differences(readPins(readFileSync(join(SOURCES, recipe.pins), 'utf8')), jars);
  if (wrong.length > 0) {
    throw new ArtifactError('wrong-checksum', `${recipe.coordinates} is not what is pinned: ${wrong.join('; ')}.`);
  }
  for (const part of ['bin', 'conf']) cpSync(join(SOURCES, recipe.folder, part), join(top, part), { recursive: true });
  await pack(tree, made);
}

/** All jars that it needs at run time, in a folder, with their checksums by name. */
export async function jarsOf(recipe: MavenTreeRecipe, work: string, lib: string): Promise<ReadonlyMap<string, string>> {
  mkdirSync(dirname(lib), { recursive: true });
  writeFileSync(join(work, 'pom.xml'), projectWith(recipe.coordinates));
  const words = ['-DincludeScope=runtime', `-DoutputDirectory=${lib}`];
  await maven('--file', join(work, 'pom.xml'), `${PLUGIN}:copy-dependencies`, ...words);
  for (const name of readdirSync(lib)) if (recipe.without.test(name)) rmSync(join(lib, name));
  const sums = new Map<string, string>();
  for (const name of readdirSync(lib).sort()) sums.set(name, await checksum(join(lib, name)));
  return sums;
}

/** A project that depends on one thing and is nothing itself. */
export function projectWith(coordinates: string): string {
  const [group, name, version] = coordinates.split(':');
  return `<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>artifact</groupId><artifactId>artifact</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version></dependency>
  </dependencies>
</project>
`;
}
