/**
 * Whether the suites take their time: twenty releases instead of one, a kill at ten moments instead of one, all previews and
 * failures instead of one preview and two failures, releases under as much traffic as the machine carries, the way back to an
 * earlier release, Redis with sentinels, and what fails on a cluster. For people who change how releases work; an hour more.
 */
export const thorough = (process.env.TRIREME_THOROUGH ?? "") !== "";
