/**
 * No file imports itself by way of others, and no folder does: `npm run lint` asks dependency-cruiser. Which
 * folder may import which is in import-directions.js.
 */
export default {
  forbidden: [
    { name: 'no-circle-of-files', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-circle-of-folders', severity: 'error', scope: 'folder', from: {}, to: { circular: true } },
  ],
  options: { tsPreCompilationDeps: true, exclude: { path: 'node_modules' } },
};
