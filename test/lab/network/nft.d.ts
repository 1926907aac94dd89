/** The family of an nft table: `ip` sees routed packets, `bridge` those between ports of a bridge. */
export type NftFamily = 'ip' | 'bridge';
/** Puts the table there with exactly these chains, in one step, whether or not it existed. */
export declare function replaceTable(family: NftFamily, table: string, chains: string): Promise<void>;
/** Removes the table, if it is there, in one step. */
export declare function removeTable(family: NftFamily, table: string): Promise<void>;
/** Whether the kernel has that table. */
export declare function hasTable(family: NftFamily, table: string): Promise<boolean>;
