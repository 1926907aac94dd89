import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The licences of what is bundled, as a comment for the bundle's end: they ask to travel with every copy. */
export async function licencesOf(sources: readonly string[]): Promise<string> {
  const folders = new Set(
    sources.flatMap((path) => /^.*node_modules\/(?!@rolecall\/)(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []),
  );
  const texts = await Promise.all([...folders].sort().map(licenceIn));
  const body = texts.filter((text) => text !== '').join('\n');
  return body === '' ? '' : `/*\n${body.replaceAll('*/', '* /')}*/\n`;
}

async function licenceIn(folder: string): Promise<string> {
  const file = (await readdir(folder)).sort().find((name) => /^licen[cs]e/i.test(name));
  if (file === undefined) return '';
  const name = folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
  return `${name}\n${(await readFile(join(folder, file), 'utf8')).trim()}\n`;
}
