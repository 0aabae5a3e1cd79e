/** Says in a sentence what an old Node.js would say with a stack trace; runs before every script that runs TypeScript. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Waymark needs Node.js 22.18 or newer to run here, and this is ${process.versions.node}. On Linux (x64, arm64) and ` +
      'Windows npm ci brings Node.js 24 along; elsewhere install it and start again.',
  );
  process.exit(1);
}
