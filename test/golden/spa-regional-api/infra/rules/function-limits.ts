import { invokedByApis, type Rule, resources } from "./rule.ts";

// Lambda developer guide, "Lambda quotas"; API Gateway waits 29 seconds for an answer by default.
const memoryMegabytes = { least: 128, most: 10_240 };
const apiTimeoutSeconds = 29;

export const functionLimits: Rule = {
  id: "function-limits",
  description: "A function has memory that Lambda does not offer, or may run longer than its API waits.",
  fix: "Set memorySize from 128 to 10240 (MB), and timeout to at most 29 seconds behind an API.",
  find: (template) => {
    const behindApis = invokedByApis(template);
    return resources(template, "AWS::Lambda::Function")
      .filter(([id, { Properties = {} }]) => {
        const { MemorySize = 128, Timeout = 3 } = Properties;
        const { least, most } = memoryMegabytes;
        const tooSlow = behindApis.includes(id) && Timeout > apiTimeoutSeconds;
        return MemorySize < least || MemorySize > most || tooSlow;
      })
      .map(([id]) => id);
  },
};
