import { openGpu } from './open-gpu.ts';

// Run by find-gpu-adapter.ts as a process of its own: prints the name of a real GPU's adapter, else nothing.
const gpu = await openGpu();
if (gpu && !gpu.isSoftware) process.stdout.write(gpu.adapter);
// Open GPU objects may keep the process alive.
process.exit();
