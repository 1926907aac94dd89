/** The names one lab's parts have on this machine: each holds the lab's number, so no two labs share one. */

/** The lab's bridge (an interface name has at most 15 characters). */
export function bridgeOf(lab: number): string {
  return `rolecall-${lab}`;
}

/** What systemd-nspawn knows a host by: short, because the host's own name may be long and interfaces carry this one. */
export function machineOf(lab: number, octet: number): string {
  return `rc${lab}-${octet}`;
}

/** The bridge's port to one host; systemd-nspawn makes this name from the machine's. */
export function portOf(lab: number, octet: number): string {
  return `vb-${machineOf(lab, octet)}`;
}

/** The nft table (family ip) that lets a lab's hosts out through this machine. */
export function routeTableOf(lab: number): string {
  return `rolecall-lab-${lab}`;
}

/** The nft table (family bridge) with the faults of one host. */
export function faultTableOf(lab: number, octet: number): string {
  return `rolecall-lab-${lab}-${octet}`;
}
