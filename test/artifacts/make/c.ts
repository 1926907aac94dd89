import { join } from 'node:path';
import type { CRecipe } from '../recipe.ts';
import { SOURCES } from '../sources.ts';
import type { Place } from './place.ts';
import { needProgram, runClient } from './program.ts';

export async function makeC({ folder, source }: CRecipe, { made }: Place): Promise<void> {
  await needProgram('gcc', 'gcc and libc6-dev');
  await runClient(['gcc', '-O2', '-shared', '-fPIC', '-Wl,--build-id=none', '-o', made, join(SOURCES, folder, source)]);
}
