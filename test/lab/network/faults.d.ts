/** Drops every packet to and from the host, also from this machine: a partition. It outlives a reboot of the host. */
export declare function cutTraffic(lab: number, octet: number): Promise<void>;
/**
 * Drops each packet to or from the host with that chance, 0 to 100 percent, but no ARP: it asks only three times, and its
 * loss would look like a cut. Replaces an earlier fault of the host.
 */
export declare function losePackets(lab: number, octet: number, percent: number): Promise<void>;
/** Lets all of the host's traffic through again. */
export declare function healTraffic(lab: number, octet: number): Promise<void>;
/** `forward` sees what passes between hosts, `input` and `output` what passes between a host and this machine. */
export declare function chainsDropping(port: string, chance: string): string;
