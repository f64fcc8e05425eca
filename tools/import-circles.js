/**
 * No file imports itself by way of others, and no folder of a room does: `npm run lint` asks dependency-cruiser. Which
 * room may import which is in import-directions.js.
 */
export default {
  forbidden: [
    { name: 'no-circle-of-files', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-circle-of-rooms', severity: 'error', scope: 'folder', from: {}, to: { circular: true } },
  ],
  options: { tsPreCompilationDeps: true, exclude: { path: 'node_modules' } },
};
