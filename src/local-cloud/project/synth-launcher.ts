/**
 * The program of the process that runs a CDK app, CommonJS. It loads what every app needs of CDK while the app is being
 * bundled, reads the path of the bundle from its standard input, runs it as the main module, and writes the exit code to the
 * descriptor 3.
 *
 * CDK writes inline assets (`Source.jsonData`) to the temporary folder and removes them, as it takes them to be copied
 * by then; here the folder itself is the asset. Files that the app reads are noted, as a change in them is a new synth.
 */
export const launcherSource = `const fs = require('node:fs');
const Module = require('node:module');
const { join, resolve, sep } = require('node:path');
const { fileURLToPath } = require('node:url');
const { TMPDIR, LOCAL_CLOUD_READS, LOCAL_CLOUD_PROJECT, CDK_OUTDIR } = process.env;
const { rmSync, readFileSync, writeFileSync, writeSync } = fs;
const reads = new Set();
process.on('exit', (code) => {
  writeFileSync(LOCAL_CLOUD_READS, JSON.stringify([...reads]));
  writeSync(3, String(code));
});
try {
  const cdk = Module.createRequire(join(LOCAL_CLOUD_PROJECT, 'infra', 'app.ts'))('aws-cdk-lib');
  for (const name of ['App', 'Stack', 'CfnResource', 'CfnOutput', 'Tags', 'Validations']) void cdk[name];
} catch {
  // An app that needs it says so itself.
}
const bundle = readFileSync(0, 'utf8');
fs.rmSync = (path, options) => (String(path).startsWith(TMPDIR) ? undefined : rmSync(path, options));
fs.readFileSync = (path, options) => {
  const file = typeof path === 'string' ? resolve(path) : path instanceof URL ? fileURLToPath(path) : '';
  const isOwn = file.startsWith(LOCAL_CLOUD_PROJECT + sep) && !file.includes('node_modules') && !file.startsWith(CDK_OUTDIR);
  if (isOwn && !file.includes(sep + 'dist' + sep)) reads.add(file);
  return readFileSync(path, options);
};
Module.syncBuiltinESMExports();
process.argv[1] = bundle;
// Nothing comes from a local cloud that has ended.
if (bundle !== '') Module.runMain();
`;
