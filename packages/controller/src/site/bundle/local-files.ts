import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { Plugin } from 'esbuild';
import { hashOf } from './hash.ts';

/** A file that a site or role names by `new URL('literal', import.meta.url)`. */
export interface LocalFile {
  readonly path: string;
  /** Its name in the archive. */
  readonly name: string;
}

const NAMED = /new\s+URL\(\s*(['"])(\.{1,2}\/[^'"\n]+)\1\s*,\s*import\.meta\.url\s*,?\s*\)/g;

/** Finds files named in modules, notes them, and makes the modules look for them in the archive. */
export function localFiles(found: Map<string, LocalFile>): Plugin {
  return {
    name: 'local-files',
    setup(build) {
      build.onLoad({ filter: /\.[cm]?[jt]sx?$/, namespace: 'file' }, ({ path }) => {
        const text = readFileSync(path, 'utf8');
        if (!text.includes('import.meta.url')) return undefined;
        const errors: { text: string; location: { file: string; line: number; column: number; lineText: string } }[] =
          [];
        const contents = text.replace(NAMED, (whole, _quote: string, literal: string, at: number) => {
          if (inComment(text, at)) return whole;
          const target = resolve(dirname(path), decodeURIComponent(literal));
          if (!isFile(target)) {
            if (inTemplate(text, at)) return whole;
            errors.push({ text: `${literal} is no file: name each file by itself`, location: locate(path, text, at) });
            return whole;
          }
          const file = { path: target, name: archiveName(target) };
          found.set(target, file);
          return `new URL('./${file.name}', import.meta.url)`;
        });
        return errors.length > 0 ? { errors } : { contents, loader: loaderOf(path) };
      });
    },
  };
}

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile();

function archiveName(path: string): string {
  const safe = basename(path)
    .replace(/[^A-Za-z0-9._-]/g, '_')
    .replace(/^\.+/, '_');
  return `files/${hashOf(readFileSync(path)).slice(0, 32)}/${safe}`;
}

function loaderOf(path: string): 'ts' | 'tsx' | 'jsx' | 'js' {
  if (path.endsWith('.tsx')) return 'tsx';
  if (path.endsWith('.jsx')) return 'jsx';
  return /\.[cm]?ts$/.test(path) ? 'ts' : 'js';
}

function inComment(text: string, at: number): boolean {
  const before = text.slice(text.lastIndexOf('\n', at) + 1, at);
  return /^\s*(\/\/|\/?\*)/.test(before) || before.includes(' // ');
}

/** Text in backquotes, such as an example in documentation. One that names a file that is there is code within it, and is taken. */
const inTemplate = (text: string, at: number): boolean => (text.slice(0, at).match(/(?<!\\)`/g) ?? []).length % 2 === 1;

function locate(file: string, text: string, at: number) {
  const before = text.slice(0, at).split('\n');
  const line = before.length;
  const column = before.at(-1)?.length ?? 0;
  return { file, line, column, lineText: text.split('\n')[line - 1] ?? '' };
}
