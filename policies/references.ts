import type { Reference } from "./policy";

/** Section 5, container runtime; numbered as `npx trireme audit` does. */
export const cisDocker = (...rules: string[]): Reference => ({
  name: "CIS Docker Benchmark",
  version: "1.6.0",
  rules,
});

/** Section 5, policies. */
export const cisKubernetes = (...rules: string[]): Reference => ({
  name: "CIS Kubernetes Benchmark",
  version: "1.9.0",
  rules,
});

/** Controls of the level `restricted`, by their field. */
export const podSecurity = (...rules: string[]): Reference => ({
  name: "Pod Security restricted",
  version: "v1.33",
  rules,
});

/** AWS Foundational Security Best Practices. */
export const awsBestPractices = (...rules: string[]): Reference => ({
  name: "AWS FSBP",
  version: "v1.0.0",
  rules,
});
