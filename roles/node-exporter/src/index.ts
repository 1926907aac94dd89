export { nodeExporter } from './role.ts';
