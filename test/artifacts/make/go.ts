import { copyFileSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { GoRecipe } from '../recipe.ts';
import { SOURCES } from '../sources.ts';
import { pack } from './pack.ts';
import type { Place } from './place.ts';
import { needProgram, runClient } from './program.ts';

/** Builds programs without paths of this machine in them: the same compiler makes the same bytes. */
export async function makeGo(recipe: GoRecipe, { work, made }: Place): Promise<void> {
  await needProgram('go', 'Go 1.26 or newer');
  for (const name of ['go.mod', 'go.sum']) copyFileSync(join(SOURCES, recipe.folder, name), join(work, name));
  const tree = join(work, 'tree');
  mkdirSync(join(tree, recipe.top ?? '.'), { recursive: true });
  for (const [program, source] of Object.entries(recipe.programs)) {
    const output = join(tree, recipe.top ?? '.', program);
    await runClient(goBuild(work, output, source, recipe.variables), { CGO_ENABLED: '0', GOFLAGS: '' });
  }
  if (recipe.top === undefined) renameSync(join(tree, recipe.file), made);
  else await pack(tree, made);
}

/** The words of one build; `-X` sets variables, `-s -w` leave out what only a debugger wants. */
export function goBuild(
  folder: string,
  output: string,
  source: string,
  variables: Readonly<Record<string, string>> = {},
): readonly string[] {
  const set = Object.entries(variables).flatMap(([name, value]) => ['-X', `${name}=${value}`]);
  const flags = ['-mod=readonly', '-trimpath', '-buildvcs=false', '-ldflags', ['-s', '-w', ...set].join(' ')];
  return ['go', '-C', folder, 'build', ...flags, '-o', output, source];
}
