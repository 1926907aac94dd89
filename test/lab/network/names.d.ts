/** The names one lab's parts have on this machine: each holds the lab's number, so no two labs share one. */
/** The lab's bridge (an interface name has at most 15 characters). */
export declare function bridgeOf(lab: number): string;
/** What systemd-nspawn knows a host by: short, because the host's own name may be long and interfaces carry this one. */
export declare function machineOf(lab: number, octet: number): string;
/** The bridge's port to one host; systemd-nspawn makes this name from the machine's. */
export declare function portOf(lab: number, octet: number): string;
/** The nft table (family ip) that lets a lab's hosts out through this machine. */
export declare function routeTableOf(lab: number): string;
/** The nft table (family bridge) with the faults of one host. */
export declare function faultTableOf(lab: number, octet: number): string;
