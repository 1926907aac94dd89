import { tellingSite } from './migrating.ts';

export default tellingSite('telling-beside', 'j-3', ['tables', 'views']);
