/**
 * `node:http` without what an `import` of it does: an ES module of a builtin reads each export once, and two of these load
 * Node's whole `fetch`, 40 ms of processor at every start (Node.js 20 to 24).
 */
const http = process.getBuiltinModule('node:http');
export const { Agent, createServer, request, STATUS_CODES, validateHeaderName, validateHeaderValue } = http;
