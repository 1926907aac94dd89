/**
 * Removes a lab whole: hosts, mounts, faults, network, cgroups and, last, its folder, so that a removal cut short is
 * taken up again by the next sweep. Removing twice changes nothing.
 */
export declare function removeLab(number: number): Promise<void>;
