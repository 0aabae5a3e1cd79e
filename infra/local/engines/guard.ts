import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Runs an engine's binary as long as whoever started this process keeps its standard input open: when the embedded cloud
 * dies, however suddenly, the pipe closes and the engine goes with it. After `--passing FILE` the file's folder goes too.
 */
const [mode = '', file = '', binary = '', ...args] = process.argv.slice(2);
const engine = spawn(binary, args, { stdio: ['ignore', 'inherit', 'inherit'] });
const leave = (code: number) => {
  if (mode === '--passing') rmSync(dirname(file), { recursive: true, force: true });
  process.exit(code);
};
engine.on('exit', (code) => leave(code ?? 1));
engine.on('error', () => leave(1));
process.stdin.on('end', () => engine.kill()).on('error', () => engine.kill());
process.stdin.resume();
