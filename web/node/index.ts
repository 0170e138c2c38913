/** The headless library: `import { Machine, loadEngine } from './machine.mjs'`. */
export { Machine, State, type Host, type Views } from './machine';
export { loadEngine } from './load';
