import { ofMachines } from './faults-of-machines.ts';
import { ofNetworks } from './faults-of-networks.ts';
import { ofWhatIsBrought } from './faults-of-what-is-brought.ts';
import type { PlantedFault } from './plant.ts';

/** All of them can be planted at once: no two hide each other. */
export const plantedFaults: readonly PlantedFault[] = [...ofMachines, ...ofNetworks, ...ofWhatIsBrought];
