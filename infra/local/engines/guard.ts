import { spawn } from 'node:child_process';

/**
 * Runs an engine's binary as long as whoever started this process keeps its standard input open: when the embedded cloud
 * dies, however suddenly, the pipe closes and the engine goes with it.
 */
const [binary = '', ...args] = process.argv.slice(2);
const engine = spawn(binary, args, { stdio: ['ignore', 'inherit', 'inherit'] });
engine.on('exit', (code) => process.exit(code ?? 1));
engine.on('error', () => process.exit(1));
process.stdin.on('end', () => engine.kill()).on('error', () => engine.kill());
process.stdin.resume();
