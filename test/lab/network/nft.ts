import { run, runOrThrow } from '../machine/command.ts';

/** The family of an nft table: `ip` sees routed packets, `bridge` those between ports of a bridge. */
export type NftFamily = 'ip' | 'bridge';

/** Puts the table there with exactly these chains, in one step, whether or not it existed. */
export async function replaceTable(family: NftFamily, table: string, chains: string): Promise<void> {
  const input = `table ${family} ${table}\ndelete table ${family} ${table}\ntable ${family} ${table} {\n${chains}\n}\n`;
  await runOrThrow(['nft', '-f', '-'], { input });
}

/** Removes the table, if it is there, in one step. */
export async function removeTable(family: NftFamily, table: string): Promise<void> {
  await runOrThrow(['nft', '-f', '-'], { input: `table ${family} ${table}\ndelete table ${family} ${table}\n` });
}

/** Whether the kernel has that table. */
export async function hasTable(family: NftFamily, table: string): Promise<boolean> {
  return (await run(['nft', 'list', 'table', family, table])).exitCode === 0;
}
