import type { Suite } from './suite.ts';
/** Which base a lab's hosts stand on. `cachedPackages` lie downloaded, not installed, in each host's apt cache. */
export interface BaseRequest {
    readonly suite: Suite;
    readonly cachedPackages: readonly string[];
}
/**
 * Gives `use` the folders of the read-only layers, uppermost first, building what is missing: over the base tree lies
 * one layer with fresh package lists and the cached packages. `use` must make the hosts that stand on them before it
 * returns, because a layer no host stands on is removed when a fresher one is built.
 */
export declare function withLayers<T>(request: BaseRequest, use: (layers: readonly string[]) => T): Promise<T>;
/** The start of a layer's folder name: the suite, and a hash of the packages in any order. */
export declare function layerKey(request: BaseRequest): string;
