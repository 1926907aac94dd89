import { cpSync, existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LEFT_OUT } from './compile.ts';
import { type Package, ROOT } from './packages.ts';

/** Folders whose every file is somebody's to read or to copy, TypeScript included. */
const WHOLE = ['templates', 'systemd'];
/** Folders with sources, of which the compiler makes what it can. */
const SOURCES = ['src', 'bin', 'build'];
const FOR_TESTS = [...LEFT_OUT, '**/cases/**'];

/** Puts beside the compiled files what is none: templates, units, scripts, generated validators, README and licence. */
export function copyFiles({ folder }: Package): void {
  const home = join(ROOT, folder);
  const dist = join(home, 'dist');
  for (const name of WHOLE) {
    if (existsSync(join(home, name))) cpSync(join(home, name), join(dist, name), { recursive: true });
  }
  for (const name of plainFiles(home)) copy(join(home, name), join(dist, name));
  if (existsSync(join(home, 'README.md'))) copy(join(home, 'README.md'), join(dist, 'README.md'));
  copy(join(ROOT, 'LICENSE'), join(dist, 'LICENSE'));
}

const plainFiles = (home: string): readonly string[] =>
  globSync(`{${SOURCES.join(',')}}/**/*`, { cwd: home, exclude: FOR_TESTS, withFileTypes: true })
    .filter((entry) => entry.isFile() && (!entry.name.endsWith('.ts') || entry.name.endsWith('.d.ts')))
    .map((entry) => join(entry.parentPath, entry.name).slice(home.length + 1));

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to);
}

/** In what no compiler rewrote, imports of our own files name the JavaScript as well. */
export function renameImports({ folder }: Package): void {
  const dist = join(ROOT, folder, 'dist');
  for (const name of globSync(['src/**/*.d.ts', 'build/**/*.d.ts', 'bin/*.js'], { cwd: dist })) {
    const path = join(dist, name);
    const text = readFileSync(path, 'utf8');
    const renamed = text.replaceAll(/((?:from |import\(|import )['"]\.[^'"\n]*)\.ts(['"])/g, '$1.js$2');
    if (renamed !== text) writeFileSync(path, renamed);
  }
}
