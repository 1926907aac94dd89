import { withAnswer } from './with.ts';

export default withAnswer('false');
