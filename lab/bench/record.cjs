// Loaded into the program that a measured command starts: tells what the program itself cost.
const { writeFileSync } = require("node:fs");

if (process.argv[1]?.includes("@pulumi/pulumi/cmd/run")) {
  process.on("exit", () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const cost = { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, mebibytes: maxRSS / 1024 };
    writeFileSync(process.env.TRIREME_BENCH_RECORD, JSON.stringify(cost));
  });
}
