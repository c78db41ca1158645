/** The one bundle that all servers of the benchmark run. */
export const options = () => ({
  absWorkingDir: import.meta.dirname,
  entryPoints: { 'get/index': 'services/get.js' },
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
});
