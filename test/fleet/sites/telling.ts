import { tellingSite } from './migrating.ts';

export default tellingSite('telling', 'j-1', ['gundeck', 'brig']);
