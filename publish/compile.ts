import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Package, ROOT, readJson } from './packages.ts';

/** Tests, what only tests use, and what only this repository runs. A file of these that others import comes along all the same. */
export const LEFT_OUT = ['**/*.test.ts', '**/testing/**', '**/fixtures/**', 'build/generate.ts', 'build/reference.ts'];

const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');

/** Types of the whole workspace: each package is compiled against the declarations of those below it. Throws with the compiler's words. */
export const checkTypes = (): void => tsc(['-b']);

/** JavaScript and declarations of one package, in its own `dist` and laid out as its sources are. */
export function compile({ folder }: Package): void {
  const home = join(ROOT, folder);
  const { include, references } = readJson<{ include: string[]; references: { path: string }[] }>(
    join(home, 'tsconfig.json'),
  );
  const config = join(ROOT, '.cache/publish', `${folder.replaceAll('/', '-')}.json`);
  mkdirSync(join(config, '..'), { recursive: true });
  const content = {
    extends: join(home, 'tsconfig.json'),
    compilerOptions: {
      composite: false,
      incremental: false,
      emitDeclarationOnly: false,
      sourceMap: false,
      allowImportingTsExtensions: false,
      rewriteRelativeImportExtensions: true,
      rootDir: home,
      outDir: join(home, 'dist'),
    },
    include: include.map((pattern) => join(home, pattern)),
    exclude: LEFT_OUT.map((pattern) => join(home, pattern)),
    references: references.map(({ path }) => ({ path: join(home, path) })),
  };
  writeFileSync(config, JSON.stringify(content, null, 2));
  tsc(['-p', config]);
}

function tsc(words: readonly string[]): void {
  execFileSync(process.execPath, [TSC, ...words], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
}
