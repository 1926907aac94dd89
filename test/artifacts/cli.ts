import { artifact } from './artifact.ts';
import { ArtifactError } from './error.ts';
import { pinned } from './make/repin.ts';
import { artifactNamed, recipes } from './recipes.ts';

const USAGE = `usage: node test/artifacts/cli.ts NAME…         obtain them; prints name, checksum and path
       node test/artifacts/cli.ts --pin NAME    print what Maven has for it now, as its list of checksums

names: ${Object.keys(recipes).join(' ')}
`;

async function main(words: readonly string[]): Promise<void> {
  const [first, second] = words;
  if (first === '--pin' && second !== undefined) process.stdout.write(await pinned(artifactNamed(second)));
  else if (first === undefined || first.startsWith('-')) process.stdout.write(USAGE);
  else {
    for (const name of words.map(artifactNamed)) {
      const { path, sha256 } = await artifact(name);
      process.stdout.write(`${name} ${sha256} ${path}\n`);
    }
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof ArtifactError && error.code === 'unknown-artifact' ? 2 : 1;
}
