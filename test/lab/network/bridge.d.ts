/**
 * Makes the lab's bridge. Answers false when the machine has one of that name already: the kernel is the last word on
 * who owns a number, also between labs that keep their state in different folders.
 */
export declare function claimBridge(lab: number): Promise<boolean>;
/** Gives the bridge its address and lets the lab's hosts out through this machine, but not into other labs. */
export declare function openBridge(lab: number): Promise<void>;
/** Removes the bridge and the way out. */
export declare function removeBridge(lab: number): Promise<void>;
/** Removes a host's port to the bridge, if it is still there: the kernel takes its time after a sudden death. */
export declare function removePort(port: string): Promise<void>;
/** Every IPv4 network and address this machine has a route for. */
export declare function knownNetworks(): Promise<readonly string[]>;
export declare function hasLink(name: string): Promise<boolean>;
