/** An IPv4 network the machine already knows, as the kernel writes it: "172.30.4.0/24" or "10.0.0.1". */
export type KnownNetwork = string;
/** The address of the machine itself on a lab's bridge. */
export declare function gatewayOf(lab: number): string;
/** A lab's subnet. */
export declare function subnetOf(lab: number): string;
/** A host's address, from its last byte. */
export declare function addressOf(lab: number, octet: number): string;
/** The lowest lab number that is not taken and whose subnet meets none of the networks the machine knows. */
export declare function freeLabNumber(taken: readonly number[], known: readonly KnownNetwork[]): number | undefined;
/** The lowest free last byte for one more host. */
export declare function freeOctet(taken: readonly number[]): number | undefined;
/** Whether two networks share an address. "default" and what is not IPv4 share none. */
export declare function overlaps(one: KnownNetwork, other: KnownNetwork): boolean;
