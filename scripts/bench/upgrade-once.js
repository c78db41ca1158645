// Prints the milliseconds of one merge, the first of its process, without the start and the loading of the code. A program of
// its own, so that nothing else that is loaded is still being compiled beside it.
import { projects } from './upgrade-projects.js';

const [title, bundle] = process.argv.slice(2);
const { input } = projects().find((each) => each.title === title);
const { merge } = await import(bundle);
const trees = input();
const start = performance.now();
merge(trees);
console.log(performance.now() - start);
