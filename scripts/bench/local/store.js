/** The one table that all servers of the benchmark read: dynalite in a process of its own. */
import { createRequire } from 'node:module';

const server = createRequire(import.meta.url)('dynalite')({ createTableMs: 0 });
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
