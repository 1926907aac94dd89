import type { Suite } from './suite.ts';
/** The folder a suite's base tree has, whether or not it is built. Other first packages make another tree. */
export declare function treeFolder(suite: Suite): string;
/** Builds the suite's base tree, unless it is there, and answers its folder. Call it with the bases' lock held. */
export declare function buildTree(suite: Suite): Promise<string>;
