// Runs Azurite until standard input ends: it goes with the process that started it, however that one ends.
process.stdin.on("end", () => process.exit(0)).resume();
require("azurite/dist/src/azurite.js");
