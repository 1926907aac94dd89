import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ownEntryPoints, ownModules } from '../bundle/installation.ts';

/**
 * How a site is checked. `@rolecall/*` and zod are looked up in the command line's own installation where the site's folder
 * cannot reach them itself.
 */
export function configFor(path: string): object {
  const types = ownModules()
    .map((folder) => join(folder, '@types'))
    .filter((folder) => existsSync(join(folder, 'node')));
  return {
    compilerOptions: {
      noEmit: true,
      target: 'es2024',
      lib: types.length > 0 ? ['es2024', 'esnext.disposable'] : ['es2024', 'esnext.disposable', 'dom'],
      // As esbuild sees it: a site is a module also where no package.json says so.
      module: 'esnext',
      moduleResolution: 'bundler',
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      allowImportingTsExtensions: true,
      erasableSyntaxOnly: true,
      verbatimModuleSyntax: true,
      isolatedModules: true,
      moduleDetection: 'force',
      skipLibCheck: true,
      resolveJsonModule: true,
      types: types.length > 0 ? ['node'] : [],
      typeRoots: types,
      ...(reachesUs(path) ? {} : { paths: ownEntryPoints() }),
    },
    files: [path],
  };
}

/** Whether `@rolecall/roles` resolves from the site's own folder. */
function reachesUs(path: string): boolean {
  try {
    createRequire(join(dirname(path), 'x.js')).resolve('@rolecall/roles');
    return true;
  } catch {
    return false;
  }
}
