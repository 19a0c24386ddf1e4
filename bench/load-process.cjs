// Loads one file as the Functions worker does and prints how many milliseconds that took.
const Module = require('node:module');

const original = Module._load;
const standIn = {
  registerFunction: () => undefined,
  registerHook: () => undefined,
  setProgrammingModel: () => undefined,
  getProgrammingModel: () => undefined,
  log: () => undefined,
};
Module._load = (request, ...rest) =>
  request === '@azure/functions-core' ? standIn : original(request, ...rest);

const begun = performance.now();
require(process.argv[2]);
process.stdout.write(String(performance.now() - begun), () => process.exit());
